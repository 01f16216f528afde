/** A sum of money that can be unfolded: every figure a person sees says what it is made of. */
import type { ItemId } from './ids.ts'
import { add, type Currency, type Money, type Two, zero } from './money.ts'

export type PartKind =
  | 'goods'
  | 'discount'
  | 'tax'
  | 'shipping'
  | 'restocking_fee'
  | 'return_cost'
  | 'deduction'
  | 'bonus'
  | 'exchange'
  | 'adjustment'
  | 'waived'

/**
 * One signed component. `included` marks a tax that already stands inside the price: it is told, but not added.
 * Fees are negative; `waived` gives back what could not be taken because a payout never goes below zero.
 */
export type Part = { kind: PartKind; amount: Two; included?: boolean; item?: ItemId; taxTitle?: string; why?: string }

/** `total` is the sum of the parts that count, never below zero: whatever floored it stands among the parts as `waived`. */
export type Figure = { parts: Part[]; total: Two }

/** Adds the parts up and floors the result at zero, naming what was cut off. Each currency is floored with the other. */
export function figureOf(parts: readonly Part[], currencies: { presentment: Currency; shop: Currency }): Figure {
  const total = totalOf(parts, currencies)
  if (total.presentment.amountMinor >= 0) return { parts: [...parts], total: floorShop(total) }
  const waived: Part = {
    kind: 'waived',
    amount: { presentment: opposite(total.presentment), shop: opposite(total.shop) },
    why: 'below_zero',
  }
  return {
    parts: [...parts, waived],
    total: { presentment: zero(currencies.presentment), shop: zero(currencies.shop) },
  }
}

/** The signed sum of the parts that count, before any flooring. */
export function totalOf(parts: readonly Part[], currencies: { presentment: Currency; shop: Currency }): Two {
  const counted = parts.filter(part => !part.included)
  return {
    presentment: counted.reduce((all, part) => add(all, part.amount.presentment), zero(currencies.presentment)),
    shop: counted.reduce((all, part) => add(all, part.amount.shop), zero(currencies.shop)),
  }
}

/** Rounding of fees can leave the shop's side a unit below zero when the shopper's side is exactly zero. */
const floorShop = (total: Two): Two =>
  total.shop.amountMinor < 0 ? { ...total, shop: zero(total.shop.currency) } : total

const opposite = (amount: Money): Money => ({ amountMinor: -amount.amountMinor, currency: amount.currency })
