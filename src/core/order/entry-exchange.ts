/** The order a settled exchange makes: its pieces cost what was settled for them, for every later return. */
import type { ItemId, LineId, OrderId, PaymentId } from '../ids.ts'
import { alike, cumulative, type Money, share, sum, type Two } from '../money.ts'
import type { Refusal } from '../refusal.ts'
import { grantedOf, standing } from '../return/quantities.ts'
import type { Exchange, ExchangeLine, Item, Return } from '../return/return.ts'
import type { Tray } from '../return/tray.ts'
import type { Instant } from '../time.ts'
import { backedBy } from '../worth/quote-amount.ts'
import { type PlannedPayout, planPayouts } from '../worth/tender.ts'
import { addTwo, zeroTwo } from '../worth/worth.ts'
import { type Fault, fault } from './entry-check.ts'
import type { Line, Order, Payment, Tax } from './order.ts'
import type { OrderInput } from './order-input.ts'

/**
 * How much of each payment of the first order moves to the new one: planned like a refund, so a gift card's value moves first, without the exchange's
 * bonus, which was never paid.
 */
export function portionsFor(
  ret: Return,
  { order, payments, shop }: Pick<Tray, 'order' | 'payments' | 'shop'>,
): PlannedPayout[] | Refusal {
  const moved = standing(ret)
    .filter(grant => grant.to === 'exchange')
    .map(grant => backedBy(grant, order))
  return planPayouts(sum(moved, order.currency), payments, order.payments, shop.refundOrder)
}

/**
 * `portions`: how much of each payment of the first order the exchange took over (`portionsFor`). `charges`: what the shopper
 * paid on top, in the order's currency. `id`, `externalId`, `number`: of the new order.
 */
export type Settled = {
  ret: Return
  exchange: Exchange
  order: Order
  id: OrderId
  externalId: string
  number: string
  at: Instant
  portions: { payment: PaymentId; amount: Money }[]
  charges: { id: PaymentId; gateway: string; externalId: string | null; amount: Money }[]
  fresh: <I extends string>() => I
}

/**
 * The cost basis of a replacement is what was settled for it: the exchange's standing grants plus what was charged on top, shared over its lines. The
 * same article in another variant costs what its piece was paid, whatever the list says, so a chain M → L → XL of a shirt bought at 30 ends at 30.
 *
 * The new order's payments *are* the first order's: the same payment ids, captured for the portion that moved here, so a later refund of the new order
 * goes back to the card or gift card the money once came from. The portions bound what this order may give back in all, as the exchange's grant bounds the
 * first; how much a payment still has is counted once for all orders that name it. Payments of which nothing moved are named too, with nothing captured,
 * so that money finds its way when the other order used up a payment first.
 *
 * `origin` always names the very first order line, return and item in the chain's last step: order and line of the first purchase, the return that led here.
 */
export function exchangeOrder({
  ret,
  exchange,
  order,
  id,
  externalId,
  number,
  at,
  portions,
  charges,
  fresh,
}: Settled): Order {
  const values = exchange.lines.map(line => valueOf(line, ret, order))
  const settled = settledTotal(
    ret,
    order,
    charges.map(charge => charge.amount),
    values,
  )
  const paid = shareTwo(settled, values)
  const lines = exchange.lines.map((line, place) =>
    replacementLine(line, paid[place] ?? line.total, `${number}-${place + 1}`, ret, order, fresh<LineId>()),
  )
  const nothing = zeroTwo(order.freight.paid)
  return {
    ...order,
    id,
    refs: { externalId, number, name: number },
    source: 'exchange',
    state: 'open',
    placedAt: at,
    completedAt: null,
    discountCodes: [],
    lines,
    fulfilments: [],
    payments: [...movedPayments(order, portions), ...charges.map(charge => chargedPayment(charge, at))],
    freight: { paid: nothing, taxes: [] },
    deals: [],
    createdAt: at,
    updatedAt: at,
  }
}

/** What a line counts for when the settled sum is shared: its own price, or what its piece was paid where the article stays the same. */
function valueOf(line: ExchangeLine, ret: Return, order: Order): Two {
  const item = ret.items.find(one => one.id === line.replaces)
  const sold = order.lines.find(one => one.id === item?.line)
  if (!item || !sold || item.resolution.type !== 'replace') return line.total
  const pieces = Math.min(grantedOf(ret, item.id), sold.quantity)
  return pieces > 0 ? itemWorth(ret, item, order) : line.total
}

/** The item's parts of price, discount and tax on top, as its standing grants told them. */
function itemWorth(ret: Return, item: Item, order: Order): Two {
  const parts = standing(ret).flatMap(grant => grant.figure.parts)
  return parts
    .filter(part => part.item === item.id && !part.included && WORTH.includes(part.kind))
    .map(part => part.amount)
    .reduce(addTwo, zeroTwo(order.freight.paid))
}

const WORTH: readonly string[] = ['goods', 'discount', 'tax']

function settledTotal(ret: Return, order: Order, charged: readonly Money[], values: readonly Two[]): Two {
  const nothing = zeroTwo(order.freight.paid)
  const credited = standing(ret)
    .filter(grant => grant.to === 'exchange')
    .map(grant => grant.figure.total)
    .reduce(addTwo, nothing)
  const extra = sum(charged, order.currency)
  const price = values.reduce(addTwo, nothing)
  return addTwo(credited, { presentment: extra, shop: alike(extra, price.presentment, price.shop) })
}

function shareTwo(total: Two, values: readonly Two[]): Two[] {
  const here = share(
    total.presentment,
    values.map(value => value.presentment.amountMinor),
  )
  const there = share(
    total.shop,
    values.map(value => value.shop.amountMinor),
  )
  return here.flatMap((presentment, place) => {
    const shop = there[place]
    return shop ? [{ presentment, shop }] : []
  })
}

/** Taxes keep their part of the price; a price that was settled has them inside. */
function replacementLine(
  line: ExchangeLine,
  paid: Two,
  externalId: string,
  ret: Return,
  order: Order,
  id: LineId,
): Line {
  const item =
    ret.items.find(one => one.id === line.replaces) ?? ret.items.find(one => one.resolution.type !== 'refund')
  const replaced = order.lines.find(one => one.id === item?.line) ?? order.lines[0]
  if (!replaced) throw new Error('An order without lines cannot be exchanged.')
  const unit = pieceOf(paid, line.quantity)
  return {
    ...replaced,
    id,
    externalId,
    product: {
      ...replaced.product,
      ...(line.product ? { externalId: line.product, id: line.product } : {}),
      title: line.title,
    },
    variant: line.variant,
    quantity: line.quantity,
    cancelled: 0,
    listPrice: line.unit,
    unitPrice: unit,
    discount: zeroTwo(paid),
    taxes: taxesOf(line, replaced, paid),
    paid,
    kit: null,
    deal: null,
    serials: [],
    origin: originOf(replaced, order, ret, item?.id ?? null),
  }
}

const pieceOf = (total: Two, n: number): Two => ({
  presentment: cumulative(total.presentment, 1, n),
  shop: cumulative(total.shop, 1, n),
})

function taxesOf(line: ExchangeLine, replaced: Line, paid: Two): Tax[] {
  const scaled = (amount: Two, whole: Two): Two => ({
    presentment: alike(amount.presentment, whole.presentment, paid.presentment),
    shop: alike(amount.shop, whole.shop, paid.shop),
  })
  if (line.tax.presentment.amountMinor === 0)
    return replaced.taxes.map(tax => ({ ...tax, included: true, amount: scaled(tax.amount, replaced.paid) }))
  const title = replaced.taxes[0]?.title ?? 'Tax'
  return [{ title, ratePpm: replaced.taxes[0]?.ratePpm ?? 0, included: true, amount: scaled(line.tax, line.total) }]
}

/** Order and line of the first purchase stay through the chain; return and item are those of this step. */
const originOf = (replaced: Line, order: Order, ret: Return, item: ItemId | null): NonNullable<Line['origin']> => ({
  order: replaced.origin?.order ?? order.id,
  line: replaced.origin?.line ?? replaced.id,
  ret: ret.id,
  item,
})

const movedPayments = (order: Order, portions: Settled['portions']): Payment[] =>
  order.payments.map(payment => {
    const moved = portions.filter(portion => portion.payment === payment.id).map(portion => portion.amount)
    return { ...payment, captured: sum(moved, order.currency) }
  })

const chargedPayment = ({ id, gateway, externalId, amount }: Settled['charges'][number], at: Instant): Payment => ({
  id,
  externalId,
  kind: 'card',
  gateway,
  captured: amount,
  at,
})

/**
 * The shop's own words about an order that an exchange made here: its names for the lines are taken over, matched by name, else by variant or article
 * number; money, quantities and payments stay as they were settled.
 */
export function settledOrder(
  input: OrderInput,
  before: Order,
): Pick<Order, 'lines' | 'deals' | 'freight' | 'payments' | 'shopCurrency'> | Fault[] {
  const taken = new Set<LineId>()
  const named = input.lines.map((line, place) => {
    const free = before.lines.filter(one => !taken.has(one.id))
    const sku = line.sku ?? line.variant?.sku
    const same =
      free.find(one => one.externalId === line.externalId) ??
      free.find(one => line.variant?.externalId !== undefined && one.variant.externalId === line.variant.externalId) ??
      free.find(one => sku !== undefined && one.variant.sku === sku)
    if (same) taken.add(same.id)
    return same
      ? { line, known: same }
      : fault(`lines.${place}`, 'An exchange’s lines are settled; this one is not among them.')
  })
  const faults = named.filter((one): one is Fault => 'message' in one)
  if (faults.length > 0) return faults
  const lines = before.lines.map(known => {
    const said = named.find(
      (one): one is Exclude<typeof one, Fault> => 'known' in one && one.known.id === known.id,
    )?.line
    return said
      ? {
          ...known,
          externalId: said.externalId,
          cancelled: said.cancelled ?? known.cancelled,
          serials: said.serials ?? known.serials,
        }
      : known
  })
  return {
    lines,
    deals: before.deals,
    freight: before.freight,
    payments: before.payments,
    shopCurrency: before.shopCurrency,
  }
}
