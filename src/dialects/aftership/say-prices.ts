/** What one piece cost, in the four ways the platform tells it. */
import { add, cumulative, type Money, sum, times, zero } from '../../core/money.ts'
import type { Line } from '../../core/order/order.ts'
import { amountOf, type Told } from './told.ts'
import type { Wire } from './versions.ts'

type Prices = { list: Money; paid: Money; discount: Money; tax: Money; paidInAll: Money }

/** Per piece. Rounded for showing: nobody may add these up again. */
function pricesOf(line: Line): Prices {
  const each = (whole: Money): Money => cumulative(whole, 1, line.quantity)
  return {
    list: line.listPrice.presentment,
    paid: each(line.paid.presentment),
    discount: each(line.discount.presentment),
    tax: each(taxOf(line)),
    paidInAll: line.paid.presentment,
  }
}

const taxOf = ({ taxes, paid }: Line): Money =>
  sum(
    taxes.map(({ amount }) => amount.presentment),
    paid.presentment.currency,
  )

export const pricesSaid = (told: Told, line: Line | undefined): Wire =>
  line === undefined ? NO_PRICES : pricesWritten(told, pricesOf(line))

const pricesWritten = ({ shop }: Told, { list, paid, discount, tax, paidInAll }: Prices): Wire => ({
  unit_display_price: amountOf(list, shop),
  unit_discounted_price_including_tax: amountOf(paid, shop),
  // Until 2024-07 the price of the whole ordered quantity stood here instead.
  discounted_price_including_tax: amountOf(paidInAll, shop),
  unit_discount: amountOf(discount, shop),
  unit_tax: amountOf(tax, shop),
})

const NO_PRICES: Wire = {
  unit_display_price: null,
  unit_discounted_price_including_tax: null,
  discounted_price_including_tax: null,
  unit_discount: null,
  unit_tax: null,
}

/** The kit's own line carries no money: what it cost is the sum over its components. */
export function kitPrices(told: Told, kit: Line | undefined): Wire {
  if (kit === undefined) return NO_PRICES
  const parts = told.order.lines.filter(line => line.kit?.parent === kit.id)
  const whole = (of: (line: Line) => Money) => parts.map(of).reduce(add, zero(told.order.currency))
  const each = (of: (line: Line) => Money): Money => cumulative(whole(of), 1, kit.quantity)
  return pricesWritten(told, {
    list: whole(line => times(line.listPrice.presentment, line.kit?.per ?? 1)),
    paid: each(line => line.paid.presentment),
    discount: each(line => line.discount.presentment),
    tax: each(taxOf),
    paidInAll: whole(line => line.paid.presentment),
  })
}
