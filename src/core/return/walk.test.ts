/** Whatever anybody does in whatever order, what must always be true stays true. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aLine, anOrder, aShop, eur, NOON, two } from '../../../test/kit/cast.ts'
import { asked, type Story, submitted } from '../../../test/kit/given.ts'
import type { PaymentId } from '../ids.ts'
import type { Payment } from '../order/order.ts'
import { ROLES } from '../party.ts'
import { refused } from '../refusal.ts'
import { plus } from '../time.ts'
import type { Command } from './commands.ts'
import { evolveAll } from './evolve.ts'
import { heldOf } from './quantities.ts'
import { CHECKPOINT_KINDS, DISPOSITIONS, type Return } from './return.ts'
import { paidMinor } from './strands/settlement.ts'

type Draw = { n: number; pick: number; text: string }
const of = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]

/** One of everything that can be asked for, aimed at what the return has. */
const MOVES: ((ret: Return, draw: Draw) => Command | null)[] = [
  () => ({ verb: 'approve' }),
  () => ({ verb: 'approve', handling: 'keep' }),
  () => ({ verb: 'reject', reason: 'No' }),
  () => ({ verb: 'cancel' }),
  () => ({ verb: 'expire' }),
  () => ({ verb: 'resolve' }),
  () => ({ verb: 'reopen', reason: 'Again' }),
  (_, { n }) => ({ verb: 'offer', terms: { handling: n % 2 ? 'keep' : 'send_back', amount: eur(1_000 + n) } }),
  ret => (ret.offers.length > 0 ? { verb: 'accept', offer: ret.offers.at(-1)!.id } : null),
  ret => (ret.offers.length > 0 ? { verb: 'decline', offer: ret.offers.at(-1)!.id } : null),
  () => ({ verb: 'lapse', kind: 'offer' }),
  () => ({ verb: 'lapse', kind: 'evidence' }),
  () => ({ verb: 'dispute', reason: 'objection', text: 'Worn' }),
  () => ({ verb: 'examine' }),
  () => ({ verb: 'withdraw' }),
  (_, { n }) => ({
    verb: 'judge',
    for: n % 2 ? 'shopper' : 'merchant',
    pays: n % 3 === 0 ? 'now' : n % 3 === 1 ? 'after_goods' : 'nothing',
  }),
  () => ({ verb: 'label' }),
  ret => (ret.labels.length > 0 ? { verb: 'print', label: ret.labels.at(-1)!.id, failed: 'No street' } : null),
  () => ({ verb: 'ship', carrier: { ref: 7 } }),
  () => ({ verb: 'ship', carrier: { ref: 7 }, leg: 'back' }),
  (ret, { pick }) => (ret.shipments.length > 0 ? { verb: 'void', shipment: of(ret.shipments, pick)!.id } : null),
  (ret, { n, pick }) =>
    ret.shipments.length > 0
      ? {
          verb: 'track',
          shipment: of(ret.shipments, pick)!.id,
          checkpoint: { at: plus(NOON, { hours: n % 20 }), kind: of(CHECKPOINT_KINDS, n)!, text: '' },
        }
      : null,
  (ret, { n, pick, text }) => ({
    verb: 'receive',
    key: text,
    source: pick % 4 ? 'dock' : 'carrier',
    lines: [{ item: of(ret.items, pick)!.id, quantity: 1 + (n % 3) }],
  }),
  (ret, { n, pick }) =>
    ret.receivings.length > 0
      ? {
          verb: 'grade',
          receiving: of(ret.receivings, pick)!.id,
          item: of(ret.items, n)!.id,
          gradings: [{ grade: n % 2 ? 'a' : 'd', quantity: 1 }],
        }
      : null,
  (ret, { n, pick, text }) => ({
    verb: 'dispose',
    key: text,
    item: of(ret.items, pick)!.id,
    quantity: 1,
    to: of(DISPOSITIONS, n)!,
  }),
  (ret, { n, pick }) => ({ verb: 'amend', items: [{ item: of(ret.items, pick)!.id, quantity: n % 3 }] }),
  (_, { n }) => ({ verb: 'grant', basis: n % 2 ? 'asked' : 'received' }),
  (_, { n }) => ({ verb: 'grant', basis: 'goodwill', amount: eur(100 + n) }),
  () => ({ verb: 'grant', handling: 'keep' }),
  () => ({ verb: 'refund' }),
  (_, { n }) => ({ verb: 'refund', amount: eur(100 + n) }),
  () => ({ verb: 'refund', to: 'instant_refund' }),
  () => ({ verb: 'credit' }),
  (ret, { n, pick }) =>
    ret.payouts.length > 0
      ? {
          verb: 'settle',
          payout: of(ret.payouts, pick)!.id,
          outcome: (['done', 'declined', 'sent', 'unknown'] as const)[n % 4]!,
          why: 'So',
        }
      : null,
  () => ({ verb: 'settle_elsewhere', reference: 'T', why: 'Bank' }),
  () => ({ verb: 'lift', why: 'Came back' }),
  (ret, { n, pick }) => ({
    verb: 'exchange',
    advance: n % 2 === 0,
    lines: [
      {
        variant: { externalId: 'v', sku: 'B', title: null, options: [] },
        title: 'B',
        product: 'B',
        quantity: 1,
        unit: two(n * 100),
        tax: two(0),
        replaces: of(ret.items, pick)!.id,
      },
    ],
  }),
  (_, { n }) =>
    n % 3
      ? { verb: 'place', ordered: { order: null, externalId: 'x', number: 'x' } }
      : { verb: 'place', failed: 'out_of_stock' },
  (ret, { pick }) =>
    ret.charges.length > 0
      ? { verb: 'authorize', charge: of(ret.charges, pick)!.id, until: plus(NOON, { hours: 99 }) }
      : null,
  (ret, { n, pick }) =>
    ret.charges.length > 0
      ? {
          verb: 'charge',
          charge: of(ret.charges, pick)!.id,
          ...(n % 2 ? { outcome: n % 3 ? 'done' : 'declined' } : {}),
        }
      : null,
  (ret, { pick }) => (ret.charges.length > 0 ? { verb: 'release', charge: of(ret.charges, pick)!.id } : null),
  (_, { n }) => ({ verb: 'charge', kind: n % 2 ? 'return_cost' : 'not_returned', amount: eur(100 + n) }),
]

const payments = ['gift_card', 'card'].map(
  (kind, place): Payment => ({
    id: kind as PaymentId,
    externalId: null,
    kind: kind as Payment['kind'],
    gateway: kind,
    captured: eur(place ? 9_000 : 6_000),
    at: NOON,
  }),
)
const order = anOrder(
  [aLine({ quantity: 3, paid: 9_997 }), aLine({ id: 'line-2', quantity: 2, paid: 5_003, sku: 'SOCK' })],
  { payments },
)
const shop = aShop({ compensation: true, offers: { counters: 9, adjustable: true, floorPpm: 0 } })
const filed = () =>
  submitted({ method: 'retailer_label', items: [asked(2), asked(1, { line: 'line-2' as never })] }, { order, shop })

const step = fc.record({
  move: fc.nat(MOVES.length - 1),
  role: fc.nat(ROLES.length - 1),
  n: fc.nat(60),
  pick: fc.nat(5),
  hours: fc.nat(5),
})

/** Each step is taken by the first role it is open to, counted from the one drawn. */
function walk(steps: readonly { move: number; role: number; n: number; pick: number; hours: number }[]): Story {
  let story = filed()
  let now = NOON
  for (const [place, { move, role, n, pick, hours }] of steps.entries()) {
    now = plus(now, { hours })
    const command = MOVES[move]!(story.ret, { n, pick, text: `key-${place}` })
    if (command === null) continue
    const tray = { at: now }
    const by = [...ROLES.slice(role), ...ROLES.slice(0, role)].find(
      one => !refused(story.when(command, { by: one, tray }).answer),
    )
    if (by) story = story.then(command, { by, tray })
  }
  return story
}

test('any walk keeps every rule, every hold and every payment within bounds', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), steps => {
      const { ret, log, tray } = walk(steps)
      expect(evolveAll(null, log)).toEqual(ret)
      for (const sold of tray.ledger) {
        expect(sold.held).toBeGreaterThanOrEqual(0)
        expect(sold.held).toBeLessThanOrEqual(sold.delivered)
      }
      for (const item of ret.items) {
        const held = tray.ledger.filter(sold => sold.line === item.line).reduce((all, sold) => all + sold.held, 0)
        expect(heldOf(item)).toBe(held)
      }
      for (const payment of tray.payments)
        expect(payment.spoken.amountMinor).toBeLessThanOrEqual(payment.captured.amountMinor)
      expect(paidMinor(ret)).toBeLessThanOrEqual(15_000)
      expect(new Set(ret.payouts.map(payout => payout.key)).size).toBe(ret.payouts.length)
    }),
    { numRuns: 150 },
  )
})
