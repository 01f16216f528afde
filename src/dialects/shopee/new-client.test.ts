import { expect, test } from 'vitest'
import { aShop } from '../../../test/kit/cast.ts'
import { as } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import { newClient, shopNumberOf } from './new-client.ts'
import type { Keys } from './tokens.ts'

const made = (wish: Record<string, unknown> = {}) => {
  const client = newClient(aShop(), wish)
  if (refused(client)) throw new Error(client.code)
  return { name: client.name, secret: client.secret as Keys }
}

test('a client is named by partner and shop, and gets a key, a code and tokens of its own', () => {
  const [one, other] = [made(), made()]
  expect(one.name).toBe(`${one.secret.partner_id}:${one.secret.shop_id}`)
  expect(one.secret.shop_id).toBe(other.secret.shop_id)
  for (const member of ['partner_id', 'partner_key', 'code', 'access_token', 'refresh_token'] as const)
    expect(one.secret[member]).not.toBe(other.secret[member])
  expect(Object.keys(one.secret)).toEqual([
    'partner_id',
    'partner_key',
    'shop_id',
    'code',
    'access_token',
    'refresh_token',
  ])
})

test('whoever moves here keeps numbers and key', () => {
  const wish = { partner_id: 1001, partner_key: 'shpk0123456789abcdef', shop_id: 222 }
  expect(made(wish)).toMatchObject({ name: '1001:222', secret: wish })
})

test.each([
  [{ access_token: 'mine' }, 'access_token'],
  [{ partner_id: 0 }, 'partner_id'],
  [{ partner_id: '1001' }, 'partner_id'],
  [{ shop_id: 4_294_967_296 }, 'shop_id'],
  [{ partner_key: 'short' }, 'partner_key'],
  [{ partner_key: 'with a blank in between' }, 'partner_key'],
])('%o cannot be chosen', (wish, path) => {
  expect(newClient(aShop(), wish)).toMatchObject({ code: 'invalid', detail: { path } })
})

test('a shop that came from the platform keeps its number, another one gets one that stays', () => {
  const refs = { ...aShop().refs, platform: 'shopee', externalId: '900001' }
  expect(shopNumberOf(aShop({ refs }))).toBe(900_001)
  for (const externalId of ['0', '4294967296', 'shop'])
    expect(shopNumberOf(aShop({ refs: { ...refs, externalId } }))).toBe(shopNumberOf(aShop()))
  expect(shopNumberOf(aShop({ id: as('another') }))).not.toBe(shopNumberOf(aShop()))
})
