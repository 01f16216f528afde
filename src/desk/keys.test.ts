import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { ROLES } from '../core/party.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { SCOPES, SCOPES_OF } from './caller.ts'
import { callerOf, createKey, keysOf, withdrawKey } from './keys.ts'
import { auditFor } from './organisation.ts'
import { foundShop, shopFor } from './shops.ts'

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
const make = async (wish: Partial<Parameters<typeof createKey>[2]> = {}) =>
  ok(await createKey(desk, owner, { name: 'Dock', role: 'warehouse', ...wish }))

describe('a key', () => {
  test('opens the door to exactly what it was made for', async () => {
    const { key, secret } = await make({ shops: [shop.id] })
    expect(await callerOf(desk, secret, 'api')).toEqual({
      org: kit.org,
      actor: { role: 'warehouse', id: key.id, name: 'Dock', via: 'api', email: null },
      scopes: new Set(SCOPES_OF.warehouse),
      shops: [shop.id],
      orders: null,
    })
  })

  test('is told once and stored nowhere, neither with the key nor in the audit', async () => {
    const { key, secret } = await make()
    expect(secret).toMatch(/^bh_[\w-]{43}$/)
    expect(JSON.stringify(key)).not.toContain(secret)
    expect(key.hint).toBe(secret.slice(0, 8))
    const { rows: tables } = await query<{ name: string }>(desk.db, {
      text: `select table_name as name from information_schema.tables where table_schema = 'public'`,
    })
    for (const { name } of tables) {
      const { rows } = await query(desk.db, {
        text: `select 1 from ${name} as stored where stored::text like $1`,
        values: [`%${secret.slice(8)}%`],
        prepare: false,
      })
      expect(rows, name).toEqual([])
    }
  })

  test('is not the caller’s to choose', async () => {
    const wish = { name: 'Mine', role: 'agent' as const, secret: 'bh_easy' }
    expect(ok(await createKey(desk, owner, wish)).secret).not.toBe('bh_easy')
  })

  test('opens nothing when it is unknown, withdrawn or over', async () => {
    const { key, secret } = await make({ expiresAt: '2026-03-10T13:00:00.000Z' as Instant })
    expect(await callerOf(desk, `${secret}x`, 'api')).toMatchObject({
      code: 'forbidden',
      detail: { sentence: expect.stringContaining('not known') },
    })
    expect(refused(await callerOf(desk, secret, 'api'))).toBe(false)
    kit.clock.forward(1)
    expect(await callerOf(desk, secret, 'api')).toMatchObject({
      code: 'forbidden',
      detail: { sentence: expect.stringContaining('expired') },
    })
    const withdrawn = ok(await withdrawKey(desk, owner, key.id))
    kit.clock.forward(1)
    expect(ok(await withdrawKey(desk, owner, key.id)).revokedAt).toBe(withdrawn.revokedAt)
    expect(await callerOf(desk, secret, 'api')).toMatchObject({
      code: 'forbidden',
      detail: { sentence: expect.stringContaining('revoked') },
    })
  })

  test('that opened something a moment ago opens nothing once it is withdrawn', async () => {
    const { key, secret } = await make()
    expect(refused(await callerOf(desk, secret, 'api'))).toBe(false)
    await withdrawKey(desk, owner, key.id)
    expect(refused(await callerOf(desk, secret, 'api'))).toBe(true)
  })

  test('leaves its making and its end in the audit', async () => {
    const { key } = await make()
    await withdrawKey(desk, owner, key.id)
    const log = ok(await auditFor(desk, owner, { subject: key.id, limit: 5 }))
    expect(log.rows.map(entry => entry.what)).toEqual(['key.revoked', 'key.created'])
  })
})

describe('scopes', () => {
  test.each(ROLES)('a key of a %s has what the role has, and never more', async role => {
    expect((await make({ role })).key.scopes).toEqual([...SCOPES_OF[role]])
    for (const scope of SCOPES) {
      const answer = await createKey(desk, owner, { name: 'One', role, scopes: [scope] })
      if (SCOPES_OF[role].includes(scope)) expect(ok(answer).key.scopes).toEqual([scope])
      else expect(answer).toMatchObject({ code: 'forbidden', detail: { path: 'scopes' } })
    }
  })

  test('nobody makes a key that may more than its maker', async () => {
    const maker = kit.as('owner', { scopes: new Set(['keys:write', 'returns:read']) })
    expect(
      ok(await createKey(desk, maker, { name: 'Less', role: 'owner', scopes: ['returns:read'] })).key.scopes,
    ).toEqual(['returns:read'])
    expect(await createKey(desk, maker, { name: 'More', role: 'owner', scopes: ['returns:write'] })).toMatchObject({
      code: 'forbidden',
    })
    expect(await createKey(desk, maker, { name: 'All', role: 'owner' })).toMatchObject({ code: 'forbidden' })
  })

  test('making, seeing and withdrawing keys needs the scope', async () => {
    const agent = kit.as('agent')
    const { key } = await make()
    for (const answer of [
      await createKey(desk, agent, { name: 'Mine', role: 'agent' }),
      await keysOf(desk, agent),
      await withdrawKey(desk, agent, key.id),
    ])
      expect(answer).toMatchObject({ code: 'forbidden', detail: { scope: 'keys:write' } })
  })

  test('a role that does not exist is refused', async () => {
    expect(await createKey(desk, owner, { name: 'King', role: 'king' as never })).toMatchObject({
      code: 'invalid',
      detail: { path: 'role' },
    })
  })
})

describe('shops', () => {
  const tied = kit.as('owner', { shops: [shop.id] })

  test('a key tied to a shop makes keys for that shop only', async () => {
    for (const shops of [undefined, null, [shop.id]]) {
      const made = ok(
        await createKey(desk, tied, { name: 'Tied', role: 'agent', ...(shops !== undefined && { shops }) }),
      )
      expect(made.key.shops).toEqual([shop.id])
    }
    expect(await createKey(desk, tied, { name: 'Wide', role: 'agent', shops: [shop.id, second.id] })).toMatchObject({
      code: 'not_found',
    })
  })

  test('a shop of another house is like none', async () => {
    const stranger = await kit.stranger()
    expect(await createKey(desk, owner, { name: 'Theirs', role: 'agent', shops: [stranger.shop.id] })).toMatchObject({
      code: 'not_found',
    })
  })

  test('a key tied to a shop sees and withdraws no keys that reach further', async () => {
    const [wide, other, mine] = [
      (await make()).key,
      (await make({ shops: [second.id] })).key,
      (await make({ shops: [shop.id] })).key,
    ]
    const seen = ok(await keysOf(desk, tied)).map(key => key.id)
    expect(seen).toContain(mine.id)
    for (const key of [wide, other]) {
      expect(seen).not.toContain(key.id)
      expect(await withdrawKey(desk, tied, key.id)).toMatchObject({ code: 'not_found' })
    }
    expect(ok(await keysOf(desk, owner)).find(key => key.id === wide.id)?.revokedAt).toBeNull()
    expect(ok(await withdrawKey(desk, tied, mine.id)).revokedAt).not.toBeNull()
  })

  test('the caller a tied key makes reaches its shop and no other', async () => {
    const { secret } = await make({ role: 'owner', shops: [shop.id] })
    const caller = ok(await callerOf(desk, secret, 'api'))
    expect(await shopFor(desk, caller, shop.id)).toMatchObject({ shop: { id: shop.id } })
    expect(await shopFor(desk, caller, second.id)).toMatchObject({ code: 'not_found' })
  })
})

test('keys of another house are neither listed nor withdrawn', async () => {
  const { key } = await make()
  const stranger = (await kit.stranger()).as('owner')
  expect(await keysOf(desk, stranger)).toEqual([])
  expect(await withdrawKey(desk, stranger, key.id)).toMatchObject({ code: 'not_found' })
})
