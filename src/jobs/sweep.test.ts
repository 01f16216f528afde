import { beforeEach, describe, expect, test } from 'vitest'
import { eur } from '../../test/kit/cast.ts'
import { openKit } from '../../test/kit/desk.ts'
import type { OrgId, RuleId } from '../core/ids.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import type { EventType, Recorded } from '../core/return/events.ts'
import type { DueKind, Return } from '../core/return/return.ts'
import { causeOf } from '../core/return/sweeping.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { eventsOf } from '../db/return-events.ts'
import { orgsToSweep } from '../db/sweeps.ts'
import { act } from '../desk/act.ts'
import { findOne } from '../desk/look.ts'
import { activatePolicy, draftPolicy } from '../desk/policies.ts'
import type { Log } from './log.ts'
import { sweepOrg } from './sweep.ts'

const kit = await openKit({ compensation: true })
const { desk, clock, org } = kit

const said: string[] = []
const log: Log = {
  info: () => {},
  warn: (_facts, sentence) => said.push(sentence),
  error: (_facts, sentence) => said.push(sentence),
}

const photos = {
  id: 'photos' as RuleId,
  name: 'Photos',
  when: { fact: 'sku' as const, is: { in: ['VASE'] } },
  then: [{ require: 'photo' as const }],
  priority: 0,
}
const draft = must(await draftPolicy(desk, kit.as('owner'), kit.shop.id, { name: 'Vases', rules: [photos] }))
must(await activatePolicy(desk, kit.as('owner'), kit.shop.id, draft.id, null))

/** Sweeps until nothing is left; a loop that finds no end is a loop that would never end. */
async function sweep(of: OrgId = org): Promise<number> {
  for (let round = 0, all = 0; round < 50; round++) {
    const { done } = await sweepOrg(desk, of, { log })
    if (done === 0) return all
    all += done
  }
  throw new Error('The sweep goes round and round.')
}

async function now(ret: Return): Promise<Return> {
  const seen = await findOne(desk, kit.as('owner'), ret.id)
  if (refused(seen)) throw new Error(seen.code)
  return seen.ret
}

const logOf = (ret: Return): Promise<Recorded[]> => eventsOf(desk.db, org, ret.id)
const typesOf = async (ret: Return, after = 0): Promise<EventType[]> =>
  (await logOf(ret)).slice(after).map(event => event.type)
const sweepAt = async (ret: Return): Promise<Instant | null> =>
  (
    await query<{ sweep_at: Instant | null }>(desk.db, {
      text: 'select sweep_at from returns where id = $1',
      values: [ret.id],
    })
  ).rows[0]?.sweep_at ?? null

/** Moves the clock to a moment, backwards too. */
const at = (moment: Instant): void => {
  clock.now = moment
}
const justBefore = (moment: Instant): Instant => instantOf(epochMs(moment) - 1)
const dueOf = (ret: Return, kind: DueKind): Instant => ret.due[kind] ?? ('' as Instant)

const filed = async (): Promise<Return> => kit.file(await kit.order(), 1)
const approved = async (): Promise<Return> => (await kit.act(await filed(), { verb: 'approve' })).ret
const kept = async (): Promise<Return> => (await kit.act(await filed(), { verb: 'approve', handling: 'keep' })).ret
const offered = async (by: 'agent' | 'shopper'): Promise<Return> =>
  (await kit.act(await filed(), { verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } }, by)).ret

/** How each deadline's end is reached, and what is to happen by itself then. */
const ENDS: { kind: DueKind; story: () => Promise<Return>; gives: EventType[] }[] = [
  { kind: 'answer', story: filed, gives: ['due.passed'] },
  { kind: 'offer', story: () => offered('agent'), gives: ['offer.lapsed'] },
  { kind: 'photos', story: withoutPhotos, gives: ['request.cancelled', 'units.freed'] },
  { kind: 'ship', story: approved, gives: ['request.expired', 'units.freed'] },
  { kind: 'inspect', story: arrived, gives: ['payout.granted', 'compensation.opened', 'payout.ordered'] },
  { kind: 'evidence', story: disputed, gives: ['evidence.missed', 'dispute.examined'] },
  { kind: 'verdict', story: judging, gives: ['due.passed'] },
  { kind: 'claim', story: entitled, gives: ['claim.lapsed'] },
  { kind: 'goods', story: paidEarly, gives: ['due.passed'] },
  { kind: 'payout', story: kept, gives: ['due.passed'] },
  { kind: 'arrival', story: underWay, gives: ['due.passed'] },
]

async function arrived(): Promise<Return> {
  const ret = await approved()
  return (await kit.act(ret, receipt(ret), 'warehouse')).ret
}
const receipt = (ret: Return): Command => ({
  verb: 'receive',
  key: 'r1',
  source: 'dock',
  lines: [{ item: ret.items[0]!.id, quantity: 1 }],
})

async function disputed(): Promise<Return> {
  return (await kit.act(await filed(), { verb: 'dispute', reason: 'objection', text: 'Worn.' })).ret
}
async function judging(): Promise<Return> {
  const ret = await disputed()
  await kit.act(ret, { verb: 'prove', media: [], text: 'See the lining.' })
  return (await kit.act(ret, { verb: 'examine' }, 'arbiter')).ret
}
async function entitled(): Promise<Return> {
  return (await kit.act(await kept(), { verb: 'entitle', outcome: 'pending_request' }, 'arbiter')).ret
}
async function paidEarly(): Promise<Return> {
  const ret = await approved()
  return (await kit.act(ret, { verb: 'settle_elsewhere', reference: 'BANK-1', why: 'Asked by phone.' }, 'owner')).ret
}
async function underWay(): Promise<Return> {
  const ret = await approved()
  const shipped = await kit.act(ret, { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: `T-${ret.number}` })
  const shipment = shipped.ret.shipments[0]!.id
  return (
    await kit.act(ret, { verb: 'track', shipment, checkpoint: { at: clock.now, kind: 'moving', text: '' } }, 'carrier')
  ).ret
}

/** Of this article the shop wants to see photos. */
const SEEN = { externalId: 'l1', title: 'Vase', sku: 'VASE', quantity: 2, unitPrice: { amountMinor: 5_000 } }
async function withoutPhotos(): Promise<Return> {
  return kit.file(await kit.order({ lines: [SEEN] }), 1)
}

function must<T extends object>(answer: T | Refusal): T {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}

/** Every test has the clock’s hand to itself. */
beforeEach(() => query(desk.db, { text: 'update returns set sweep_at = null' }))

describe('what happens by itself', () => {
  for (const { kind, story, gives } of ENDS)
    test(`${kind}: at its moment, not before, once, and the log says why`, async () => {
      const ret = await story()
      const until = dueOf(ret, kind)
      at(justBefore(until))
      await sweep()
      const before = await now(ret)
      expect(before.noticed?.[kind]?.passed).toBeUndefined()
      expect((await typesOf(ret, ret.version)).filter(type => !type.startsWith('due.'))).toEqual([])
      at(until)
      expect(await sweep()).toBe(1)
      expect(await typesOf(ret, before.version)).toEqual(gives)
      for (const event of (await logOf(ret)).slice(before.version))
        expect(event).toMatchObject({ at: until, cause: causeOf({ kind, until }), by: { role: 'system', via: 'job' } })
      expect(await sweep()).toBe(0)
      expect((await now(ret)).version).toBe(before.version + gives.length)
    })

  test('a reminder comes once before the end, and again when the end is moved', async () => {
    const ret = await approved()
    at(instantOf(epochMs(dueOf(ret, 'ship')) - 72 * 3_600_000))
    await sweep()
    expect(await typesOf(ret, ret.version)).toEqual(['due.neared'])
    await sweep()
    const to = instantOf(epochMs(clock.now) + 30 * 24 * 3_600_000)
    const moved = (await kit.act(ret, { verb: 'extend', kind: 'ship', to, why: 'On holiday.' })).ret
    expect(await sweepAt(ret)).toBe(instantOf(epochMs(to) - 72 * 3_600_000))
    at(instantOf(epochMs(to) - 1))
    await sweep()
    expect(await typesOf(ret, moved.version)).toEqual(['due.neared'])
  })

  test('a week switched off: every end is made up for in order, judged on what the one before left, and nobody is reminded of the past', async () => {
    const ret = await offered('agent')
    const ship = await approved()
    at(instantOf(epochMs(dueOf(ship, 'ship')) + 7 * 24 * 3_600_000))
    const woke = clock.now
    await sweep()
    expect(await typesOf(ret, ret.version)).toEqual(['offer.lapsed'])
    expect(await typesOf(ship, ship.version)).toEqual(['request.expired', 'units.freed'])
    const after = await now(ret)
    expect([after.updatedAt, after.due.answer]).toEqual([woke, instantOf(epochMs(woke) + 48 * 3_600_000)])
    expect((await logOf(ret)).at(-1)?.cause).toBe(causeOf({ kind: 'offer', until: dueOf(ret, 'offer') }))
  })

  test('a setting that is gone makes no noise: the return is looked at and put off to its end', async () => {
    const ret = await approved()
    await query(desk.db, { text: 'update returns set sweep_at = $2 where id = $1', values: [ret.id, clock.now] })
    await sweep()
    expect(await typesOf(ret, ret.version)).toEqual([])
    expect(await sweepAt(ret)).toBe(instantOf(epochMs(dueOf(ret, 'ship')) - 72 * 3_600_000))
  })
})

describe('many at once', () => {
  test('T39 ten sweepers on twenty returns: every end comes once', async () => {
    const returns = await Promise.all(Array.from({ length: 20 }, approved))
    at(dueOf(returns[0] as Return, 'ship'))
    await Promise.all(Array.from({ length: 10 }, () => sweepOrg(desk, org, { log })))
    await sweep()
    for (const ret of returns) expect(await typesOf(ret, ret.version)).toEqual(['request.expired', 'units.freed'])
  })

  test('T40 a shopper who answers at the very moment the offer ends: one of the two wins, and the other finds it so', async () => {
    const returns = await Promise.all(Array.from({ length: 8 }, () => offered('agent')))
    at(dueOf(returns[0] as Return, 'offer'))
    const [, ...answers] = await Promise.all([
      sweepOrg(desk, org, { log }),
      ...returns.map(ret =>
        act(desk, kit.as('shopper'), { ret: ret.id }, [{ verb: 'accept', offer: ret.offers[0]!.id }]),
      ),
    ])
    await sweep()
    for (const [place, ret] of returns.entries()) {
      const ends = (await typesOf(ret, ret.version)).filter(type => type.startsWith('offer.'))
      expect(ends).toEqual([refused(answers[place] as Refusal) ? 'offer.lapsed' : 'offer.accepted'])
    }
  })

  test('T26 the clock refunds at the very moment somebody else does: it is paid once', async () => {
    const returns = await Promise.all(Array.from({ length: 6 }, arrived))
    at(dueOf(returns[0] as Return, 'inspect'))
    await Promise.all([
      sweepOrg(desk, org, { log }),
      ...returns.map(ret => act(desk, kit.as('owner'), { ret: ret.id }, [{ verb: 'refund' }])),
    ])
    await sweep()
    for (const ret of returns) expect((await now(ret)).payouts).toHaveLength(1)
  })

  test('a batch leaves the rest for the next turn', async () => {
    const returns = await Promise.all(Array.from({ length: 5 }, approved))
    at(dueOf(returns[0] as Return, 'ship'))
    expect(await sweepOrg(desk, org, { log, limit: 3 })).toEqual({ done: 3, more: true })
    expect(await sweepOrg(desk, org, { log, limit: 3 })).toEqual({ done: 2, more: false })
  })

  test('organisations are found where something is due, the longest waiting first', async () => {
    const ret = await approved()
    await kit.stranger()
    at(justBefore(instantOf(epochMs(dueOf(ret, 'ship')) - 72 * 3_600_000)))
    expect(await orgsToSweep(desk.db, clock.now)).toEqual([])
    at(dueOf(ret, 'ship'))
    expect(await orgsToSweep(desk.db, clock.now)).toEqual([
      { org, since: instantOf(epochMs(dueOf(ret, 'ship')) - 72 * 3_600_000) },
    ])
    await sweep()
    expect(await orgsToSweep(desk.db, clock.now)).toEqual([])
  })
})

describe('what is refused', () => {
  test('is put off for longer and longer, up to a day, and said; a change brings it back at once', async () => {
    const ret = await arrived()
    const until = dueOf(ret, 'inspect')
    await query(desk.db, { text: 'update payments set spoken = captured where order_id = $1', values: [ret.order] })
    at(until)
    said.length = 0
    await sweepOrg(desk, org, { log })
    expect(said).toContain('What should happen by itself after a deadline was refused; it is tried again later')
    expect(await sweepAt(ret)).toBe(instantOf(epochMs(until) + 60_000))
    const pauses: number[] = []
    for (let round = 0; round < 14; round++) {
      at((await sweepAt(ret)) as Instant)
      await sweepOrg(desk, org, { log })
      pauses.push((epochMs((await sweepAt(ret)) as Instant) - epochMs(clock.now)) / 60_000)
    }
    expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 8])
    expect(pauses.at(-1)).toBe(24 * 60)
    expect(await typesOf(ret, ret.version)).toEqual([])
    await query(desk.db, { text: 'update payments set spoken = 0 where order_id = $1', values: [ret.order] })
    await kit.act(ret, { verb: 'note', note: 'The other refund was taken back.' })
    await sweep()
    expect(await typesOf(ret, ret.version)).toEqual([
      'note.written',
      'payout.granted',
      'compensation.opened',
      'payout.ordered',
    ])
  })

  test('does not keep another return from its turn', async () => {
    const [stuck, other] = [await arrived(), await arrived()]
    await query(desk.db, { text: 'update payments set spoken = captured where order_id = $1', values: [stuck.order] })
    at(dueOf(other, 'inspect'))
    await sweep()
    expect(await typesOf(other, other.version)).toContain('payout.ordered')
    expect(await typesOf(stuck, stuck.version)).toEqual([])
  })
})

describe('a clock that jumps', () => {
  test('forwards: what is over by it happens, once; backwards again: nothing is undone, nothing happens twice, and the log stays in order', async () => {
    const [ship, answer] = [await approved(), await filed()]
    const start = clock.now
    at(instantOf(epochMs(start) + 40 * 24 * 3_600_000))
    await sweep()
    const expired = await now(ship)
    expect(expired.request.state).toBe('expired')
    at(start)
    await sweep()
    expect((await now(ship)).version).toBe(expired.version)
    const late = (await kit.act(ship, receipt(ship), 'warehouse')).ret
    expect(late.updatedAt).toBe(expired.updatedAt)
    expect((await now(answer)).noticed).toEqual({ answer: { passed: dueOf(answer, 'answer') } })
    const moments = (await logOf(ship)).map(event => event.at)
    expect(moments).toEqual(moments.toSorted())
  })
})

test('T16 goods that come a week after the clock let the return expire are received, and paid by hand', async () => {
  const ret = await approved()
  at(dueOf(ret, 'ship'))
  await sweep()
  clock.forward(7 * 24)
  const late = (await kit.act(ret, receipt(ret), 'warehouse')).ret
  expect([late.request.state, late.flagged]).toEqual(['expired', expect.stringContaining('expired')])
  clock.forward(60 * 24)
  await sweep()
  expect((await now(ret)).grants).toEqual([])
  expect((await kit.act(ret, { verb: 'refund' }, 'owner')).ret.payouts).toHaveLength(1)
})
