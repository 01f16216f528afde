import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { as, type ReturnId, type ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import { turn } from '../core/return/deadlines.ts'
import type { Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import {
  COLUMN_NAMES,
  COLUMNS,
  type Column,
  columnsOf,
  holds,
  type Row,
  tupleOf,
  type Where,
} from '../core/return/where.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { type Pool, query } from './pool.ts'
import { countByTuple, countReturns } from './return-counts.ts'
import type { Finding, Sort } from './return-finding.ts'
import { listReturns, listReturnsBehind } from './return-lists.ts'
import { insertReturn, returnsByTracking, updateReturn } from './returns.ts'
import { send } from './send.ts'
import { insertShop } from './shops.ts'
import type { Statement } from './statement.ts'
import { SLOTS, tally } from './tallies.ts'
import { transaction } from './transaction.ts'

const kit = await openKit()
const db = kit.desk.db
const { org } = kit
const ALL = 10_000

/** One seed, so that a failure can be looked at again. */
const random = (arbitrary: fc.Arbitrary<Partial<Return>>, many: number) =>
  fc.sample(arbitrary, { numRuns: many, seed: 20_260_310 })

const by = { role: 'agent', id: null, name: 'Ann', via: 'api', email: null } as const
const at = kit.clock.now
const dispute = {
  by: 'merchant',
  reason: 'objection',
  reasonId: null,
  text: 'Worn',
  email: null,
  at,
  modules: [],
} as const
const verdict = { at, by, text: '', pays: 'nothing', amount: null } as const
const offer = (side: 'merchant' | 'shopper', end: 'accepted' | 'declined' | null) => ({
  id: as(`offer-${side}-${end}`),
  by: side,
  person: 'Ann',
  at,
  until: null,
  terms: { handling: 'keep', amount: null },
  end,
  endedAt: end && at,
})
const parcel = (leg: 'inbound' | 'onward', ...kinds: string[]) => ({
  id: as(`parcel-${leg}-${kinds.join()}`),
  leg,
  source: 'shopper',
  carrier: { slug: 'dhl', name: 'DHL', ref: null, integrated: false },
  trackingNumber: null,
  contents: [],
  label: null,
  documents: [],
  from: null,
  to: null,
  proof: null,
  eta: null,
  refs: { pin: null, contactNumber: null, queryNumber: null },
  createdAt: at,
  cancelledAt: null,
  checkpoints: kinds.map(kind => ({ at, kind, text: '', pickupMedia: [], deliveryMedia: [] })),
})

/** Returns as they stand after all kinds of days; many of them filed in the same moment. */
const state = fc.record({
  request: fc.constantFrom(
    { state: 'submitted' },
    { state: 'approved' },
    { state: 'rejected', reason: 'Worn' },
    { state: 'expired' },
    { state: 'resolved' },
    { state: 'cancelled', cause: 'shopper', reason: null },
  ),
  dispute: fc.constantFrom(
    { state: 'none' },
    { state: 'raised', case: dispute },
    { state: 'judging', case: dispute },
    { state: 'for_shopper', case: dispute, verdict },
    { state: 'withdrawn', case: dispute, moot: false },
  ),
  evidence: fc.constantFrom(
    { state: 'not_due' },
    { state: 'due', by: null },
    { state: 'given' },
    { state: 'overdue', since: at },
  ),
  compensation: fc.constantFrom(
    { state: 'not_applicable' },
    { state: 'initial' },
    { state: 'not_required' },
    { state: 'pending_request', until: null },
  ),
  offers: fc.constantFrom(
    [],
    [offer('merchant', null)],
    [offer('shopper', null)],
    [offer('shopper', 'accepted')],
    [offer('merchant', 'declined')],
  ),
  shipments: fc.constantFrom(
    [],
    [parcel('inbound')],
    [parcel('inbound', 'moving')],
    [parcel('inbound', 'lost')],
    [parcel('inbound', 'delivered')],
    [parcel('onward', 'moving')],
  ),
  kind: fc.constantFrom('after_delivery', 'in_transit', 'on_the_spot'),
  inspector: fc.constantFrom('merchant', 'warehouse'),
  due: fc.constantFrom(
    {},
    { answer: '2026-03-12T12:00:00.000Z' },
    { answer: '2026-03-13T12:00:00.000Z', ship: '2026-03-13T12:00:00.000Z' },
  ),
  createdAt: fc.integer({ min: 0, max: 9 }).map(place => instantOf(epochMs(at) + (place - 5) * 9 * 3_600_000)),
  lane: fc.constantFrom('standard', 'withdrawal'),
}) as unknown as fc.Arbitrary<Partial<Return>>

const second = as<ShopId>(kit.desk.fresh())
const shops = [kit.shop.id, second]
let order: Order
let secondOrder: Order
let rows: Return[] = []

async function put(returns: readonly Return[]): Promise<void> {
  await transaction(db, async tx => {
    for (const [place, ret] of returns.entries()) {
      send(insertReturn(tx, ret, ret.shop === second ? secondOrder : order, kit.shop))
      tally(tx, org, ret.shop, { from: null, to: tupleOf(strands(ret)), filed: ret.createdAt, slot: place % SLOTS })
    }
  })
}

beforeAll(async () => {
  order = await kit.order({
    number: 'A-100',
    lines: [{ externalId: 'l1', title: 'Shirt', sku: 'BLUE 42/L', quantity: 2, unitPrice: { amountMinor: 5000 } }],
    customer: { firstName: "Zoë O'Neil", lastName: 'Back\\slash', emails: ['zoe@example.com'] },
  })
  const filed = await kit.file(order)
  await transaction(db, async tx => insertShop(tx, { ...kit.shop, id: second, serial: 2 }, at))
  await query(db, {
    text: 'insert into orders select org_id, $1, $2, external_id, number, state, version, placed_at, created_at, updated_at, terms, doc from orders',
    values: [kit.desk.fresh(), second],
  })
  const { rows: ids } = await query<{ id: Order['id'] }>(db, {
    text: 'select id from orders where shop_id = $1',
    values: [second],
  })
  secondOrder = { ...order, shop: second, id: ids[0]?.id as Order['id'] }
  const made = random(state, 160).map((drawn, place): Return => {
    const shop = place % 3 === 0 ? second : kit.shop.id
    const updatedAt = instantOf(epochMs(drawn.createdAt as Instant) + (place % 4) * 7_200_000)
    return {
      ...filed,
      ...drawn,
      id: as<ReturnId>(kit.desk.fresh()),
      shop,
      order: shop === second ? secondOrder.id : order.id,
      serial: 1000 + place,
      number: as(`R-${place}`),
      updatedAt,
    }
  })
  await put(made)
  rows = [filed, ...made]
})

const ids = (returns: readonly Return[]) => returns.map(ret => ret.id).toSorted()
const find = async (finding: Partial<Finding>) => (await listReturns(db, org, { shops, limit: ALL, ...finding })).rows

const row = fc.record(
  Object.fromEntries(COLUMN_NAMES.map(column => [column, fc.subarray([...COLUMNS[column]])])) as {
    [C in Column]: fc.Arbitrary<string[]>
  },
  { requiredKeys: [] },
)
const sparse = fc
  .tuple(row, fc.subarray(COLUMN_NAMES, { maxLength: 3 }))
  .map(
    ([full, kept]) => Object.fromEntries(Object.entries(full).filter(([name]) => kept.includes(name as Column))) as Row,
  )
const where: fc.Arbitrary<Where> = fc.oneof(sparse, row as fc.Arbitrary<Row>, fc.array(sparse, { maxLength: 3 }))

describe('a Where', () => {
  test('means the same in memory, as a list and as a count', async () => {
    const found = new Set<number>()
    await fc.assert(
      fc.asyncProperty(
        where,
        fc.subarray(shops),
        fc.constantFrom<Sort>('created_at', 'updated_at'),
        async (wanted, among, sort) => {
          const expected = rows.filter(ret => among.includes(ret.shop) && holds(wanted, strands(ret)))
          expect(ids(await find({ where: wanted, shops: among, sort }))).toEqual(ids(expected))
          expect(await countReturns(db, org, { where: wanted, shops: among })).toBe(expected.length)
          found.add(expected.length)
        },
      ),
      { numRuns: 150, seed: 7 },
    )
    expect(found.size).toBeGreaterThan(10)
  })

  test('holds together with words, orders and moments, however the page is found', async () => {
    const wanted: Where = { request: ['submitted', 'approved'] }
    const alike = rows.filter(ret => holds(wanted, strands(ret)))
    const from = '2026-03-10T00:00:00.000Z' as Instant
    const before = '2026-03-11T03:00:00.000Z' as Instant
    const cases: [Partial<Finding>, (ret: Return) => boolean][] = [
      [{ words: ['lane:withdrawal'] }, ret => ret.lane === 'withdrawal'],
      [{ words: [['lane:withdrawal', 'lane:special']] }, ret => ret.lane === 'withdrawal'],
      [{ words: [['lane:withdrawal', 'lane:standard']] }, () => true],
      [{ words: [['lane:standard', "it's"], 'lane:withdrawal'] }, () => false],
      [{ orders: [order.id] }, ret => ret.order === order.id],
      [{ orders: [] }, () => false],
      [{ foreign: null }, () => true],
      [
        { foreign: null, createdFrom: from, words: ['lane:withdrawal'] },
        ret => ret.createdAt >= from && ret.lane === 'withdrawal',
      ],
      [{ foreign: 'any' }, () => false],
      [{ createdFrom: from }, ret => ret.createdAt >= from],
      [{ createdBefore: before }, ret => ret.createdAt < before],
      [{ updatedFrom: from, updatedBefore: before }, ret => ret.updatedAt >= from && ret.updatedAt < before],
      [
        { text: 'zoe@ex', createdFrom: from, createdBefore: before },
        ret => ret.createdAt >= from && ret.createdAt < before,
      ],
    ]
    for (const [finding, test] of cases) {
      const expected = alike.filter(test)
      expect(ids(await find({ ...finding, where: wanted })), JSON.stringify(finding)).toEqual(ids(expected))
      expect(await countReturns(db, org, { shops, ...finding, where: wanted }), JSON.stringify(finding)).toBe(
        expected.length,
      )
    }
  })

  test('counts whole days from the tallies and parts of days from the rows, with one result', async () => {
    for (const createdFrom of [
      '2026-03-10T00:00:00.000Z',
      '2026-03-10T00:00:00.001Z',
      '2026-03-09T15:00:00.000Z',
      '2026-03-11T03:00:00.000Z',
    ] as Instant[])
      for (const createdBefore of [
        '2026-03-12T00:00:00.000Z',
        '2026-03-11T12:00:00.000Z',
        '2026-03-10T12:00:00.000Z',
      ] as Instant[])
        expect(await countReturns(db, org, { shops, createdFrom, createdBefore })).toBe(
          rows.filter(ret => ret.createdAt >= createdFrom && ret.createdAt < createdBefore).length,
        )
  })
})

const sortValue = (sort: Sort, ret: Return) =>
  sort === 'due_at' ? (turn(ret)?.at ?? null) : sort === 'updated_at' ? ret.updatedAt : ret.createdAt

describe.each<Sort>(['created_at', 'updated_at', 'due_at'])('pages by %s', sort => {
  test.each([true, false])(
    'give every return once and in order, though many share a moment (descending: %s)',
    async descending => {
      for (const finding of [
        {},
        { where: { request: ['submitted', 'approved'] } as Where },
        { words: ['lane:standard'] },
        { orders: [order.id, secondOrder.id] },
      ]) {
        const listed: Return[] = []
        for (let after: Finding['after']; ; ) {
          const { rows: page } = await listReturns(db, org, {
            shops,
            sort,
            descending,
            limit: 7,
            ...finding,
            ...(after && { after }),
          })
          listed.push(...page)
          const last = page.at(-1)
          if (page.length < 7 || !last) break
          after = { at: sortValue(sort, last) as Instant, id: last.id }
        }
        const expected = rows.filter(
          ret =>
            sortValue(sort, ret) !== null &&
            (!('where' in finding) || holds(finding.where as Where, strands(ret))) &&
            (!('words' in finding) || ret.lane === 'standard'),
        )
        const place = (ret: Return) => `${sortValue(sort, ret)} ${ret.id}`
        const inOrder = expected.map(place).toSorted()
        expect(listed.map(place)).toEqual(descending ? inOrder.toReversed() : inOrder)
      }
    },
  )
})

describe.each([
  ['read from the top', 1_000_000],
  ['from the day they begin on', 0],
])('numbered pages, %s', (_how, near) => {
  test.each([true, false])('hold exactly what lies behind the pages before (descending: %s)', async descending => {
    const days = {
      createdFrom: '2026-03-10T00:00:00.000Z' as Instant,
      createdBefore: '2026-03-14T00:00:00.000Z' as Instant,
    }
    const parts = {
      createdFrom: '2026-03-09T15:00:00.000Z' as Instant,
      createdBefore: '2026-03-13T03:00:00.000Z' as Instant,
    }
    for (const finding of [
      {},
      { where: { request: ['submitted', 'approved'] } as Where },
      days,
      { shops: null },
      parts,
      { createdFrom: parts.createdFrom },
      { createdBefore: parts.createdBefore },
      { foreign: null },
      { foreign: null, ...days },
    ]) {
      const whole = (await listReturns(db, org, { shops, descending, limit: ALL, ...finding })).rows
      for (const skip of [0, 1, 7, 50, whole.length - 1, whole.length, whole.length + 10]) {
        const page = await listReturnsBehind(db, org, skip, { shops, descending, limit: 7, ...finding }, near)
        expect(page.rows.map(ret => ret.id)).toEqual(whole.slice(skip, skip + 7).map(ret => ret.id))
        expect([...page.shops.keys()].toSorted()).toEqual([...new Set(page.rows.map(ret => ret.shop))].toSorted())
      }
    }
  })
})

test('a shop named twice does not list its returns twice', async () => {
  expect(await find({ shops: [second, second], where: {} })).toHaveLength(
    rows.filter(ret => ret.shop === second).length,
  )
})

describe('words', () => {
  const found = async (text: string) => (await find({ text })).length
  const everything = () => rows.length

  test.each([
    'A-100',
    'a-1',
    'ZOE@example.com',
    'zoe@',
    "O'Neil",
    'zoë',
    'Zoe\u0308',
    'BLUE 42/L',
    '42/l',
    'back\\slash',
    "zoë  o'neil a-100",
  ])('%s finds the returns that carry it', async text => {
    expect(await found(text)).toBe(everything())
  })

  test.each(['zoe@example.co', 'r-7'])('%s is enough as a beginning', async text => {
    expect(await found(text)).toBeGreaterThan(0)
  })

  test.each(['nobody', 'zoë nobody', 'xample.com', '100'])('%s finds nothing', async text => {
    expect(await found(text)).toBe(0)
  })

  test.each(['lane', 'flagged', 'method', '=', '=lane:', 'email:zoe'])(
    '%s, typed, does not reach the words of filters',
    async text => {
      expect(await found(text)).toBe(text === '=' ? everything() : 0)
    },
  )

  test('whatever is typed or filtered for is text and breaks nothing', async () => {
    const odd = [
      "'",
      "''",
      '\\',
      "\\'",
      "'\\",
      'a & b',
      '!a',
      '(',
      '<->',
      ':*',
      "a':*",
      '\0',
      '\ud800',
      '💥',
      'x'.repeat(5_000),
      'ß'.repeat(500),
    ]
    const typed = fc.oneof(
      fc.constantFrom(...odd),
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...odd), { maxLength: 12 }).map(parts => parts.join(' ')),
    )
    await fc.assert(
      fc.asyncProperty(typed, async text => {
        expect(Array.isArray(await find({ text, words: [`tag:${text}`], limit: 1 }))).toBe(true)
        expect(await returnsByTracking(db, org, text)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('a return with more words than are kept is still found by its filters', async () => {
    const ret: Return = {
      ...(rows[0] as Return),
      id: as(kit.desk.fresh()),
      serial: 9_001,
      number: as('MANY'),
      flagged: 'Look.',
      shipments: Array.from({ length: 500 }, (_, place) => ({
        ...parcel('inbound'),
        trackingNumber: `T-${place}`,
      })) as never,
    }
    await put([ret])
    rows.push(ret)
    expect(ids(await find({ words: ['flagged:yes', 'assignee:none'] }))).toEqual([ret.id])
    expect(ids(await find({ text: 'many' }))).toEqual([ret.id])
  })

  test('a tracking number is looked up whole, in any case, with quotes and backslashes in it', async () => {
    const odd = "JJD 01'\\"
    const ret: Return = {
      ...(rows[0] as Return),
      id: as(kit.desk.fresh()),
      serial: 9_002,
      number: as('TRACKED'),
      shipments: [{ ...parcel('inbound'), trackingNumber: odd }] as never,
    }
    await put([ret])
    rows.push(ret)
    expect(ids(await returnsByTracking(db, org, ` ${odd.toLowerCase()} `))).toEqual([ret.id])
    expect(await returnsByTracking(db, org, 'JJD 01')).toEqual([])
    // A word of these returns, and no parcel's.
    expect(await returnsByTracking(db, org, 'A-100')).toEqual([])
    expect(ids(await find({ text: 'jjd' }))).toEqual([ret.id])
  })
})

describe('tallies', () => {
  test('stay the numbers there are while many returns move at once', async () => {
    const moved = random(state, rows.length).map((drawn, place): Return => {
      const ret = rows[place] as Return
      return { ...ret, ...drawn, createdAt: ret.createdAt, lane: ret.lane }
    })
    await Promise.all(
      moved.toReversed().map((ret, place) =>
        transaction(
          db,
          async tx => {
            const before = rows.find(old => old.id === ret.id) as Return
            send(updateReturn(tx, ret, ret.shop === second ? secondOrder : order, kit.shop))
            tally(tx, org, ret.shop, {
              from: tupleOf(strands(before)),
              to: tupleOf(strands(ret)),
              filed: ret.createdAt,
              slot: place % 2,
            })
          },
          { retries: 0 },
        ),
      ),
    )
    rows = moved
    const expected = Object.entries(Object.groupBy(rows, ret => tupleOf(strands(ret)))).map(([tuple, all]) => ({
      tuple,
      count: all?.length,
    }))
    const counted = await countByTuple(db, org, shops)
    expect(counted.toSorted((a, b) => (a.tuple < b.tuple ? -1 : 1))).toEqual(
      expected.toSorted((a, b) => (a.tuple < b.tuple ? -1 : 1)),
    )
    expect(await countReturns(db, org, { shops })).toBe(rows.length)
    for (const { tuple } of counted) expect(tupleOf(columnsOf(tuple))).toBe(tuple)
    expect(ids(await find({ where: { request: ['resolved'] } }))).toEqual(
      ids(rows.filter(ret => ret.request.state === 'resolved')),
    )
  })
})

test('moves back and forth between two states never wait for each other in a circle', async () => {
  const move = (from: string, to: string) =>
    transaction(
      db,
      async tx => tally(tx, org, kit.shop.id, { from, to, filed: '2020-01-01T00:00:00.000Z' as Instant, slot: 0 }),
      { retries: 0 },
    )
  await Promise.all(
    Array.from({ length: 300 }, (_, place) =>
      place % 2 ? move('aaaaaaaaaaaa', 'baaaaaaaaaaa') : move('baaaaaaaaaaa', 'aaaaaaaaaaaa'),
    ),
  )
  const { rows: left } = await query(db, {
    text: `select tuple, returns from tallies where day = '2020-01-01' order by tuple`,
  })
  expect(left).toEqual([
    { tuple: 'aaaaaaaaaaaa', returns: 0 },
    { tuple: 'baaaaaaaaaaa', returns: 0 },
  ])
})

describe('the plan of a page', () => {
  beforeAll(async () => {
    await query(db, {
      text: `insert into returns select org_id, gen_random_uuid(), shop_id, order_id, group_id, 10000 + n, 'G' || n, version, created_at - n * interval '1 minute', updated_at - n * interval '2 minutes',
        case when n % 5 = 0 then created_at + n * interval '1 minute' end, chr(97 + n % 6) || chr(97 + n % 5) || substr(tuple, 3), request, negotiation, dispute, evidence, compensation, transit, onward, receiving,
        settlement, handling, kind, inspector, lane, terms, doc from (select * from returns where serial = 1001) sample, generate_series(1, 4000) n`,
    })
    await query(db, { text: 'truncate tallies' })
    await query(db, {
      text: 'insert into tallies select org_id, shop_id, tuple, created_at::date, 0, count(*) from returns group by 1, 2, 3, 4',
    })
    await query(db, { text: 'analyze', prepare: false })
  })

  const literal = (value: unknown): string =>
    value === null ? 'null' : Array.isArray(value) ? `'{${value.map(one => `"${one}"`).join()}}'` : `'${value}'`

  /** What the server would do with the very statement, planned with its values in view or once for all values. */
  async function planOf(
    pool: Pool,
    mode: 'force_custom_plan' | 'force_generic_plan',
    finding: Partial<Finding>,
  ): Promise<string> {
    let sent: Statement = { text: '' }
    await listReturns(
      { query: async (statement: Statement) => ({ rows: [], statement: (sent = statement) }) as never },
      org,
      { shops, limit: 21, ...finding },
    )
    await query(pool, { text: `set plan_cache_mode = ${mode}`, prepare: false })
    await query(pool, { text: `prepare page as ${sent.text}`, prepare: false })
    const { rows: lines } = await query<{ 'QUERY PLAN': string }>(pool, {
      text: `explain execute page (${sent.values?.map(literal).join()})`,
      prepare: false,
    })
    await query(pool, { text: 'deallocate page', prepare: false })
    return lines.map(line => line['QUERY PLAN']).join('\n')
  }

  test.each<[string, Partial<Finding>]>([
    ['returns_created', {}],
    ['returns_updated', { sort: 'updated_at', descending: false }],
    ['returns_tuple_created', { where: { request: ['submitted'] } }],
    ['returns_tuple_updated', { where: [{ request: ['approved'] }, { negotiation: ['none'] }], sort: 'updated_at' }],
    ['returns_due', { sort: 'due_at', descending: false }],
    ['returns_due', { sort: 'due_at', where: { request: ['submitted'] } }],
    [
      'returns_tuple_created',
      { where: { request: ['submitted'] }, after: { at, id: '00000000-0000-7000-8000-000000000000' } },
    ],
  ])('walks along %s and never reads the whole table', async (index, finding) => {
    const pool = await kit.database.open({ max: 1 })
    for (const mode of ['force_custom_plan', 'force_generic_plan'] as const) {
      const plan = await planOf(pool, mode, finding)
      expect(plan).toContain(`using ${index} on returns`)
      expect(plan).not.toContain('Seq Scan on returns')
    }
    await pool.end()
  })
})
