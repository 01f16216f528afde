/** The money of a return as its reader may see it. Whoever was given a present sees only what will be theirs: store credit, and never what was paid. */
import type { Figure, Part } from '../../core/figure.ts'
import type { ChargeId, PayoutId } from '../../core/ids.ts'
import { add, type Money, zero } from '../../core/money.ts'
import type { PaymentKind } from '../../core/order/order.ts'
import { standing as standingGrants } from '../../core/return/quantities.ts'
import type { Charge, GrantDestination, Payout } from '../../core/return/return.ts'
import { estimate, inAll } from '../../core/worth/quote.ts'
import type { Seen } from '../look.ts'
import type { Standing } from './session.ts'

export type FollowedPayout = {
  id: PayoutId
  kind: Payout['kind']
  /** `on_its_way`: sent for, and not answered yet. */
  state: 'on_its_way' | 'done' | 'failed'
  amount: Money
  /** What it went back to: the card, the gift card, the bank account; null where that is not known or not the reader's. */
  to: PaymentKind | null
  at: Instant
  /** The code of a store credit. */
  reference: string | null
}
type Instant = Payout['at']

export type FollowedCharge = Pick<Charge, 'kind' | 'state' | 'amount'> & { id: ChargeId }

export type FollowedMoney = {
  /** From the wish to the last refund; null where the amounts are not the reader's to see. */
  all: Figure | null
  /** What can still be expected on top of what was promised. */
  expected: Money | null
  promised: Money | null
  paid: Money | null
  payouts: FollowedPayout[]
  charges: FollowedCharge[]
}

/** Of a present only store credit belongs to whom it was given; money goes back to whoever paid. */
const theirs = (standing: Standing, to: GrantDestination | Payout['kind']): boolean =>
  standing === 'customer' || to === 'store_credit'

export function moneyOf(seen: Seen, standing: Standing): FollowedMoney {
  const { ret, order } = seen
  const isOpen = ret.request.state === 'submitted' || ret.request.state === 'approved'
  const expected = isOpen ? estimate(ret, seen).grants.filter(({ to }) => theirs(standing, to)) : []
  const promised = standingGrants(ret).filter(({ to }) => theirs(standing, to))
  const shown = standing === 'customer' || [...expected, ...promised].length > 0
  const payouts = ret.payouts
    .filter(({ kind, state }) => theirs(standing, kind) && !(kind === 'elsewhere' && state !== 'done'))
    .map(payout => payoutOf(payout, seen, standing))
  const sumOf = (amounts: readonly Money[]): Money => amounts.reduce(add, zero(order.currency))
  const total = (grants: readonly { figure: Figure }[]): Money =>
    sumOf(grants.map(({ figure }) => figure.total.presentment))
  return {
    all: shown ? figureFor(seen, standing, total([...promised, ...expected])) : null,
    expected: shown && isOpen ? total(expected) : null,
    promised: shown && promised.length > 0 ? total(promised) : null,
    paid: shown ? sumOf(payouts.filter(({ state }) => state === 'done').map(({ amount }) => amount)) : null,
    payouts,
    charges: ret.charges.map(({ id, kind, state, amount }) => ({ id, kind, state, amount })),
  }
}

/** What a present cost stands in the parts of its figure, so the recipient is told the sum alone. */
function figureFor(seen: Seen, standing: Standing, theirTotal: Money): Figure {
  if (standing === 'recipient') return { parts: [], total: { presentment: theirTotal, shop: theirTotal } }
  const { parts, total } = inAll(seen.ret, seen)
  return { parts: parts.map(plain), total }
}

/** Why a part is what it is was written for colleagues. */
const plain = ({ why: _why, ...part }: Part): Part => part

const STATES = {
  planned: 'on_its_way',
  sent: 'on_its_way',
  unknown: 'on_its_way',
  done: 'done',
  declined: 'failed',
} as const satisfies Record<Payout['state'], FollowedPayout['state']>

function payoutOf(payout: Payout, { order }: Seen, standing: Standing): FollowedPayout {
  const payment = order.payments.find(({ id }) => id === payout.payment)
  return {
    id: payout.id,
    kind: payout.kind,
    state: STATES[payout.state],
    amount: payout.amount,
    to: standing === 'customer' && payout.kind === 'refund' ? (payment?.kind ?? null) : null,
    at: payout.doneAt ?? payout.at,
    reference: payout.kind === 'store_credit' && payout.state === 'done' ? payout.reference : null,
  }
}
