/** Amounts as whole minor units with a currency, and the one place where anything is rounded. */
declare const brand: unique symbol

/** ISO 4217 code, three capitals. */
export type Currency = string & { readonly [brand]: 'currency' }

/** `amountMinor` counts the currency's smallest unit: cents of EUR, yen of JPY, fils of KWD. */
export type Money = { amountMinor: number; currency: Currency }

/** What the shopper saw and what the shop books, both fixed when the order enters. Nothing converts later. */
export type Two = { presentment: Money; shop: Money }

const DIGITS: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
}

const KNOWN = new Set(Intl.supportedValuesOf('currency'))

/** Reads an ISO 4217 code; null for anything else. */
export const parseCurrency = (text: string): Currency | null => (KNOWN.has(text) ? (text as Currency) : null)

/** Digits after the point (ISO 4217): 0 for JPY, 3 for KWD, 2 for most. */
export const digits = (currency: Currency): number => DIGITS[currency] ?? 2

export const money = (amountMinor: number, currency: Currency): Money => ({ amountMinor, currency })

export const zero = (currency: Currency): Money => ({ amountMinor: 0, currency })

/** Adding different currencies is a bug, never a question: it throws. */
export function add(a: Money, b: Money): Money {
  same(a, b)
  return { amountMinor: safe(a.amountMinor + b.amountMinor), currency: a.currency }
}

export function subtract(a: Money, b: Money): Money {
  same(a, b)
  return { amountMinor: safe(a.amountMinor - b.amountMinor), currency: a.currency }
}

export const sum = (amounts: readonly Money[], currency: Currency): Money => amounts.reduce(add, zero(currency))

/** n whole pieces at one price; n is an integer. */
export const times = (amount: Money, n: number): Money => ({
  amountMinor: safe(amount.amountMinor * n),
  currency: amount.currency,
})

export const negate = (amount: Money): Money => ({
  amountMinor: amount.amountMinor === 0 ? 0 : -amount.amountMinor,
  currency: amount.currency,
})

export const isZero = (amount: Money): boolean => amount.amountMinor === 0

/** The smaller amount of one currency. */
export function least(a: Money, b: Money): Money {
  same(a, b)
  return a.amountMinor <= b.amountMinor ? a : b
}

export function most(a: Money, b: Money): Money {
  same(a, b)
  return a.amountMinor >= b.amountMinor ? a : b
}

/**
 * Splits an amount by weights without losing a unit: floors first, then the left-over units go one by one to the largest remainders;
 * on a tie to the larger weight, then to the earlier place. All weights zero: everything goes to the first place.
 */
export function share(total: Money, weights: readonly number[]): Money[] {
  const whole = BigInt(total.amountMinor)
  const weightSum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  if (weightSum === 0n) return weights.map((_, place) => money(place === 0 ? total.amountMinor : 0, total.currency))
  const sign = whole < 0n ? -1n : 1n
  const parts = weights.map((weight, place) => {
    const product = whole * sign * BigInt(weight)
    return { place, weight, floor: product / weightSum, remainder: product % weightSum }
  })
  let left = whole * sign - parts.reduce((all, part) => all + part.floor, 0n)
  const byRemainder = [...parts].sort(
    (a, b) => Number(b.remainder - a.remainder) || b.weight - a.weight || a.place - b.place,
  )
  for (const part of byRemainder) {
    if (left === 0n) break
    part.floor += 1n
    left -= 1n
  }
  return parts.map(part => money(Number(part.floor * sign), total.currency))
}

/**
 * What the first k of n equal pieces are worth when all n are worth `total`: R(k) = round(total · k / n), halves away from zero.
 * A refund of the next q after p is R(p + q) − R(p), so any grouping of n pieces adds up to exactly `total`.
 */
export function cumulative(total: Money, k: number, n: number): Money {
  if (n === 0) return zero(total.currency)
  return money(roundDivide(BigInt(total.amountMinor) * BigInt(k), BigInt(n)), total.currency)
}

/** The worth of the next q pieces after p of n. */
export const next = (total: Money, p: number, q: number, n: number): Money =>
  subtract(cumulative(total, p + q, n), cumulative(total, p, n))

/** A rate in parts per million of an amount, halves away from zero: 15 % is 150 000. Rates are integers so that no float ever touches money. */
export const rateOf = (amount: Money, ratePpm: number): Money =>
  money(roundDivide(BigInt(amount.amountMinor) * BigInt(ratePpm), 1_000_000n), amount.currency)

/** Scales an amount of one currency into another by a pair of amounts that were fixed together; used for fees written in the shop's currency. */
export function alike(amount: Money, from: Money, to: Money): Money {
  same(amount, from)
  if (from.amountMinor === 0) return zero(to.currency)
  return money(roundDivide(BigInt(amount.amountMinor) * BigInt(to.amountMinor), BigInt(from.amountMinor)), to.currency)
}

function roundDivide(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n
  const top = numerator < 0n ? -numerator : numerator
  const bottom = denominator < 0n ? -denominator : denominator
  const rounded = (top * 2n + bottom) / (bottom * 2n)
  return safe(Number(negative ? -rounded : rounded))
}

function same(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new Error(`Amounts of ${a.currency} and ${b.currency} met in one sum.`)
}

function safe(amountMinor: number): number {
  if (!Number.isSafeInteger(amountMinor)) throw new Error(`An amount left the range of exact integers: ${amountMinor}.`)
  return amountMinor === 0 ? 0 : amountMinor
}
