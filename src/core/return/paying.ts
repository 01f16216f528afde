/** Moving promised money: which payouts a promise still needs, and by which way each goes. */
import type { PayoutId } from '../ids.ts'
import { add, isZero, least, type Money, money, subtract, sum } from '../money.ts'
import { type Refusal, refused } from '../refusal.ts'
import { type PlannedPayout, planPayouts } from '../worth/tender.ts'
import { starting } from './deadlines.ts'
import type { Event } from './events.ts'
import { standing } from './quantities.ts'
import type { Contents, Grant, GrantDestination, Payout, Return } from './return.ts'
import type { PaymentLeft, Tray } from './tray.ts'
import { happened } from './verb.ts'

/** Payouts of a grant that went, or may still go. A declined one gives its part back. */
const live = (ret: Return, grant: Grant): Payout[] =>
  ret.payouts.filter(payout => payout.grant === grant.id && payout.state !== 'declined')

/** What of a grant is neither paid nor on its way. */
export const restOf = (ret: Return, grant: Grant): Money => {
  const { total } = grant.figure
  return subtract(
    total.presentment,
    sum(
      live(ret, grant).map(payout => payout.amount),
      total.presentment.currency,
    ),
  )
}

/** Pieces of a grant no live payout tells yet: split over two payments they are told once, and a retry tells them again. */
export const untold = (ret: Return, grant: Grant): Contents => {
  const told = live(ret, grant).flatMap(payout => payout.lines)
  return grant.lines.flatMap(({ item, quantity }) => {
    const left = quantity - told.reduce((all, line) => (line.item === item ? all + line.quantity : all), 0)
    return left > 0 ? [{ item, quantity: left }] : []
  })
}

type Wanted = { to?: GrantDestination | undefined; most?: Money | null; only?: (grant: Grant) => boolean }

/**
 * Orders whatever the standing promises still need, `most` at most. `to` sends it another way than was promised, for instance as store credit when a
 * card no longer exists. Credit for an exchange goes into the new order, and so waits until there is one.
 */
export function payouts(
  ret: Return,
  tray: Tray,
  { to, most = null, only = () => true }: Wanted = {},
): Event[] | Refusal {
  const events: Event[] = []
  let payments = tray.payments
  let left = most
  for (const grant of standing(ret).filter(only)) {
    const rest = restOf(ret, grant)
    const amount = left === null ? rest : least(rest, left)
    const way = wayOf(ret, tray, grant, to)
    if (amount.amountMinor <= 0 || way === null) continue
    const planned = plannedFor(way, amount, payments, tray)
    if (refused(planned)) return planned
    events.push(...moving(ret, tray, grant, way, planned))
    payments = speakFor(payments, planned)
    left = left && subtract(left, amount)
  }
  return events
}

/** Null: it has to wait. A replacement that was paid by its held amount needs no credit any more, so the goods that came late are worth money again. */
function wayOf(ret: Return, { shop }: Tray, grant: Grant, to: GrantDestination | undefined): GrantDestination | null {
  if (grant.to !== 'exchange') return to ?? grant.to
  const state = ret.exchange?.state
  if (state === 'ordered') return ret.advance?.state === 'charged' ? (to ?? 'store_credit') : 'exchange'
  if (to) return to
  if (state === 'cancelled') return 'original_payment'
  if (state !== 'failed') return null
  return ({ store_credit: 'store_credit', refund: 'original_payment', wait: null } as const)[shop.exchangeFallback]
}

type Movement = Pick<PlannedPayout, 'amount' | 'gateway'> & { payment: PlannedPayout['payment'] | null }

/** Money counts against the payments it came from, also when it is sent instantly by another way; credit is the shop's own paper. */
function plannedFor(
  way: GrantDestination,
  amount: Money,
  payments: readonly PaymentLeft[],
  { order, shop }: Tray,
): Movement[] | Refusal {
  if (way === 'store_credit' || way === 'exchange') return [{ payment: null, amount, gateway: way }]
  const planned = planPayouts(amount, payments, order.payments, shop.refundOrder)
  if (refused(planned)) return planned
  return planned.map(one => ({
    payment: one.payment,
    amount: one.amount,
    gateway: way === 'instant_refund' ? 'instant' : one.kind === 'platform' ? 'platform' : one.gateway,
  }))
}

const speakFor = (payments: readonly PaymentLeft[], movements: readonly Movement[]): PaymentLeft[] =>
  payments.map(one => {
    const more = movements.filter(movement => movement.payment === one.id).map(movement => movement.amount)
    return { ...one, spoken: more.reduce(add, one.spoken) }
  })

/** Money is ordered and settled later, when its gateway has answered; credit and exchange are entries in our own books and done at once. */
function moving(ret: Return, tray: Tray, grant: Grant, way: GrantDestination, movements: readonly Movement[]): Event[] {
  return movements.flatMap((movement, place) => {
    const payout: Payout = {
      id: tray.fresh<PayoutId>(),
      key: keyFor(ret, grant, movement),
      grant: grant.id,
      kind: way === 'store_credit' || way === 'exchange' ? way : 'refund',
      state: 'planned',
      amount: movement.amount,
      lines: place === 0 ? untold(ret, grant) : [],
      payment: movement.payment,
      gateway: movement.gateway,
      externalId: null,
      reference: null,
      transactions: [],
      at: tray.at,
      doneAt: null,
      why: null,
    }
    if (way === 'store_credit') return credited(tray, payout)
    if (way === 'exchange')
      return [happened(tray, 'payout.ordered', { payout }), done(tray, payout, ret.exchange?.order?.externalId ?? null)]
    return [happened(tray, 'payout.ordered', { payout }, starting(tray, 'payout'))]
  })
}

function credited(tray: Tray, payout: Payout): Event[] {
  const reference = tray.fresh<string>()
  return [
    happened(tray, 'payout.ordered', { payout }),
    happened(tray, 'credit.issued', { payout: payout.id, grant: payout.grant, amount: payout.amount, reference }),
    done(tray, payout, reference),
  ]
}

const done = (tray: Tray, payout: Payout, reference: string | null): Event =>
  happened(tray, 'payout.done', { payout: payout.id, externalId: null, reference, transactions: [] })

/** The same attempt has the same key however often its gateway is called; a new attempt after a decline has a new one. */
function keyFor(ret: Return, grant: Grant, { payment, gateway }: Movement): string {
  const attempts = ret.payouts.filter(payout => payout.grant === grant.id && payout.payment === payment).length
  return `${grant.id}:${payment ?? gateway}:${attempts + 1}`
}

/** Promised and neither paid nor on its way, over all standing promises. */
export const owed = (ret: Return, tray: Tray): Money =>
  standing(ret)
    .map(grant => restOf(ret, grant))
    .filter(rest => !isZero(rest))
    .reduce(add, money(0, tray.order.currency))
