import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { clientsFor, createClient, withdrawClient } from './clients.ts'
import { findCredential, issueCredential, nameOfKey } from './credentials.ts'
import { auditFor } from './organisation.ts'
import { foundShop } from './shops.ts'

const kit = await openKit()
const { desk, shop } = kit
const owner = kit.as('owner')
const second = await transaction(desk.db, tx =>
  foundShop(tx, desk, kit.org, { name: 'Second', currency: shop.currency }),
)

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
let last = 0
const make = async (username = `merchant-${++last}@example.com`) =>
  ok(await createClient(desk, owner, shop.id, { dialect: 'shopflix', choices: { username } }))

describe('a client', () => {
  test('is known at its platform’s door by what it was given', async () => {
    const { client, secret } = await make('maja@example.com')
    expect(client).toMatchObject({ dialect: 'shopflix', name: 'maja@example.com', shop: shop.id, revokedAt: null })
    expect(await findCredential(desk, 'shopflix', 'maja@example.com')).toMatchObject({
      id: client.id,
      org: kit.org,
      shop: shop.id,
      secret,
    })
  })

  test('is told its secret once: neither list, audit nor database holds it in the clear', async () => {
    const { client, secret } = await make()
    const password = secret.password as string
    expect(password).toMatch(/\w{16}/)
    const list = ok(await clientsFor(desk, owner, shop.id))
    expect(list.map(({ id }) => id)).toContain(client.id)
    expect(JSON.stringify([client, list, ok(await auditFor(desk, owner, { limit: 50 }))])).not.toContain(password)
    const { rows } = await query(desk.db, {
      text: 'select 1 from dialect_credentials stored where stored::text like $1',
      values: [`%${password}%`],
    })
    expect(rows).toEqual([])
  })

  test('that signs in with nothing but a key is told apart by the beginning of the key', async () => {
    const key = 'asat_0123456789abcdef'
    await issueCredential(desk.db, desk, {
      org: kit.org,
      shop: second.id,
      dialect: 'aftership',
      name: nameOfKey(key),
      secret: { api_key: key, hmac_secret: 'hush' },
    })
    const [client] = ok(await clientsFor(desk, owner, second.id))
    expect(client?.name).toBe('asat_0123…')
  })

  test('leaves its making and its end in the audit', async () => {
    const { client } = await make()
    ok(await withdrawClient(desk, owner, shop.id, client.id))
    const log = ok(await auditFor(desk, owner, { subject: client.id, limit: 5 }))
    expect(log.rows).toMatchObject([
      { what: 'client.revoked', detail: { dialect: 'shopflix', name: client.name, shop: shop.id } },
      { what: 'client.created', detail: { dialect: 'shopflix', name: client.name, shop: shop.id } },
    ])
  })
})

describe('a client that is revoked', () => {
  test('is known no more, and that since the first time', async () => {
    const { client } = await make()
    const revoked = ok(await withdrawClient(desk, owner, shop.id, client.id))
    expect(revoked).toEqual({ ...client, revokedAt: desk.now() })
    kit.clock.forward(1)
    expect(ok(await withdrawClient(desk, owner, shop.id, client.id))).toEqual(revoked)
    expect(await findCredential(desk, 'shopflix', client.name)).toBeNull()
    expect(ok(await clientsFor(desk, owner, shop.id))).toContainEqual(revoked)
  })

  test('frees its name for another one, with another secret', async () => {
    const first = await make('again@example.com')
    expect(
      await createClient(desk, owner, shop.id, { dialect: 'shopflix', choices: { username: 'again@example.com' } }),
    ).toMatchObject({
      code: 'invalid',
      detail: { path: 'choices', sentence: expect.stringContaining('called so already') },
    })
    ok(await withdrawClient(desk, owner, shop.id, first.client.id))
    const next = await make('again@example.com')
    expect(next.secret.password).not.toBe(first.secret.password)
    expect(await findCredential(desk, 'shopflix', 'again@example.com')).toMatchObject({ id: next.client.id })
  })
})

describe('nobody gives out clients', () => {
  test('of a platform that is not spoken, or with choices it does not know', async () => {
    expect(await createClient(desk, owner, shop.id, { dialect: 'ebay' })).toMatchObject({
      code: 'invalid',
      detail: { path: 'dialect', sentence: expect.stringContaining('shopflix') },
    })
    expect(
      await createClient(desk, owner, shop.id, { dialect: 'shopflix', choices: { password: 'easy' } }),
    ).toMatchObject({ code: 'invalid', detail: { path: 'choices.password' } })
  })

  test('without the scope', async () => {
    const { client } = await make()
    for (const caller of [kit.as('agent'), kit.as('owner', { scopes: new Set(['shops:read', 'keys:write']) })])
      for (const answer of [
        await createClient(desk, caller, shop.id, { dialect: 'shopflix' }),
        await clientsFor(desk, caller, shop.id),
        await withdrawClient(desk, caller, shop.id, client.id),
      ])
        expect(answer).toMatchObject({ code: 'forbidden', detail: { scope: 'shops:write' } })
  })

  test('for a shop out of reach, be it another’s or another house’s', async () => {
    const { client } = await make()
    const stranger = await kit.stranger()
    for (const [caller, of] of [
      [kit.as('owner', { shops: [second.id] }), shop.id],
      [stranger.as('owner'), shop.id],
      [owner, stranger.shop.id],
      [owner, desk.fresh<typeof shop.id>()],
    ] as const)
      for (const answer of [
        await createClient(desk, caller, of, { dialect: 'shopflix' }),
        await clientsFor(desk, caller, of),
        await withdrawClient(desk, caller, of, client.id),
      ])
        expect(answer).toMatchObject({ code: 'not_found' })
    expect(await withdrawClient(desk, owner, second.id, client.id)).toMatchObject({ code: 'not_found' })
    expect(await findCredential(desk, 'shopflix', client.name)).not.toBeNull()
  })
})
