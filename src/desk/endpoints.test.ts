import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import type { ShopId } from '../core/ids.ts'
import { ROLES } from '../core/party.ts'
import { NATIVE_TERMS } from '../core/push.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import { findEndpoint } from '../db/endpoints.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { SCOPES_OF } from './caller.ts'
import { issueCredential } from './credentials.ts'
import { deliveryFor, tryEndpoint } from './deliveries.ts'
import {
  changeEndpoint,
  createEndpoint,
  type EndpointWish,
  endpointFor,
  endpointsFor,
  forgetEndpoint,
  rotateSecret,
  switchOff,
  switchOn,
} from './endpoints.ts'
import { auditFor } from './organisation.ts'
import { foundShop } from './shops.ts'
import { signingSecrets } from './signing-secrets.ts'

const kit = await openKit()
const { desk, shop } = kit
const owner = kit.as('owner')
const stranger = await kit.stranger()
const second = await transaction(desk.db, tx =>
  foundShop(tx, desk, kit.org, { name: 'Second', currency: shop.currency }),
)
const tied = kit.as('owner', { shops: [shop.id] })
const NOBODYS = '00000000-0000-7000-8000-000000000000'

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const make = async (wish: Partial<EndpointWish> = {}, caller = owner) =>
  ok(await createEndpoint(desk, caller, { name: 'ERP', url: 'https://erp.example/hooks', ...wish }))
const secretsOf = async (id: string) =>
  signingSecrets(desk, kit.org, id, (await findEndpoint(desk.db, kit.org, id))?.sealed ?? '')
const whsec = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`
const lastNote = async () => ok(await auditFor(desk, owner, { limit: 1 })).rows[0]

describe('an endpoint', () => {
  test('starts switched on, told of everything, with a secret of its own', async () => {
    const made = await make()
    expect(made).toMatchObject({
      version: 1,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      endpoint: { org: kit.org, format: 'native', state: 'on', shops: null, events: null, concurrency: 4, failures: 0 },
    })
    expect(await endpointFor(desk, owner, made.endpoint.id)).toEqual({ endpoint: made.endpoint, version: 1 })
    expect(await secretsOf(made.endpoint.id)).toEqual([made.secret])
    expect(await lastNote()).toMatchObject({
      what: 'webhook.created',
      subject: made.endpoint.id,
      detail: { name: 'ERP', host: 'erp.example', format: 'native' },
    })
  })

  test('keeps its secrets out of every table', async () => {
    const { endpoint, secret } = ok(
      await createEndpoint(desk, owner, { name: 'Quiet', url: 'https://erp.example/' }, { key: 'quiet' }),
    )
    const rotated = ok(await rotateSecret(desk, owner, endpoint.id, {}, { key: 'quieter' }))
    const { rows: tables } = await query<{ name: string }>(desk.db, {
      text: `select table_name as name from information_schema.tables where table_schema = 'public'`,
    })
    for (const { name } of tables)
      for (const told of [secret, rotated.secret]) {
        const { rows } = await query(desk.db, {
          text: `select 1 from ${name} as stored where stored::text like $1`,
          values: [`%${told.slice(6)}%`],
          prepare: false,
        })
        expect(rows, name).toEqual([])
      }
  })

  test('is made once per key, and the answer is the same to the secret', async () => {
    const wish = { name: 'Once', url: 'https://erp.example/once' }
    const first = await createEndpoint(desk, owner, wish, { key: 'once' })
    expect(await createEndpoint(desk, owner, wish, { key: 'once' })).toEqual(first)
    expect(await createEndpoint(desk, owner, { ...wish, name: 'Twice' }, { key: 'once' })).toMatchObject({
      code: 'key_reused',
    })
  })

  test.each([
    [{ url: 'nowhere' }, 'url'],
    [{ url: 'ftp://erp.example/' }, 'url'],
    [{ url: 'https://' }, 'url'],
    [{ url: 'https://maja:secret@erp.example/' }, 'url'],
    [{ url: `https://erp.example/${'x'.repeat(2_000)}` }, 'url'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(121) }, 'name'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ concurrency: 33 }, 'concurrency'],
    [{ concurrency: 1.5 }, 'concurrency'],
    [{ format: 'morse' }, 'format'],
    [{ secret: 'easy' }, 'secret'],
    [{ secret: whsec(23) }, 'secret'],
    [{ secret: whsec(65) }, 'secret'],
    [{ secret: `${whsec(32)}!` }, 'secret'],
  ])('with %o is refused, and told why', async (wish, path) => {
    const before = ok(await endpointsFor(desk, owner)).length
    expect(await createEndpoint(desk, owner, { name: 'ERP', url: 'https://erp.example/', ...wish })).toMatchObject({
      code: 'invalid',
      detail: { path, sentence: expect.stringMatching(/\.$/) },
    })
    expect(ok(await endpointsFor(desk, owner))).toHaveLength(before)
  })

  test.each([24, 64])('may bring a secret of %i bytes along', async bytes => {
    expect((await make({ secret: whsec(bytes) })).secret).toBe(whsec(bytes))
  })

  test('has an address without TLS only where that is allowed, written as the web writes it', async () => {
    const wish = { name: 'Near', url: 'HTTP://Erp.Example:80/a/../hooks#part' }
    expect((await make(wish)).endpoint.url).toBe('http://erp.example/hooks')
    const careful = { ...desk, plainEndpoints: false }
    expect(await createEndpoint(careful, owner, wish)).toMatchObject({ code: 'invalid', detail: { path: 'url' } })
    const { endpoint } = await make()
    expect(await changeEndpoint(careful, owner, endpoint.id, { url: wish.url })).toMatchObject({ code: 'invalid' })
  })

  test('in another language has a secret of another kind', async () => {
    const desks = { ...desk, formats: { ...desk.formats, other: { ...NATIVE_TERMS, secret: 'hex' as const } } }
    const made = ok(await createEndpoint(desks, owner, { name: 'Other', url: 'https://erp.example/', format: 'other' }))
    expect(made.secret).toMatch(/^[0-9a-f]{64}$/)
    const own = { name: 'Own', url: 'https://erp.example/', format: 'other', secret: 'partner-key-1' }
    expect(ok(await createEndpoint(desks, owner, own)).secret).toBe('partner-key-1')
  })

  test('in a platform’s language signs with the secret of its client, else with one that is made', async () => {
    const asked = (more: object) => ({ name: 'Told', url: 'https://erp.example/', format: 'aftership', ...more })
    const { secret: drawn, endpoint } = ok(await createEndpoint(desk, owner, asked({})))
    expect(drawn).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect(endpoint.formatVersion).toBe('2025-07')
    const client = async (shop: ShopId, name: string) =>
      transaction(desk.db, tx =>
        issueCredential(tx, desk, { org: kit.org, shop, dialect: 'aftership', name, secret: { webhook_secret: name } }),
      )
    await client(kit.shop.id, 'of the first shop')
    await client(second.id, 'of the second shop')
    const secretFor = async (more: object) => ok(await createEndpoint(desk, owner, asked(more))).secret
    expect(await secretFor({})).toBe('of the first shop')
    expect(await secretFor({ format: 'aftership_legacy' })).toBe('of the first shop')
    expect(await secretFor({ shops: [second.id] })).toBe('of the second shop')
    expect(await secretFor({ secret: 'brought-along' })).toBe('brought-along')
    expect(await secretFor({ format: 'shopee' })).toMatch(/^[0-9a-f]{64}$/)
    expect(ok(await rotateSecret(desk, owner, endpoint.id)).secret).toBe('of the first shop')
    expect(ok(await rotateSecret(desk, owner, endpoint.id)).secret).not.toBe('of the first shop')
    const { as: asThem } = await kit.stranger()
    expect(ok(await createEndpoint(desk, asThem('owner'), asked({}))).secret).toMatch(/^[A-Za-z0-9+/]{43}=$/)
  })

  test.each([
    ['native', '2025-07', /no versions/],
    ['shopee', '2', /no versions/],
    ['aftership', '2024-07', /2024-10, 2025-01/],
    ['shopline', '20260301', /v20260301/],
  ])('in %s knows no version %s', async (format, formatVersion, sentence) => {
    const wish = { name: 'Told', url: 'https://erp.example/', format, formatVersion }
    const refusal = { code: 'invalid', detail: { path: 'format_version', sentence: expect.stringMatching(sentence) } }
    expect(await createEndpoint(desk, owner, wish)).toMatchObject(refusal)
    const made = ok(await createEndpoint(desk, owner, { ...wish, formatVersion: null }))
    expect(await changeEndpoint(desk, owner, made.endpoint.id, { formatVersion })).toMatchObject(refusal)
  })

  test('is one of fifty at most', async () => {
    const { as: asThem } = await kit.stranger()
    const them = asThem('owner')
    for (let made = 0; made < 50; made++) await make({ name: `Number ${made}` }, them)
    expect(await createEndpoint(desk, them, { name: 'One more', url: 'https://erp.example/' })).toMatchObject({
      code: 'limit_exceeded',
    })
    expect(ok(await endpointsFor(desk, them)).map(({ endpoint }) => endpoint.name)[49]).toBe('Number 49')
  })
})

describe('changing an endpoint', () => {
  test('changes what is named, and nobody is overwritten', async () => {
    const { endpoint } = await make({ events: ['payout.*'] })
    const changed = ok(
      await changeEndpoint(desk, owner, endpoint.id, { name: 'Books', shops: [second.id] }, { expectedVersion: 1 }),
    )
    expect(changed).toMatchObject({ version: 2, endpoint: { name: 'Books', shops: [second.id], events: ['payout.*'] } })
    expect(await lastNote()).toMatchObject({ what: 'webhook.changed', detail: { members: ['name', 'shops'] } })
    expect(await changeEndpoint(desk, owner, endpoint.id, { name: 'Late' }, { expectedVersion: 1 })).toMatchObject({
      code: 'stale_version',
      detail: { version: 2 },
    })
    expect(await changeEndpoint(desk, owner, endpoint.id, { url: 'gopher://x' })).toMatchObject({ code: 'invalid' })
    expect(await endpointFor(desk, owner, endpoint.id)).toMatchObject({ version: 2, endpoint: { name: 'Books' } })
  })

  test('switches it off with a reason and on with a clean record', async () => {
    const { endpoint } = await make()
    const waiting = ok(await tryEndpoint(desk, owner, endpoint.id))
    await query(desk.db, {
      text: `update deliveries set next_at = '2027-01-01T00:00:00Z' where id = $1`,
      values: [waiting.id],
    })
    await query(desk.db, {
      text: `update endpoints set failures = 7, failing_since = '2026-03-01T00:00:00Z' where id = $1`,
      values: [endpoint.id],
    })
    expect(ok(await switchOff(desk, owner, endpoint.id)).endpoint).toMatchObject({
      state: 'off',
      why: 'Switched off by The owner.',
      failures: 7,
    })
    expect(ok(await switchOff(desk, owner, endpoint.id, 'Moving.')).endpoint.why).toBe('Moving.')
    expect(await tryEndpoint(desk, owner, endpoint.id)).toMatchObject({ code: 'not_open' })
    expect(ok(await deliveryFor(desk, owner, endpoint.id, waiting.id)).delivery).toMatchObject({ state: 'waiting' })
    const on = ok(await switchOn(desk, owner, endpoint.id))
    expect(on).toMatchObject({ version: 4, endpoint: { state: 'on', why: null, failures: 0, failingSince: null } })
    expect(await endpointFor(desk, owner, endpoint.id)).toEqual(on)
    expect(ok(await deliveryFor(desk, owner, endpoint.id, waiting.id)).delivery).toMatchObject({
      state: 'waiting',
      nextAt: desk.now(),
    })
  })

  test('forgets it with everything that was sent to it', async () => {
    const { endpoint } = await make({ name: 'Short-lived' })
    const trial = ok(await tryEndpoint(desk, owner, endpoint.id))
    expect(await forgetEndpoint(desk, owner, endpoint.id, { expectedVersion: 7 })).toMatchObject({
      code: 'stale_version',
    })
    const gone = await forgetEndpoint(desk, owner, endpoint.id, { key: 'gone' })
    expect(gone).toMatchObject({ endpoint: { name: 'Short-lived' } })
    expect(await endpointFor(desk, owner, endpoint.id)).toMatchObject({ code: 'not_found' })
    const { rows } = await query(desk.db, { text: 'select 1 from deliveries where id = $1', values: [trial.id] })
    expect(rows).toEqual([])
    expect(await forgetEndpoint(desk, owner, endpoint.id, { key: 'gone' })).toEqual(gone)
    expect(await forgetEndpoint(desk, owner, endpoint.id)).toMatchObject({ code: 'not_found' })
  })
})

describe('a new secret', () => {
  test('signs beside the old one until the grace is over', async () => {
    const { endpoint, secret } = await make()
    const rotated = ok(await rotateSecret(desk, owner, endpoint.id, { graceHours: 2 }))
    expect(rotated).toMatchObject({ version: 2, previousSecretUntil: '2026-03-10T14:00:00.000Z' })
    expect(await secretsOf(endpoint.id)).toEqual([rotated.secret, secret])
    kit.clock.forward(1)
    const again = ok(await rotateSecret(desk, owner, endpoint.id, { secret: whsec(32) }))
    expect(await secretsOf(endpoint.id)).toEqual([whsec(32), rotated.secret, secret])
    kit.clock.forward(1)
    expect(await secretsOf(endpoint.id)).toEqual([whsec(32), rotated.secret])
    kit.clock.forward(23)
    expect(await secretsOf(endpoint.id)).toEqual([again.secret])
    expect(await lastNote()).toMatchObject({ what: 'webhook.rotated', detail: { grace_hours: 24 } })
  })

  test('without grace signs alone at once', async () => {
    const { endpoint } = await make()
    ok(await rotateSecret(desk, owner, endpoint.id, { graceHours: 168 }))
    const rotated = ok(await rotateSecret(desk, owner, endpoint.id, { graceHours: 0 }))
    expect(rotated.previousSecretUntil).toBeNull()
    expect(await secretsOf(endpoint.id)).toEqual([rotated.secret])
  })

  test('never comes with more than four others', async () => {
    const { endpoint } = await make()
    for (let times = 0; times < 8; times++) ok(await rotateSecret(desk, owner, endpoint.id))
    expect(await secretsOf(endpoint.id)).toHaveLength(5)
  })

  test('is given once per key, must fit, and rests on a version', async () => {
    const { endpoint } = await make()
    const first = await rotateSecret(desk, owner, endpoint.id, {}, { key: 'turn', expectedVersion: 1 })
    expect(await rotateSecret(desk, owner, endpoint.id, {}, { key: 'turn', expectedVersion: 1 })).toEqual(first)
    expect(await rotateSecret(desk, owner, endpoint.id, {}, { expectedVersion: 1 })).toMatchObject({
      code: 'stale_version',
    })
    expect(await rotateSecret(desk, owner, endpoint.id, { secret: 'easy' })).toMatchObject({
      code: 'invalid',
      detail: { path: 'secret' },
    })
  })
})

describe('endpoints are only for those', () => {
  test.each(ROLES)('with the scope: %s', async role => {
    const { endpoint } = await make()
    const caller = kit.as(role)
    const reads = SCOPES_OF[role].includes('webhooks:read')
    const writes = SCOPES_OF[role].includes('webhooks:write')
    expect([role, reads, writes]).toEqual([role, ['owner', 'agent'].includes(role), role === 'owner'])
    const read = [await endpointsFor(desk, caller), await endpointFor(desk, caller, endpoint.id)]
    const write = [
      await createEndpoint(desk, caller, { name: 'Mine', url: 'https://erp.example/' }),
      await changeEndpoint(desk, caller, endpoint.id, { name: 'Mine' }),
      await switchOff(desk, caller, endpoint.id),
      await switchOn(desk, caller, endpoint.id),
      await rotateSecret(desk, caller, endpoint.id),
      await tryEndpoint(desk, caller, endpoint.id),
      await forgetEndpoint(desk, caller, endpoint.id),
    ]
    expect(read.map(answer => (refused(answer) ? answer.code : 'yes'))).toEqual(
      read.map(() => (reads ? 'yes' : 'forbidden')),
    )
    expect(write.map(answer => (refused(answer) ? answer.code : 'yes'))).toEqual(
      write.map(() => (writes ? 'yes' : 'forbidden')),
    )
  })

  test('of the same organisation', async () => {
    const { endpoint } = await make()
    const them = stranger.as('owner')
    for (const answer of [
      await endpointFor(desk, them, endpoint.id),
      await changeEndpoint(desk, them, endpoint.id, { name: 'Mine' }),
      await switchOff(desk, them, endpoint.id),
      await rotateSecret(desk, them, endpoint.id),
      await tryEndpoint(desk, them, endpoint.id),
      await forgetEndpoint(desk, them, endpoint.id),
      await createEndpoint(desk, them, { name: 'Mine', url: 'https://erp.example/', shops: [shop.id] }),
    ])
      expect(answer).toMatchObject({ code: 'not_found' })
    expect(await endpointsFor(desk, them)).toEqual([])
    expect(await endpointFor(desk, owner, NOBODYS)).toMatchObject({ code: 'not_found' })
  })

  test('who reach all shops it is told of', async () => {
    const whole = await make({ name: 'All shops' })
    const other = await make({ name: 'Other shop', shops: [second.id] })
    const both = await make({ name: 'Both', shops: [shop.id, second.id] })
    const mine = await make({ name: 'Mine' }, tied)
    expect(mine.endpoint.shops).toEqual([shop.id])
    for (const { endpoint } of [whole, other, both]) {
      expect(await endpointFor(desk, tied, endpoint.id)).toMatchObject({ code: 'not_found' })
      expect(await changeEndpoint(desk, tied, endpoint.id, { shops: [shop.id] })).toMatchObject({ code: 'not_found' })
      expect(await forgetEndpoint(desk, tied, endpoint.id)).toMatchObject({ code: 'not_found' })
    }
    expect(ok(await endpointsFor(desk, tied)).map(({ endpoint }) => endpoint.name)).toEqual(['Mine'])
    expect(await changeEndpoint(desk, tied, mine.endpoint.id, { shops: [second.id] })).toMatchObject({
      code: 'not_found',
    })
    expect(ok(await changeEndpoint(desk, tied, mine.endpoint.id, { shops: null })).endpoint.shops).toEqual([shop.id])
    expect(
      await createEndpoint(desk, tied, { name: 'x', url: 'https://x.example', shops: [NOBODYS as ShopId] }),
    ).toMatchObject({ code: 'not_found' })
  })

  test('who are not tied to orders', async () => {
    const { endpoint } = await make()
    expect(await endpointFor(desk, kit.as('owner', { orders: [] }), endpoint.id)).toMatchObject({ code: 'not_found' })
  })
})
