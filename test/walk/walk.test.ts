/** The proof of the model: what is true of every return, whatever happened to it, shown by letting everything happen. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../src/core/party.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Command, VerbName } from '../../src/core/return/commands.ts'
import { decideAll } from '../../src/core/return/decide.ts'
import { brokenRules } from '../../src/core/return/invariants.ts'
import { type Reading, read, whereRead } from '../../src/core/return/reading.ts'
import { DUE_KINDS, type Return } from '../../src/core/return/return.ts'
import { standingOffer } from '../../src/core/return/strands/negotiation.ts'
import { owedMinor } from '../../src/core/return/strands/settlement.ts'
import { strands } from '../../src/core/return/strands/strands.ts'
import { whereFor } from '../../src/core/return/verb.ts'
import { VERBS } from '../../src/core/return/verbs/verbs.ts'
import { COLUMNS, type Columns, holds, QUIET, rowsOf, UNPAID } from '../../src/core/return/where.ts'
import type { Shop } from '../../src/core/shop.ts'
import { query } from '../../src/db/pool.ts'
import { sql } from '../../src/db/statement.ts'
import { patternsOf } from '../../src/db/where-sql.ts'
import { actor, aShop, eur, NOON } from '../kit/cast.ts'
import { freshDatabase } from '../kit/database.ts'
import { asked, submitted } from '../kit/given.ts'
import { births, Observer, STRANDS, walkCounts, walkOnward, walkPaper, walkParcels, walkPayments } from './edges.ts'
import { CLAIMS, MOVES, STILL, SWAPS } from './moves.ts'
import {
  aftership,
  shopee,
  shopeeCompensation,
  shopeeLogistics,
  shopeeNegotiation,
  shopflix,
  TOTAL,
} from './readings.ts'
import { type Edge, type Witness, walk, witnessOf } from './walk.ts'

/** Nobody is bound by time here, and nobody runs out of offers. */
const timeless: Partial<Shop> = {
  lengths: Object.fromEntries(DUE_KINDS.map(kind => [kind, null])) as Shop['lengths'],
  offers: { counters: Number.MAX_SAFE_INTEGER, adjustable: true, floorPpm: 0 },
}

/** Goods to send back with the method open, chosen, or the parcel under way already; and goods to keep. */
function starts(more: Partial<Shop> = {}): Witness[] {
  const shop = aShop({ ...timeless, ...more })
  const open = submitted({ method: null }, { shop })
  const chosen = submitted({ method: 'customer_courier' }, { shop })
  const sent = chosen
    .then({ verb: 'ship', carrier: { slug: 'hermes' }, trackingNumber: 'T1' }, { by: 'shopper' })
    .then(
      ret => ({ verb: 'track', shipment: ret.shipments[0]!.id, checkpoint: { at: NOON, kind: 'moving', text: '' } }),
      { by: 'carrier' },
    )
  const kept = submitted({ items: [asked(2, { handling: 'keep' })] }, { shop })
  return [open, chosen, sent, kept].map(({ ret, tray }) => witnessOf(ret, tray))
}

/** What the columns do not show and the next step depends on: the terms on the table, a past approval, whose dispute it is, money nobody ordered yet. */
function hidden(ret: Return): string {
  const disputing = ret.dispute.state === 'raised' || ret.dispute.state === 'judging' ? ret.dispute.case.by : ''
  const rest = strands(ret).settlement === 'ordered' && owedMinor(ret) > 0
  return [standingOffer(ret)?.terms.handling ?? '', ret.marks.approved ? 'approved' : '', disputing, rest].join()
}

const whole = ({ ret, tuple }: Witness): string => tuple + hidden(ret)

const describeState = ({ columns }: Witness): string =>
  Object.entries(columns)
    .map(([column, word]) => `${column} ${word}`)
    .join(', ')

let all: Witness[] = []
const observer = new Observer()
/** Steps between two words of Shopflix, and steps into a rejection: few kinds, each with one example. */
const turns = new Map<string, Edge>()

/** The word of Shopflix, worked out once per state. */
const letters = new Map<string, string | null>()
function letter({ columns, tuple }: Witness): string | null {
  const known = letters.get(tuple)
  if (known !== undefined) return known
  const word = read(shopflix, columns)
  letters.set(tuple, word)
  return word
}

beforeAll(() => {
  for (const born of births()) observer.born(born)
  all = walk(starts(), MOVES, whole, edge => {
    observer.met(edge)
    const [from, to] = [letter(edge.from), letter(edge.to)]
    const rejecting = edge.from.columns.request !== 'rejected' && edge.to.columns.request === 'rejected'
    if (from !== to || rejecting)
      turns.set([from, to, edge.move.name, edge.from.columns.request, rejecting].join(), edge)
  })
}, 300_000)

const wordsIn = (reading: Reading, witnesses: readonly Witness[]): Set<string | null> =>
  new Set(witnesses.map(({ columns }) => read(reading, columns)))

describe('every state a return can be in', () => {
  test('was looked at: every verb is walked, or known to move nothing', () => {
    const walked = new Set([...MOVES, ...CLAIMS, ...SWAPS].map(move => move.verb))
    const unknown = (Object.keys(VERBS) as VerbName[]).filter(verb => !walked.has(verb) && !STILL.includes(verb))
    expect(unknown).toEqual([])
    expect(new Set(all.map(({ tuple }) => tuple)).size).toBeGreaterThan(24_000)
  })

  test('keeps the rules that are always true', () => {
    expect(all.filter(({ columns }) => brokenRules(columns).length > 0).map(describeState)).toEqual([])
  })

  for (const [name, reading] of Object.entries(TOTAL)) {
    test(`has a word on ${name}, and every word is somebody’s`, () => {
      const words = wordsIn(reading, all)
      expect(words.has(null)).toBe(false)
      expect([...words].sort()).toEqual(Object.keys(reading).sort())
    })
  }

  test('has a word for its goods on Shopee, unless they need not travel', () => {
    const silent = all.filter(({ columns }) => read(shopeeLogistics, columns) === null)
    expect(new Set(silent.map(({ columns }) => columns.transit))).toEqual(new Set(['not_needed']))
    expect(wordsIn(shopeeLogistics, all).size).toBe(Object.keys(shopeeLogistics).length + 1)
  })

  test('lets somebody do something', () => {
    const stuck = all.filter(({ columns, tray }) =>
      (Object.keys(VERBS) as VerbName[]).every(
        name => !STILL.includes(name) && !open(columns, name, 'agent', tray.shop.bench),
      ),
    )
    expect(stuck.map(describeState)).toEqual([])
  })
})

describe('in the database', async () => {
  const { pool } = await freshDatabase({ max: 1 })

  test('every state reads as the same words as in memory', async () => {
    const states = new Map(all.map(({ tuple, columns }) => [tuple, columns]))
    await query(pool, { text: 'create temporary table states (tuple text primary key)', prepare: false })
    await query(pool, sql`insert into states select unnest(${[...states.keys()]}::text[])`)
    for (const [name, reading] of Object.entries(TOTAL)) {
      const found: string[] = []
      for (const word of Object.keys(reading)) {
        const patterns = patternsOf(whereRead(reading, [word]))
        const { rows } = await query<{ tuple: string }>(
          pool,
          sql`select tuple from states where tuple ~ any (${patterns}::text[])`,
        )
        const others = rows.filter(({ tuple }) => read(reading, states.get(tuple) as Columns) !== word)
        expect(others, `${name} ${word}`).toEqual([])
        found.push(...rows.map(({ tuple }) => tuple))
      }
      expect(found.length, name).toBe(states.size)
    }
  }, 300_000)
})

const open = (columns: Columns, verb: VerbName, role: Role, bench: Shop['bench'] = 'arbiter'): boolean => {
  const where = whereFor(VERBS[verb], role, bench)
  return where !== null && holds(where, columns)
}

/** What commands make of a state; a refusal is told in words so that a failing test says which. */
function after({ ret, tray }: Witness, commands: Command[], by: Role = 'agent'): Columns | string {
  const answer = decideAll(ret, commands, { ...tray, by: actor(by) })
  return refused(answer) ? `${answer.code}: ${answer.detail.sentence}` : strands(answer.ret)
}

/** Every witness to which something is done that did not end in these words, with how it ended. */
function strays(
  witnesses: readonly Witness[],
  commands: (witness: Witness) => Command[],
  ends: readonly [Reading, string][],
  by?: Role,
): string[] {
  return witnesses.flatMap(witness => {
    const then = after(witness, commands(witness), by)
    if (typeof then === 'string') return [`${describeState(witness)} → ${then}`]
    const other = ends.filter(([reading, word]) => read(reading, then) !== word).map(([reading]) => read(reading, then))
    return other.length > 0 ? [`${describeState(witness)} → ${other.join()}`] : []
  })
}

const where = (says: (columns: Columns, ret: Return) => boolean): Witness[] => {
  const found = all.filter(({ columns, ret }) => says(columns, ret))
  expect(found.length).toBeGreaterThan(0)
  return found
}

describe('on Shopee', () => {
  const talking = (columns: Columns): boolean => ['REQUESTED', 'PROCESSING'].includes(read(shopee, columns)!)

  test('confirm always ends accepted', () => {
    const confirmable = where(columns => talking(columns) && columns.negotiation !== 'awaiting_shopper')
    const confirm = ({ columns }: Witness): Command[] =>
      columns.request === 'submitted'
        ? [{ verb: 'approve', handling: 'keep' }]
        : [{ verb: 'grant', basis: 'asked', handling: 'keep' }]
    expect(strays(confirmable, confirm, [[shopee, 'ACCEPTED']])).toEqual([])
  })

  test('an offer leaves it requested, and the buyer has to respond', () => {
    const requested = where(columns => read(shopee, columns) === 'REQUESTED')
    const ends: [Reading, string][] = [
      [shopee, 'REQUESTED'],
      [shopeeNegotiation, 'PENDING_BUYER_RESPOND'],
    ]
    for (const handling of ['keep', 'send_back'] as const)
      expect(strays(requested, () => [{ verb: 'offer', terms: { handling, amount: eur(5_000) } }], ends)).toEqual([])
  })

  test('accepting an offer ends accepted when the goods stay, and processing when they come back', () => {
    const accept = ({ ret }: Witness): Command[] => [{ verb: 'accept', offer: standingOffer(ret)!.id }]
    for (const [handling, word] of [
      ['keep', 'ACCEPTED'],
      ['send_back', 'PROCESSING'],
    ] as const) {
      const offered = where(
        (columns, ret) =>
          columns.negotiation === 'awaiting_merchant' && standingOffer(ret)?.terms.handling === handling,
      )
      expect(strays(offered, accept, [[shopee, word]])).toEqual([])
      const answered = where(
        (columns, ret) => columns.negotiation === 'awaiting_shopper' && standingOffer(ret)?.terms.handling === handling,
      )
      expect(strays(answered, accept, [[shopee, word]], 'shopper')).toEqual([])
    }
  })

  test('the seller disputes exactly what is requested or processing, and it always ends as the seller’s dispute', () => {
    expect(
      all.filter(({ columns }) => open(columns, 'dispute', 'agent') !== talking(columns)).map(describeState),
    ).toEqual([])
    expect(
      strays(where(talking), () => [{ verb: 'dispute', reason: 'objection', text: '' }], [[shopee, 'SELLER_DISPUTE']]),
    ).toEqual([])
  })
})

describe('on AfterShip', () => {
  const calls = [
    { command: { verb: 'approve' }, from: ['submitted'], to: 'approved' },
    { command: { verb: 'reject', reason: 'Worn' }, from: ['submitted', 'approved', 'expired'], to: 'rejected' },
    { command: { verb: 'resolve' }, from: ['approved', 'expired'], to: 'done' },
  ] as const

  for (const { command, from, to } of calls) {
    test(`${command.verb} is open in the platform’s words alone and ends ${to}`, () => {
      const able = where(columns => open(columns, command.verb, 'agent'))
      expect([...wordsIn(aftership, able)].sort()).toEqual([...from].sort())
      expect(strays(able, () => [command], [[aftership, to]])).toEqual([])
    })
  }
})

describe('on Shopflix', () => {
  const quiet = (columns: Columns): boolean => holds(QUIET, columns)

  test('accepting at the door of the store, or what is kept, ends as V and is money on Shopee', () => {
    const acceptable = where(
      columns =>
        quiet(columns) &&
        (read(shopflix, columns) === 'T' ||
          (read(shopflix, columns) === 'U' && columns.transit === 'not_needed' && columns.handling === 'keep')),
    )
    const accept = ({ columns }: Witness): Command[] => [
      ...(columns.request === 'submitted' ? [{ verb: 'approve' } as const] : []),
      ...(columns.settlement === 'none' ? [{ verb: 'grant', basis: 'asked' } as const] : []),
      { verb: 'resolve' },
    ]
    expect(
      strays(acceptable, accept, [
        [shopflix, 'V'],
        [shopee, 'ACCEPTED'],
      ]),
    ).toEqual([])
  })

  test('refusing at the door of the store ends as W', () => {
    const refusable = where(columns => quiet(columns) && holds(UNPAID, columns) && read(shopflix, columns) === 'T')
    expect(strays(refusable, () => [{ verb: 'dispute', reason: 'objection', text: '' }], [[shopflix, 'W']])).toEqual([])
  })

  const edges = (from: string | null, to: string | null): Edge[] =>
    [...turns.values()].filter(edge => {
      const [before, then] = [letter(edge.from), letter(edge.to)]
      return before !== then && (from === null || before === from) && (to === null || then === to)
    })

  test('V is left only by reopening', () => {
    expect([...new Set(edges('V', null).map(edge => edge.move.verb))]).toEqual(['reopen'])
  })

  test('X is left by reopening, by paying or closing what had expired, or by an appeal against a rejection', () => {
    const left = edges('X', null).filter(edge => edge.move.verb !== 'reopen')
    const ways = left.map(
      ({ from, to, move }) => `${from.columns.request} → ${read(shopflix, to.columns)} by ${move.verb}`,
    )
    expect([...new Set(ways)].sort()).toEqual([
      'expired → V by credit',
      'expired → V by grant',
      'expired → V by refund',
      'expired → V by resolve',
      'expired → V by settle_elsewhere',
      'rejected → W by dispute',
    ])
  })

  test('without a merchant’s dispute or rejection W is not reached', () => {
    const into = edges(null, 'W').filter(
      ({ from, move, role }) => !(move.verb === 'dispute' && (role === 'agent' || from.columns.request === 'rejected')),
    )
    expect(into.map(({ move }) => move.name)).toEqual([])
    const rejecting = [...turns.values()].filter(
      ({ from, to }) => from.columns.request !== 'rejected' && to.columns.request === 'rejected',
    )
    const otherwise = rejecting.filter(
      ({ from, move }) => move.verb !== 'reject' && !(move.verb === 'judge' && read(shopflix, from.columns) === 'W'),
    )
    expect(otherwise.map(({ move }) => move.name)).toEqual([])
  })
})

describe('compensation and swaps', () => {
  const CLAIMING: readonly VerbName[] = ['entitle', 'claim', 'withdraw_claim', 'answer_claim']
  const rowsFor = (name: VerbName) => Object.values(VERBS[name].may).flatMap(may => (may ? rowsOf(may) : []))

  test('claims depend on nothing else and nothing else on claims', () => {
    for (const name of Object.keys(VERBS) as VerbName[]) {
      const mentions = rowsFor(name).filter(row => row.compensation !== undefined)
      expect(
        mentions.every(row => Object.keys(row).length === 1),
        name,
      ).toBe(true)
      expect(mentions.length > 0, name).toBe(CLAIMING.includes(name) || name === 'lapse')
    }
  })

  /** Strands that claims and swaps do not depend on are left aside here; the walk above crosses them. */
  const money = ({ ret, columns }: Witness): string =>
    [
      columns.request,
      columns.dispute,
      columns.settlement,
      columns.handling,
      columns.compensation,
      ret.exchange?.state,
      hidden(ret),
    ].join()

  const withClaims = once(() => walk(starts({ compensation: true }), [...MOVES, ...CLAIMS], money, observer.met))
  const withSwaps = once(() => walk(starts(), [...MOVES, ...SWAPS], money, observer.met))

  test('every word of Shopee’s compensation meets every state money can be in, and only where it was promised', () => {
    const crossed = withClaims()
    expect([...wordsIn(shopeeCompensation, crossed)].sort()).toEqual(Object.keys(shopeeCompensation).sort())
    const words = new Map<string, Set<string>>()
    for (const { columns } of crossed) {
      const name = [columns.request, columns.dispute, columns.settlement, columns.handling].join()
      words.set(name, (words.get(name) ?? new Set()).add(columns.compensation))
      expect(columns.compensation === 'not_applicable', name).toBe(columns.settlement === 'none')
    }
    for (const [name, met] of words) expect(met.size, name).toBe(met.has('not_applicable') ? 1 : 8)
  }, 300_000)

  test('a swap settles the same strand and leaves no state without a word', () => {
    const swapped = withSwaps()
    expect(new Set(swapped.map(({ ret }) => ret.exchange?.state))).toEqual(
      new Set([undefined, 'proposed', 'ordered', 'failed', 'cancelled']),
    )
    for (const [name, reading] of Object.entries(TOTAL)) expect(wordsIn(reading, swapped).has(null), name).toBe(false)
  }, 300_000)

  test('every step between two words is drawn on the lifecycle page', async () => {
    withClaims()
    withSwaps()
    for (const another of [walkOnward, walkPaper, walkParcels, walkCounts, walkPayments]) another(observer)
    const edges = observer.edges()
    for (const strand of STRANDS) {
      const reached = Object.keys(edges[strand]).map(step => step.split(' → ')[1])
      expect(new Set(reached), strand).toEqual(new Set(COLUMNS[strand]))
    }
    await expect(`${JSON.stringify(edges, null, 2)}\n`).toMatchFileSnapshot('edges.json')
  }, 300_000)
})

/** Worked out when first asked for. */
function once<T>(work: () => T): () => T {
  let known: { value: T } | null = null
  return () => (known ??= { value: work() }).value
}
