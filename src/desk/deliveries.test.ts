import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { ROLES } from '../core/party.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { type Instant, instantOf } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { SCOPES_OF } from './caller.ts'
import {
  type DeliveryState,
  type DeliveryWish,
  deliveriesFor,
  deliveryFor,
  type Replayed,
  type ReplayPlace,
  type ReplayWish,
  replay,
  sendAgain,
  tryEndpoint,
} from './deliveries.ts'
import { createEndpoint, type EndpointWish, switchOff } from './endpoints.ts'
import { history } from './look.ts'
import { auditFor } from './organisation.ts'
import { foundShop } from './shops.ts'

const kit = await openKit()
const { desk, shop } = kit
const owner = kit.as('owner')
const stranger = await kit.stranger()
const second = await transaction(desk.db, tx =>
  foundShop(tx, desk, kit.org, { name: 'Second', currency: shop.currency }),
)
const NOBODYS = '00000000-0000-7000-8000-000000000000'

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const make = async (wish: Partial<EndpointWish> = {}, caller = owner) =>
  ok(await createEndpoint(desk, caller, { name: 'ERP', url: 'https://erp.example/hooks', ...wish })).endpoint
const logOf = async (endpoint: string, wish: DeliveryWish = {}) =>
  ok(await deliveriesFor(desk, owner, { endpoints: [endpoint], limit: 100, ...wish })).rows
/** What the deliverer would write. */
const becomes = async (id: string, state: DeliveryState) =>
  query(desk.db, {
    text: `update deliveries set state = $2::text, attempts = 3, finished_at = case when $2::text in ('waiting', 'taken') then null else now() end where id = $1`,
    values: [id, state],
  })
/** An hour in which one return is filed and approved. */
const hourOfWork = async (): Promise<{
  ret: Return
  since: Instant
  until: Instant
  events: { id: string; type: string }[]
}> => {
  kit.clock.forward(1)
  const since = desk.now()
  const ret = await kit.file(await kit.order(), 1)
  await kit.act(ret, { verb: 'approve' })
  kit.clock.forward(1)
  return { ret, since, until: desk.now(), events: ok(await history(desk, owner, ret.id)) }
}

describe('a trial', () => {
  test('is put on the way at once and tells of no return', async () => {
    const { id } = await make()
    const trial = ok(await tryEndpoint(desk, owner, id))
    expect(trial).toMatchObject({
      endpoint: id,
      ret: null,
      sequence: null,
      type: 'webhook.trial',
      state: 'waiting',
      attempts: 0,
      nextAt: desk.now(),
      isReplay: false,
    })
    expect(await deliveryFor(desk, owner, id, trial.id)).toEqual({ delivery: trial, log: [] })
    const first = await tryEndpoint(desk, owner, id, { key: 'try' })
    expect(await tryEndpoint(desk, owner, id, { key: 'try' })).toEqual(first)
  })
})

describe('the log', () => {
  test('is read page by page, the newest first', async () => {
    const { id } = await make()
    const { id: other } = await make()
    const made: string[] = []
    for (let count = 0; count < 5; count++) {
      made.unshift(ok(await tryEndpoint(desk, owner, count % 2 ? other : id)).id)
      if (count % 2) kit.clock.forward(1)
    }
    const seen: string[] = []
    let after: { at: Instant; id: string } | undefined
    do {
      const page = ok(await deliveriesFor(desk, owner, { endpoints: [id, other], limit: 2, ...(after && { after }) }))
      seen.push(...page.rows.map(row => row.id))
      after = page.next ?? undefined
    } while (after)
    expect(seen).toEqual(made)
  })

  test('is found by state, type, return and time', async () => {
    const { id } = await make()
    const { ret, since } = await hourOfWork()
    const trial = ok(await tryEndpoint(desk, owner, id))
    kit.clock.forward(1)
    const between = desk.now()
    ok(await replay(desk, owner, id, { since }))
    await becomes(trial.id, 'dead')
    const types = async (wish: DeliveryWish) => new Set((await logOf(id, wish)).map(({ type }) => type))
    expect(await types({ states: ['dead'] })).toEqual(new Set(['webhook.trial']))
    expect(await types({ states: ['done', 'dropped'] })).toEqual(new Set())
    expect(await types({ types: ['request.approved'] })).toEqual(new Set(['request.approved']))
    expect(await types({ ret: ret.id, types: ['webhook.trial'] })).toEqual(new Set())
    expect((await types({ ret: ret.id })).size).toBeGreaterThan(2)
    expect(await types({ before: between })).toEqual(new Set(['webhook.trial']))
    expect([...(await types({ from: between }))]).not.toContain('webhook.trial')
  })

  test('tells of every try', async () => {
    const { id } = await make()
    const { id: delivery } = ok(await tryEndpoint(desk, owner, id))
    await query(desk.db, {
      text: `insert into attempts (org_id, delivery_id, attempt, at, status, latency_ms, error, answer)
        values ($1, $2, 2, '2026-03-10T12:00:09Z', 204, 12, null, ''), ($1, $2, 1, '2026-03-10T12:00:01Z', null, 10000, 'No answer.', null)`,
      values: [kit.org, delivery],
    })
    expect(ok(await deliveryFor(desk, owner, id, delivery)).log).toEqual([
      {
        attempt: 1,
        at: '2026-03-10T12:00:01.000Z',
        status: null,
        latencyMs: 10_000,
        error: 'No answer.',
        answer: null,
      },
      { attempt: 2, at: '2026-03-10T12:00:09.000Z', status: 204, latencyMs: 12, error: null, answer: '' },
    ])
  })

  test('is only for those who see the endpoint', async () => {
    const { id } = await make()
    const { id: delivery } = ok(await tryEndpoint(desk, owner, id))
    const { id: elsewhere } = await make()
    for (const caller of [
      stranger.as('owner'),
      kit.as('owner', { shops: [shop.id] }),
      kit.as('owner', { orders: [] }),
    ]) {
      expect(ok(await deliveriesFor(desk, caller, { endpoints: [id] })).rows).toEqual([])
      expect(ok(await deliveriesFor(desk, caller, {})).rows).toEqual([])
      expect(await deliveryFor(desk, caller, id, delivery)).toMatchObject({ code: 'not_found' })
      expect(await sendAgain(desk, caller, id, delivery)).toMatchObject({ code: 'not_found' })
      expect(await replay(desk, caller, id, { since: desk.now() })).toMatchObject({ code: 'not_found' })
    }
    expect(await deliveryFor(desk, owner, elsewhere, delivery)).toMatchObject({ code: 'not_found' })
    expect(await sendAgain(desk, owner, elsewhere, delivery)).toMatchObject({ code: 'not_found' })
    expect(await deliveryFor(desk, owner, id, NOBODYS)).toMatchObject({ code: 'not_found' })
  })

  test.each(ROLES)('is read and added to by scope: %s', async role => {
    const { id } = await make()
    const { id: delivery } = ok(await tryEndpoint(desk, owner, id))
    await becomes(delivery, 'dead')
    const caller = kit.as(role)
    const outcome = (answer: unknown) => (refused(answer) ? answer.code : 'yes')
    const expected = (scope: 'webhooks:read' | 'webhooks:write') =>
      SCOPES_OF[role].includes(scope) ? 'yes' : 'forbidden'
    expect(outcome(await deliveriesFor(desk, caller, {}))).toBe(expected('webhooks:read'))
    expect(outcome(await deliveryFor(desk, caller, id, delivery))).toBe(expected('webhooks:read'))
    expect(outcome(await sendAgain(desk, caller, id, delivery))).toBe(expected('webhooks:write'))
    expect(outcome(await replay(desk, caller, id, { since: '2026-03-01T00:00:00.000Z' as Instant }))).toBe(
      expected('webhooks:write'),
    )
  })
})

describe('one message', () => {
  test.each(['done', 'dead', 'dropped'] as const)('that is %s is sent once more beside the first time', async state => {
    const { id } = await make()
    const trial = ok(await tryEndpoint(desk, owner, id))
    await becomes(trial.id, state)
    kit.clock.forward(1)
    const { delivery, isNew } = ok(await sendAgain(desk, owner, id, trial.id))
    expect(isNew).toBe(true)
    expect(delivery).toMatchObject({
      event: trial.event,
      type: trial.type,
      at: trial.at,
      state: 'waiting',
      attempts: 0,
      isReplay: true,
      createdAt: desk.now(),
    })
    expect(await logOf(id)).toMatchObject([{ id: delivery.id }, { id: trial.id, state, attempts: 3 }])
  })

  test('that waits for its next attempt waits no longer, nor does what must go before it', async () => {
    const { id } = await make()
    const { ret, since } = await hourOfWork()
    ok(await replay(desk, owner, id, { since }))
    const later = instantOf(Date.parse(desk.now()) + 300_000)
    await query(desk.db, { text: 'update deliveries set next_at = $2 where endpoint_id = $1', values: [id, later] })
    const [last, ...before] = (await logOf(id, { ret: ret.id })).toSorted(
      (a, b) => (b.sequence ?? 0) - (a.sequence ?? 0),
    )
    const middle = before[0]
    const { delivery, isNew } = ok(await sendAgain(desk, owner, id, middle?.id ?? ''))
    expect([delivery.id, delivery.nextAt, isNew]).toEqual([middle?.id, desk.now(), false])
    for (const { id: one } of before)
      expect(ok(await deliveryFor(desk, owner, id, one)).delivery.nextAt).toBe(desk.now())
    expect(ok(await deliveryFor(desk, owner, id, last?.id ?? '')).delivery.nextAt).toBe(later)
    expect(ok(await auditFor(desk, owner, { limit: 1 })).rows).toMatchObject([{ what: 'webhook.hurried' }])
  })

  test('that is being sent is left alone', async () => {
    const { id } = await make()
    const trial = ok(await tryEndpoint(desk, owner, id))
    await becomes(trial.id, 'taken')
    expect(await sendAgain(desk, owner, id, trial.id)).toMatchObject({ code: 'not_open' })
  })

  test('is sent once more once per key', async () => {
    const { id } = await make()
    const trial = ok(await tryEndpoint(desk, owner, id))
    await becomes(trial.id, 'dead')
    const first = await sendAgain(desk, owner, id, trial.id, { key: 'again' })
    expect(await sendAgain(desk, owner, id, trial.id, { key: 'again' })).toEqual(first)
    expect(await logOf(id)).toHaveLength(2)
  })
})

describe('a replay', () => {
  test('puts what happened in a time on the way, in order', async () => {
    const { id } = await make()
    await hourOfWork()
    const { ret, since, until, events } = await hourOfWork()
    await hourOfWork()
    const told = ok(await replay(desk, owner, id, { since, until }))
    expect(told).toEqual({ queued: events.length, remaining: 0, until, next: null })
    const rows = (await logOf(id)).toReversed()
    expect(rows.map(row => [row.event, row.type, row.sequence])).toEqual(
      events.map((event, place) => [event.id, event.type, place + 1]),
    )
    expect(rows.every(row => row.ret === ret.id && row.isReplay && row.state === 'waiting')).toBe(true)
    expect(ok(await auditFor(desk, owner, { limit: 1 })).rows).toMatchObject([
      { what: 'webhook.replayed', subject: id, detail: { since, until, types: null, queued: events.length } },
    ])
  })

  test('tells an endpoint only what it is told of, and of that what was asked for', async () => {
    const { since, events } = await hourOfWork()
    const queued = async (wish: Partial<EndpointWish>, asked: Partial<ReplayWish> = {}) =>
      ok(await replay(desk, owner, (await make(wish)).id, { since, ...asked })).queued
    const ofType = (start: string) => events.filter(({ type }) => type.startsWith(start)).length
    expect(await queued({})).toBe(events.length)
    expect(await queued({ events: ['request.*'] })).toBe(ofType('request.'))
    expect(await queued({ events: ['request.approved'] })).toBe(1)
    expect(await queued({}, { types: ['units.*', 'return.submitted'] })).toBe(ofType('units.') + 1)
    expect(await queued({ events: ['request.*'] }, { types: ['units.*'] })).toBe(0)
    expect(await queued({ shops: [second.id] })).toBe(0)
    expect(await queued({ shops: [shop.id] })).toBe(events.length)
  })

  test('knows no events of other organisations', async () => {
    const { since } = await hourOfWork()
    const them = stranger.as('owner')
    expect(ok(await replay(desk, them, (await make({}, them)).id, { since })).queued).toBe(0)
  })

  test('comes in pages that leave nothing out and tell nothing twice', async () => {
    const { id } = await make()
    const { ret, since } = await hourOfWork()
    // A log as long as a busy week, at moments that several events share.
    await query(desk.db, {
      text: `insert into return_events (org_id, return_id, sequence, id, type, at, body)
        select $1, $2, 1000 + n, gen_random_uuid(), 'note.written', $3::timestamptz + n / 100 * interval '1 millisecond', '{}' from generate_series(1, 5500) n`,
      values: [kit.org, ret.id, since],
    })
    const { rows } = await query<{ count: number }>(desk.db, {
      text: 'select count(*) from return_events where org_id = $1 and at >= $2',
      values: [kit.org, since],
    })
    const all = rows[0]?.count ?? 0
    const answers: number[][] = []
    let after: ReplayPlace | null = null
    do {
      const told: Replayed = ok(await replay(desk, owner, id, { since, until: desk.now(), after }))
      answers.push([told.queued, told.remaining])
      after = told.next
    } while (after)
    expect(answers).toEqual([
      [5_000, all - 5_000],
      [all - 5_000, 0],
    ])
    const { rows: told } = await query<{ count: number; distinct: number }>(desk.db, {
      text: 'select count(*), count(distinct event_id) as distinct from deliveries where endpoint_id = $1',
      values: [id],
    })
    expect(told).toEqual([{ count: all, distinct: all }])
  })

  test('of more than a hundred thousand events is refused, and nothing is put on the way', {
    timeout: 60_000,
  }, async () => {
    const { id } = await make()
    const { ret, since } = await hourOfWork()
    await query(desk.db, {
      text: `insert into return_events (org_id, return_id, sequence, id, type, at, body)
        select $1, $2, 1000 + n, gen_random_uuid(), 'note.written', $3::timestamptz, '{}' from generate_series(1, 100001) n`,
      values: [kit.org, ret.id, since],
    })
    expect(await replay(desk, owner, id, { since })).toMatchObject({ code: 'invalid', detail: { path: 'since' } })
    expect(await logOf(id)).toEqual([])
    expect(ok(await replay(desk, owner, id, { since, types: ['request.*'] })).queued).toBe(1)
  })

  test('of a time that ends before it begins, or to an endpoint that is off, is refused', async () => {
    const { id } = await make()
    const since = desk.now()
    kit.clock.forward(1)
    expect(await replay(desk, owner, id, { since: desk.now(), until: since })).toMatchObject({
      code: 'invalid',
      detail: { path: 'until' },
    })
    ok(await switchOff(desk, owner, id))
    expect(await replay(desk, owner, id, { since })).toMatchObject({ code: 'not_open' })
  })

  test('is done once per key', async () => {
    const { id } = await make()
    const { since, events } = await hourOfWork()
    const first = await replay(desk, owner, id, { since }, { key: 'replay' })
    expect(await replay(desk, owner, id, { since }, { key: 'replay' })).toEqual(first)
    expect(await logOf(id)).toHaveLength(events.length)
  })
})
