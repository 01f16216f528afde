/** Sharing an order's money out to its lines, once and for ever, in each of its two currencies. */
import { add, alike, type Currency, type Money, money, rateOf, share, subtract, sum, times, zero } from '../money.ts'
import { type Fault, fault } from './entry-check.ts'
import type { AmountInput, LineInput, OrderInput, TaxInput } from './order-input.ts'

export type TaxShare = { title: string; ratePpm: number; amount: Money; included: boolean }
export type LineShares = { list: Money; unit: Money; discount: Money; taxes: TaxShare[]; paid: Money }
export type FreightShares = { paid: Money; taxes: TaxShare[] }
/** One currency's side of an order. */
export type Shares = { lines: LineShares[]; freight: FreightShares; total: Money }

type Read = (amount: AmountInput) => Money

/** Both sides. Where the order is booked in its own currency they are one. */
export type Sides = { presentment: Shares; shop: Shares; shopCurrency: Currency }

/**
 * The shop's side is shared out by the same rule from the shop's own prices. Where only the shop's total is known, that total is shared over what the
 * lines and the freight were paid, and the parts of each line follow its pair. Amounts the shop's side leaves out are scaled by its prices.
 */
export function sidesOf(input: OrderInput, home: Currency): Sides | Fault[] {
  const presentment = sharesOf(input, amount => money(amount.amountMinor, input.currency), input.currency)
  if (Array.isArray(presentment)) return presentment
  const strange = differenceFault(input, presentment)
  if (strange) return [strange]
  const settledHere = withTotal(presentment, input.total ? money(input.total.amountMinor, input.currency) : null)
  const shopCurrency = input.shopCurrency ?? (hasShopSide(input) ? home : input.currency)
  if (shopCurrency === input.currency) return { presentment: settledHere, shop: settledHere, shopCurrency }
  const shop = shopSide(input, settledHere, shopCurrency)
  return Array.isArray(shop) ? shop : { presentment: settledHere, shop, shopCurrency }
}

const hasShopSide = (input: OrderInput): boolean =>
  input.total?.shopAmountMinor !== undefined || input.lines.some(line => line.unitPrice.shopAmountMinor !== undefined)

function shopSide(input: OrderInput, here: Shares, currency: Currency): Shares | Fault[] {
  const stated = input.total?.shopAmountMinor
  const total = stated === undefined ? null : money(stated, currency)
  const priced = input.lines.filter(line => line.unitPrice.shopAmountMinor !== undefined)
  if (total && priced.length < input.lines.length) return sharedLike(here, total)
  if (priced.length === 0)
    return [fault('shopCurrency', 'Prices or the total must be stated in the shop’s currency too.')]
  const pair = [
    money(
      priced.reduce((all, line) => all + line.unitPrice.amountMinor * line.quantity, 0),
      input.currency,
    ),
    money(
      priced.reduce((all, line) => all + (line.unitPrice.shopAmountMinor ?? 0) * line.quantity, 0),
      currency,
    ),
  ] as const
  const read: Read = ({ amountMinor, shopAmountMinor }) =>
    shopAmountMinor === undefined
      ? alike(money(amountMinor, input.currency), ...pair)
      : money(shopAmountMinor, currency)
  const shares = sharesOf(input, read, currency)
  return Array.isArray(shares) ? shares : withTotal(shares, total)
}

function sharedLike(here: Shares, total: Money): Shares {
  const paid = share(total, [...here.lines.map(line => line.paid.amountMinor), here.freight.paid.amountMinor])
  const follow = (amount: Money, own: Money, theirs: Money): Money =>
    own.amountMinor === 0 ? alike(amount, here.total, total) : alike(amount, own, theirs)
  const taxes = (list: TaxShare[], own: Money, theirs: Money) =>
    list.map(tax => ({ ...tax, amount: follow(tax.amount, own, theirs) }))
  const lines = here.lines.map((line, place) => {
    const theirs = paid[place] ?? zero(total.currency)
    return {
      list: follow(line.list, line.paid, theirs),
      unit: follow(line.unit, line.paid, theirs),
      discount: follow(line.discount, line.paid, theirs),
      taxes: taxes(line.taxes, line.paid, theirs),
      paid: theirs,
    }
  })
  const freight = paid.at(-1) ?? zero(total.currency)
  return { lines, freight: { paid: freight, taxes: taxes(here.freight.taxes, here.freight.paid, freight) }, total }
}

/** One side: discounts by what the lines cost, taxes by what is left, each by largest remainder; nothing is added to a total that was stated yet. */
function sharesOf(input: OrderInput, read: Read, currency: Currency): Shares | Fault[] {
  const amount = (given: AmountInput | null | undefined) => (given ? read(given) : zero(currency))
  const gross = input.lines.map(line => times(read(line.unitPrice), line.quantity))
  const own = input.lines.map(line => amount(line.discount))
  const after = gross.map((price, place) => subtract(price, own[place] ?? zero(currency)))
  const freightPrice = subtract(amount(input.freight?.price), amount(input.freight?.discount))
  const faults = discountFaults(after, amount(input.discount), freightPrice)
  if (faults.length > 0) return faults

  const shared = share(
    amount(input.discount),
    after.map(price => price.amountMinor),
  )
  const net = after.map((price, place) => subtract(price, shared[place] ?? zero(currency)))
  const taxes = taxesOf(input, net, read)
  const lines = input.lines.map((line, place): LineShares => {
    const left = net[place] ?? zero(currency)
    const lineTaxes = taxes[place] ?? []
    return {
      list: read(line.listPrice ?? line.unitPrice),
      unit: read(line.unitPrice),
      discount: add(own[place] ?? zero(currency), shared[place] ?? zero(currency)),
      taxes: lineTaxes,
      paid: withOnTop(left, lineTaxes),
    }
  })
  const freightTaxes = computed(freightPrice, input.freight?.taxes ?? [], input.taxesIncluded, read)
  const freight = { paid: withOnTop(freightPrice, freightTaxes), taxes: freightTaxes }
  return { lines, freight, total: sum([...lines.map(line => line.paid), freight.paid], currency) }
}

function discountFaults(after: readonly Money[], discount: Money, freight: Money): Fault[] {
  const left = after.reduce((all, price) => all + price.amountMinor, 0)
  return [
    ...after.flatMap((price, place) =>
      price.amountMinor < 0 ? [fault(`lines.${place}.discount`, 'The discount is higher than the price.')] : [],
    ),
    ...(discount.amountMinor > Math.max(0, left)
      ? [fault('discount', 'The discount is higher than the lines it is shared over.')]
      : []),
    ...(freight.amountMinor < 0 ? [fault('freight.discount', 'The discount is higher than the freight.')] : []),
  ]
}

const withOnTop = (net: Money, taxes: readonly TaxShare[]): Money =>
  taxes
    .filter(tax => !tax.included)
    .map(tax => tax.amount)
    .reduce(add, net)

/**
 * A line's own taxes and its share of the order's. Order taxes go to taxable lines that state none themselves, or to all taxable lines when each does,
 * or to all lines when none is taxable; a rate is applied to each of them, an amount is shared by what they cost.
 */
function taxesOf(input: OrderInput, net: readonly Money[], read: Read): TaxShare[][] {
  const bearing = bearers(input.lines)
  const orderTaxes = input.taxes ?? []
  const weights = net.map((price, place) => (bearing.has(place) ? price.amountMinor : 0))
  const sharedOut = orderTaxes.map(tax => (tax.amount ? shareOver(read(tax.amount), weights, bearing) : null))
  return input.lines.map((line, place) => {
    const left = net[place]
    if (!left) return []
    const own = line.taxes ?? []
    const borne = bearing.has(place) ? orderTaxes : []
    const rates = [...own, ...borne]
    const lineShares = own.map(tax =>
      taxShare(tax, tax.amount ? read(tax.amount) : byRate(left, tax, rates, input.taxesIncluded), input.taxesIncluded),
    )
    const orderShares = borne.map((tax, at) =>
      taxShare(tax, sharedOut[at]?.[place] ?? byRate(left, tax, rates, input.taxesIncluded), input.taxesIncluded),
    )
    return [...lineShares, ...orderShares]
  })
}

function bearers(lines: readonly LineInput[]): Set<number> {
  const places = lines.map((_, place) => place)
  const taxable = places.filter(place => lines[place]?.taxable !== false)
  const silent = taxable.filter(place => (lines[place]?.taxes ?? []).length === 0)
  return new Set(silent.length > 0 ? silent : taxable.length > 0 ? taxable : places)
}

/** Lines without a price bear nothing, unless none of the bearers has one: then the first bears all. */
function shareOver(amount: Money, weights: readonly number[], bearing: Set<number>): Money[] {
  if (weights.some(weight => weight > 0)) return share(amount, weights)
  const first = Math.min(...bearing)
  return weights.map((_, place) => (place === first ? amount : zero(amount.currency)))
}

const computed = (net: Money, taxes: readonly TaxInput[], included: boolean, read: Read): TaxShare[] =>
  taxes.map(tax => taxShare(tax, tax.amount ? read(tax.amount) : byRate(net, tax, taxes, included), included))

const taxShare = ({ title, ratePpm = 0 }: TaxInput, amount: Money, included: boolean): TaxShare => ({
  title,
  ratePpm,
  amount,
  included,
})

/** On top: the rate of the net. Inside: the part of the gross that all rates together put there. Rounded once per line, halves away from zero. */
function byRate(price: Money, { ratePpm = 0 }: TaxInput, all: readonly TaxInput[], included: boolean): Money {
  if (!included) return rateOf(price, ratePpm)
  const rates = all.reduce((total, tax) => total + (tax.ratePpm ?? 0), 0)
  return alike(price, money(1_000_000 + rates, price.currency), money(ratePpm, price.currency))
}

/** A unit per piece and per tax is rounding; more is something the order does not tell, and guessing would make a refund wrong. */
function differenceFault(input: OrderInput, shares: Shares): Fault | null {
  if (!input.total) return null
  const difference = Math.abs(input.total.amountMinor - shares.total.amountMinor)
  const taxes = (input.taxes?.length ?? 0) + (input.freight?.taxes?.length ?? 0)
  const allowed = input.lines.reduce((all, line) => all + line.quantity + (line.taxes?.length ?? 0), taxes)
  if (difference <= allowed) return null
  return fault(
    'total',
    `Lines, freight, discounts and taxes add up to ${shares.total.amountMinor}, not ${input.total.amountMinor}.`,
  )
}

/** The rounding between what was computed and what was charged belongs to the lines, by their size; to the freight where the lines cost nothing. */
function withTotal(shares: Shares, total: Money | null): Shares {
  if (!total || total.amountMinor === shares.total.amountMinor) return shares
  const difference = subtract(total, shares.total)
  const weights = shares.lines.map(line => line.paid.amountMinor)
  const onLines = weights.reduce((all, weight) => all + weight, 0)
  if (onLines + difference.amountMinor < 0 || onLines === 0) {
    return { ...shares, freight: { ...shares.freight, paid: add(shares.freight.paid, difference) }, total }
  }
  const rounding = share(difference, weights)
  const lines = shares.lines.map((line, place) => ({
    ...line,
    paid: add(line.paid, rounding[place] ?? zero(total.currency)),
  }))
  return { ...shares, lines, total }
}
