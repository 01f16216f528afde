/** What an export leaves open about taxes: their rates, and how much of them lies on the freight. */
import { type Currency, money, rateOf, share } from '../core/money.ts'
import type { TaxInput } from '../core/order/order-input.ts'

/** Exports write the rate into the name ("DE VAT 19%"). Parts per million; null when the name has none. */
export function rateInName(title: string): number | null {
  const match = /(\d{1,2})(?:[.,](\d{1,4}))?\s*%/.exec(title)
  return match ? Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0')) : null
}

/** The tax inside (`included`) or on top of an amount, in minor units. */
export function taxOn(amountMinor: number, ratePpm: number, included: boolean, currency: Currency): number {
  if (!included) return rateOf(money(amountMinor, currency), ratePpm).amountMinor
  return share(money(amountMinor, currency), [1_000_000, ratePpm])[1]?.amountMinor ?? 0
}

export type SplitTax = { lines: TaxInput[]; freight: TaxInput[] }

/**
 * Parts one tax of a whole order between goods and freight. Where the rate is known it tells: the tax fits the goods alone, or goods and freight together. That
 * matters when goods come back, for the freight's tax must not be paid back with them. Where the rate is unknown the tax stays with the goods.
 */
export function splitTax(
  tax: { title: string; amountMinor: number },
  on: { goods: number; freight: number; included: boolean; pieces: number; currency: Currency },
): SplitTax {
  const ratePpm = rateInName(tax.title)
  const whole: TaxInput = {
    title: tax.title,
    ...(ratePpm === null ? {} : { ratePpm }),
    amount: { amountMinor: tax.amountMinor },
  }
  if (on.goods === 0 && on.freight > 0) return { lines: [], freight: [whole] }
  if (ratePpm === null || on.freight === 0) return { lines: [whole], freight: [] }
  const tolerance = on.pieces + 1
  const onGoods = taxOn(on.goods, ratePpm, on.included, on.currency)
  const onBoth = taxOn(on.goods + on.freight, ratePpm, on.included, on.currency)
  const fitsGoods = Math.abs(tax.amountMinor - onGoods)
  const fitsBoth = Math.abs(tax.amountMinor - onBoth)
  if (fitsGoods <= fitsBoth || fitsBoth > tolerance) return { lines: [whole], freight: [] }
  return parted(whole, [on.goods, on.freight], on.currency)
}

/** Parts a tax in proportion to what it lies on. */
export function parted(tax: TaxInput, weights: [goods: number, freight: number], currency: Currency): SplitTax {
  const [lines, freight] = share(money(tax.amount?.amountMinor ?? 0, currency), weights).map(part => ({
    ...tax,
    amount: { amountMinor: part.amountMinor },
  }))
  return { lines: lines ? [lines] : [], freight: freight && freight.amount.amountMinor !== 0 ? [freight] : [] }
}
