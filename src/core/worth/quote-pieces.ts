/** Which pieces of a return are to be paid now, and where their money goes. */
import type { Figure } from '../figure.ts'
import type { LineId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { Line } from '../order/order.ts'
import { chosen, type Facts } from '../policy/condition.ts'
import { cameToNothing, countryOf, lineFacts, offerOf, type Situation } from '../policy/facts.ts'
import type { Policy } from '../policy/policy.ts'
import { standardPolicy } from '../policy/standard.ts'
import { graded, gradedAs, grantedOf, received, returned, travelling } from '../return/quantities.ts'
import type { Basis, Contents, GrantDestination, Handling, Item, Return } from '../return/return.ts'
import type { Tray } from '../return/tray.ts'
import type { Shop } from '../shop.ts'
import { grantedPieces, worth } from './worth.ts'

/** What the core needs to know beside the return. */
export type Counter = Pick<Tray, 'order' | 'shop' | 'policy' | 'siblings'>

/** The next `quantity` pieces of a sold line, of which `before` have been promised money already. */
export type Pieces = { item: Item; line: Line; before: number; quantity: number; to: GrantDestination; facts: Facts }

/** A grant in the making. */
export type Draft = { to: GrantDestination; lines: Contents; parts: Figure['parts'] }

export const policyOf = (tray: Counter): Policy => tray.policy ?? standardPolicy(tray.shop)

/** An amount that people or the arbiter settled; it wins over what the pieces are worth. */
export function agreementOf(ret: Return): { basis: 'agreed' | 'verdict'; amount: Money | null } | null {
  const { dispute } = ret
  if (dispute.state === 'for_shopper' && dispute.verdict.pays !== 'nothing') {
    const { amount, pays } = dispute.verdict
    if (amount !== null || pays === 'now') return { basis: 'verdict', amount }
  }
  const offer = ret.offers.findLast(one => one.end === 'accepted')
  return offer?.terms.amount ? { basis: 'agreed', amount: offer.terms.amount } : null
}

/** Kept goods are paid by what was asked for; travelling ones by the basis that policy set when the return was filed. */
export const ownBasis = (ret: Return): Basis =>
  agreementOf(ret)?.basis ?? (travelling(ret).length === 0 ? 'asked' : ret.assessment.basis)

/**
 * How many pieces of an item may be paid on a basis. Never more than were announced: a surplus piece waits for a decision. Received pieces that
 * nobody has graded count as accepted, unless policy lets them wait for the inspector.
 */
export function payable(
  ret: Return,
  item: Item,
  basis: Basis,
  policy: Policy,
  facts: Facts,
  handling: Handling = item.handling,
): number {
  const announced = returned(item)
  if (handling === 'keep') return announced
  if (basis === 'received') return Math.min(announced, received(ret, item.id))
  if (basis === 'accepted') return Math.min(announced, accepted(ret, item, policy, facts))
  return announced
}

function accepted(ret: Return, item: Item, policy: Policy, facts: Facts): number {
  const grades = chosen(policy, 'acceptable', facts)?.effect.acceptable ?? ['a', 'b']
  const waits = chosen(policy, 'ungraded', facts)?.effect.ungraded === 'waits'
  const ungraded = waits ? 0 : Math.max(0, received(ret, item.id) - graded(ret, item.id))
  return gradedAs(ret, item.id, grades) + ungraded
}

export type Choice = { basis: Basis; lines?: Contents; to?: GrantDestination; handling?: Handling }

/** Pieces payable and not promised yet; named quantities are cut to that. Goodwill counts no pieces unless they are named. */
export function piecesOf(ret: Return, tray: Counter, choice: Choice): Pieces[] {
  const policy = policyOf(tray)
  const counted = new Map<LineId, number>()
  return ret.items.flatMap(item => {
    const line = tray.order.lines.find(one => one.id === item.line)
    if (!line) return []
    const facts = itemFacts(ret, tray, item, line)
    const open = payable(ret, item, choice.basis, policy, facts, choice.handling) - grantedOf(ret, item.id)
    const quantity = Math.min(open, wanted(item, choice))
    if (quantity <= 0) return []
    const before = counted.get(line.id) ?? grantedPieces(line.id, [ret, ...tray.siblings])
    counted.set(line.id, before + quantity)
    return [{ item, line, before, quantity, to: choice.to ?? destination(ret, item, tray.shop), facts }]
  })
}

function wanted(item: Item, { lines, basis }: Choice): number {
  if (lines === undefined) return basis === 'goodwill' ? 0 : Number.POSITIVE_INFINITY
  return lines.reduce((all, line) => (line.item === item.id ? all + line.quantity : all), 0)
}

/** A swap whose replacement sold out takes the shop's fallback; one that was called off is an ordinary refund. */
function destination(ret: Return, { resolution }: Item, shop: Shop): GrantDestination {
  if (resolution.type === 'refund') return resolution.to
  if (ret.exchange?.state === 'cancelled') return 'original_payment'
  if (ret.exchange?.state !== 'failed') return 'exchange'
  return ({ store_credit: 'store_credit', refund: 'original_payment', wait: 'exchange' } as const)[
    shop.exchangeFallback
  ]
}

const itemFacts = (ret: Return, tray: Counter, item: Item, line: Line): Facts =>
  lineFacts(line, situationOf(ret, tray), {
    reason: item.reason.code,
    sub: item.reason.sub,
    resolution: offerOf(item.resolution),
  })

/** As things stood when it was filed; what a customer sent back elsewhere is not known any more. */
export function situationOf(ret: Return, { order, shop, siblings }: Counter): Situation {
  const value = ret.items.reduce((all, item) => {
    const line = order.lines.find(one => one.id === item.line)
    return line ? all + worth(line, 0, returned(item)).total.shop.amountMinor : all
  }, 0)
  const zone = ret.assessment.zone ?? countryOf(order)
  return {
    order,
    zone,
    method: ret.method?.type ?? null,
    lane: ret.lane,
    kind: ret.kind,
    value,
    returnsByCustomer: null,
    returnsOfOrder: siblings.filter(one => one.createdAt < ret.createdAt && !cameToNothing(one)).length,
    day: { at: ret.createdAt, timeZone: shop.timeZone },
  }
}
