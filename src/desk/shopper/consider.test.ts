import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, aTray, NOON } from '../../../test/kit/cast.ts'
import { as, type LineId, type RuleId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import type { Condition, Effect, Rule } from '../../core/policy/policy.ts'
import type { Tray } from '../../core/return/tray.ts'
import type { ReasonEntry } from '../../core/shop.ts'
import { considered } from './consider.ts'
import { countedPieces } from './draft-pieces.ts'
import { type Draft, type DraftPiece, EMPTY_DRAFT } from './drafts.ts'

const rule = (name: string, when: Condition, ...then: Effect[]): Rule => ({
  id: as<RuleId>(name),
  name,
  when,
  then,
  priority: 0,
})
const window = (days: number): Effect => ({
  window: {
    from: 'delivered',
    days,
    zone: null,
    workday: false,
    holidays: [],
    fallback: { from: 'sent', plusDays: 7 },
  },
})
const entry = (code: ReasonEntry['code'], more: Partial<ReasonEntry> = {}): ReasonEntry => ({
  code,
  text: code,
  subs: [],
  types: [],
  requires: { photo: false, comment: false },
  ...more,
})

const wish = (order: Order, line: string, quantity: number, more: Partial<DraftPiece> = {}): DraftPiece => ({
  ...countedPieces([], [{ order: order.id, line: as<LineId>(line), kitWhole: false, quantity }])[0]!,
  ...more,
})
const draft = (order: Order, pieces: DraftPiece[] = []): Draft => ({ ...EMPTY_DRAFT, orders: [order.id], pieces })
const look = (order: Order, pieces: DraftPiece[] = [], more: Partial<Tray> = {}) =>
  considered(order, 'customer', aTray({ order, ...more }), draft(order, pieces))

describe('what may come back', () => {
  test('says of each line how many, until when, and for which reasons', () => {
    const { lines } = look(anOrder())
    expect(lines).toMatchObject([
      { bought: 2, most: 2, onlyFor: null, underWay: [], answer: { until: '2026-04-04T21:59:59.999Z' } },
    ])
    expect(lines[0]?.reasons.map(({ code }) => code)).toEqual(['too_small', 'damaged', 'other'])
  })

  test('offers a reason that is written for some kinds of article to those only, and entries of one code once', () => {
    const shop = aShop({
      reasons: [
        entry('too_small', { types: ['clothing'], subs: [{ code: 'sleeves', text: 'Sleeves' }] }),
        entry('too_small', { types: ['clothing'], subs: [{ code: 'waist', text: 'Waist' }] }),
        entry('defective', { types: ['lamps'] }),
        entry('other'),
      ],
    })
    const [line] = look(anOrder(), [], { shop }).lines
    expect(line?.reasons).toMatchObject([
      { code: 'too_small', subs: [{ code: 'sleeves' }, { code: 'waist' }] },
      { code: 'other' },
    ])
  })

  test('knows every reason where the shop keeps no list, cut to those policy names', () => {
    const policy = aPolicy([rule('why', {}, { reasons: ['damaged', 'fake'] })])
    const [line] = look(anOrder(), [], { shop: aShop({ reasons: [] }), policy }).lines
    expect(line?.reasons.map(({ code }) => code)).toEqual(['damaged', 'fake'])
  })

  test('opens a line for the reasons for which policy gives it longer', () => {
    const policy = aPolicy([
      rule('broken', { fact: 'reason', is: { in: ['damaged'] } }, window(30)),
      rule('else', {}, window(2)),
    ])
    const order = anOrder()
    expect(look(order, [], { policy }).lines[0]).toMatchObject({
      most: 2,
      onlyFor: ['damaged'],
      reasons: [{ code: 'damaged' }],
      answer: { allowed: 0, refusals: [{ code: 'window_closed' }] },
    })
    const chosen = (reason: DraftPiece['reason']) => look(order, [wish(order, 'line-1', 1, { reason })], { policy })
    expect(chosen(null).pieces[0]?.refusals).toEqual([])
    expect(chosen('damaged').pieces[0]?.refusals).toEqual([])
    expect(chosen('too_small').pieces[0]?.refusals).toMatchObject([{ code: 'window_closed' }])
  })

  test('shows a kit with its parts, and how many whole ones there still are', () => {
    const part = (id: string, per: number, quantity: number) =>
      aLine({ id, quantity, paid: 4_000, sku: id, more: { kit: { parent: as('set'), per } } })
    const order = anOrder([aLine({ id: 'set', quantity: 2, paid: 0 }), part('table', 1, 2), part('chair', 2, 4)])
    const ledger = [
      { line: as<LineId>('table'), fulfilment: as<never>('fulfilment-1'), delivered: 2, held: 0 },
      { line: as<LineId>('chair'), fulfilment: as<never>('fulfilment-1'), delivered: 4, held: 1 },
    ]
    const { kits, lines, pieces } = look(order, [wish(order, 'set', 1, { kitWhole: true })], { ledger })
    expect(kits).toMatchObject([{ parent: { id: 'set' }, sets: 1 }])
    expect(lines.map(({ line, most }) => [line.id, most])).toEqual([
      ['table', 2],
      ['chair', 3],
    ])
    expect(pieces).toMatchObject([
      { line: { id: 'set' }, parts: [{ line: { id: 'table' } }, { line: { id: 'chair' } }] },
    ])
  })
})

describe('a wish', () => {
  const reasons = [entry('too_small'), entry('damaged', { requires: { photo: true, comment: false } })]

  test('says what is still missing, and for which reasons it will be asked', () => {
    const order = anOrder()
    const policy = aPolicy([rule('say_more', { fact: 'reason', is: { in: ['too_small'] } }, { require: 'comment' })])
    const of = (more: Partial<DraftPiece>) =>
      look(order, [wish(order, 'line-1', 1, more)], { shop: aShop({ reasons }), policy }).pieces[0]
    expect(of({})).toMatchObject({
      missing: { reason: true, photo: false, comment: false },
      asks: { photo: ['damaged'], comment: ['too_small'] },
    })
    expect(of({ reason: 'damaged' })?.missing).toEqual({ reason: false, photo: true, comment: false })
    expect(of({ reason: 'too_small' })?.missing).toEqual({ reason: false, photo: false, comment: true })
    expect(of({ reason: 'too_small', comment: 'Two sizes' })?.missing.comment).toBe(false)
  })

  test('is judged by its own reason, though another one about the same line comes first', () => {
    const order = anOrder()
    const policy = aPolicy([
      rule('broken', { fact: 'reason', is: { in: ['damaged'] } }, { require: 'photo' }, { resolutions: ['replace'] }),
      rule('else', {}, { resolutions: ['replace', 'store_credit'] }),
    ])
    const pieces = [
      wish(order, 'line-1', 1, { id: 'p1', reason: 'too_small' }),
      wish(order, 'line-1', 1, { id: 'p2', reason: 'damaged' }),
    ]
    expect(look(order, pieces, { policy }).pieces).toMatchObject([
      { requires: { photo: false }, resolutions: ['replace', 'store_credit'] },
      { requires: { photo: true }, resolutions: ['replace'] },
    ])
  })

  test('for more than may come back is told so', () => {
    const order = anOrder()
    expect(look(order, [wish(order, 'line-1', 3)]).pieces[0]?.refusals).toMatchObject([{ code: 'too_many' }])
  })

  test('about a line the order does not have is no wish', () => {
    const order = anOrder()
    expect(look(order, [wish(order, 'elsewhere', 1)]).pieces).toEqual([])
  })

  test('in the withdrawal lane needs neither reason nor proof', () => {
    const order = anOrder()
    const tray = aTray({ order, shop: aShop({ reasons }), at: NOON })
    const free = { ...draft(order, [wish(order, 'line-1', 1, { reason: 'damaged' })]), lane: 'withdrawal' as const }
    expect(considered(order, 'customer', tray, free).pieces[0]).toMatchObject({
      requires: { photo: false, comment: false },
      missing: { reason: false },
    })
  })
})
