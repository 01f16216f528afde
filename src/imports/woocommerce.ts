/**
 * Orders as the common WooCommerce exporters write them. WooCommerce itself has no order export with items, so three shapes are read, told apart by their columns:
 * - one row per item, names like `item_name` ("Customer / Order / Coupon Export", one row per item; "Order Export & Order Import", separate rows);
 * - one row per order, the items in `line_items` or `line_item_1` … as `name:Mug|sku:MUG|quantity:2|total:18.00` (the default of the same two);
 * - one row per item, names like `Item Name` ("Advanced Order Export").
 *
 * WooCommerce keeps all amounts without tax and each tax beside them, so the orders enter with taxes on top whatever the shop showed its shoppers. The price per
 * piece is found by dividing, rounded up; what that is too much is in the line's discount, so the line's sum is exact. Times are the shop's wall clock.
 */
import { type Currency, money, share } from '../core/money.ts'
import type { LineInput, OrderInput, PaymentInput, TaxInput } from '../core/order/order-input.ts'
import type { Address } from '../core/party.ts'
import type { Row } from './csv.ts'
import { parseDecimal } from './decimal.ts'
import { addressOf, countryCode, splitName } from './places.ts'
import { type Cells, cellsOf, type Findings, type Settings, wholeNumber } from './sheet.ts'
import { shownAmount } from './shown.ts'
import { paymentKind } from './tender.ts'

/** The names each thing goes by: exporter with snake_case names first, "Advanced Order Export" after it. */
const NAMES = {
  id: ['order_id', 'order id', 'order_number', 'order number'],
  number: ['order_number_formatted', 'order_number', 'order number', 'order_id', 'order id'],
  placed: ['order_date', 'date', 'order date'],
  paid: ['paid_date', 'paid date'],
  completed: ['completed_date', 'completed date'],
  status: ['status', 'order_status', 'order status'],
  currency: ['order_currency', 'currency'],
  shipping: ['shipping_total', 'order_shipping', 'order shipping amount'],
  shippingTax: ['shipping_tax_total', 'order shipping tax amount'],
  fees: ['fee_total', 'order total fee'],
  feeTaxes: ['fee_tax_total'],
  taxes: ['tax_total', 'order total tax amount'],
  total: ['order_total', 'order total amount', 'order total'],
  refunded: ['refunded_total', 'order refund amount'],
  method: ['payment_method_title', 'payment method title', 'payment_method', 'payment method'],
  transaction: ['transaction_id', 'transaction id'],
  customer: ['customer_id', 'customer_user', 'customer user id'],
  email: ['billing_email', 'email (billing)', 'customer_email', 'customer user email'],
  note: ['customer_note', 'customer note'],
  coupons: ['coupon code', 'coupons used'],
  item: ['item_name', 'line_item_name', 'item name', 'product name', 'product_name'],
  itemId: ['item_id', 'item id'],
  itemPlace: ['item #'],
  product: ['item_product_id', 'line_item_product_id', 'product id', 'product_id'],
  variation: ['variation_id', 'variation id'],
  sku: ['item_sku', 'line_item_sku', 'sku'],
  quantity: ['item_quantity', 'line_item_quantity', 'quantity', 'quantity (- refund)'],
  itemSubtotal: ['item_subtotal', 'line_item_subtotal', 'order line subtotal'],
  itemTotal: ['item_total', 'line_item_total', 'order line (w/o tax)', 'order line total'],
  itemTax: ['item_total_tax', 'line_item_total_tax', 'item_tax', 'order line tax'],
  itemPrice: ['item_price', 'item cost'],
  itemsInOneCell: ['line_items'],
}

/** Every shape has one column of each list. */
export const WOOCOMMERCE_COLUMNS = [
  NAMES.id,
  NAMES.status,
  NAMES.total,
  [...NAMES.item, ...NAMES.itemsInOneCell, 'line_item_1'],
]

export const woocommerceKey = (cells: Cells): string => cells.text(...NAMES.id)

export function woocommerceOrder(
  rows: Row[],
  columns: ReadonlyMap<string, number>,
  settings: Settings,
  findings: Findings,
): OrderInput | null {
  const all = rows.map(row => cellsOf(row, columns, settings, findings))
  const head = all[0] as Cells
  const externalId = woocommerceKey(head)
  const number = head.text(...NAMES.number)
  const status = head
    .text(...NAMES.status)
    .toLowerCase()
    .replace(/^wc-/, '')
  const currency = head.currency(...NAMES.currency)
  const placedAt =
    head.moment(...NAMES.placed) ??
    (head.text(...NAMES.placed) === '' ? head.wrong('The order has no date.', NAMES.placed[0]) : null)
  if (head.text(...NAMES.total) === '') head.wrong('The order has no total.', NAMES.total[0])
  if (currency === null || placedAt === null) return null
  const items = uniqueIds(
    all.flatMap((cells, place) => itemsOf(cells, { id: externalId, from: place, currency, settings, columns })),
  )
  if (items.length === 0) head.wrong('The order has no items.', NAMES.item[0])
  if (findings.problems.length > 0) return null
  const sums = sumsOf(head, items, externalId, currency)
  if (sums === null) return null

  const shipping = address(head, 'shipping')
  const billing = address(head, 'billing')
  const note = head.text(...NAMES.note)
  return {
    externalId,
    number,
    name: `#${number.replace(/^#/, '')}`,
    source: 'import',
    state: ['cancelled', 'failed', 'trash'].includes(status) ? 'cancelled' : 'open',
    placedAt,
    completedAt: head.moment(...NAMES.completed),
    currency,
    customer: customer(head),
    billing,
    shipping,
    country: shipping?.country ?? billing?.country ?? null,
    discountCodes: coupons(all),
    customFields: note === '' ? {} : { note },
    taxesIncluded: false,
    ...sums,
    payments: payments(head, status, currency, placedAt, findings),
    // The status is all that is said about delivery: completed goods have gone, refunded ones may be back already.
    ...(['completed', 'refunded'].includes(status) ? {} : { fulfilments: [] }),
  }
}

/** Amounts of the whole line in minor units, without tax; null where the export is silent. */
type Item = {
  id: string
  title: string
  sku: string
  product: string
  variation: string
  quantity: number
  price: number | null
  subtotal: number | null
  total: number | null
  tax: number | null
}

type Place = { id: string; from: number; currency: Currency; settings: Settings; columns: ReadonlyMap<string, number> }

function itemsOf(cells: Cells, place: Place): Item[] {
  const packed = [
    cells.text(...NAMES.itemsInOneCell),
    ...packedColumns(place.columns).map(name => cells.text(name)),
  ].filter(text => text !== '')
  if (packed.length > 0)
    return packed.flatMap(unpacked).flatMap((parts, n) => packedItem(cells, parts, { ...place, from: n }))
  const title = cells.text(...NAMES.item)
  if (title === '') return []
  const quantity = cells.whole(...NAMES.quantity)
  if (quantity === null && cells.text(...NAMES.quantity) === '')
    cells.wrong('The item has no quantity.', NAMES.quantity[0])
  const amount = (names: string[]) => cells.rounded(place.currency, ...names)
  const item: Item = {
    id: cells.text(...NAMES.itemId) || `${place.id}-${cells.text(...NAMES.itemPlace) || place.from + 1}`,
    title,
    sku: cells.text(...NAMES.sku),
    product: cells.text(...NAMES.product),
    variation: cells.text(...NAMES.variation),
    quantity: quantity ?? 0,
    price: amount(NAMES.itemPrice),
    subtotal: amount(NAMES.itemSubtotal),
    total: amount(NAMES.itemTotal),
    tax: amount(NAMES.itemTax),
  }
  return checked(cells, item)
}

const packedColumns = (columns: ReadonlyMap<string, number>): string[] =>
  [...columns.keys()].filter(name => /^line_item_\d+$/.test(name))

function checked(cells: Cells, item: Item): Item[] {
  if (item.quantity === 0) return []
  if (item.price === null && item.total === null && item.subtotal === null)
    cells.wrong(`"${item.title}" has no price; export the item's total or cost too.`, NAMES.itemTotal[0])
  if ((item.total ?? item.price ?? 0) < 0) cells.wrong('A price cannot be negative.', NAMES.itemTotal[0])
  return [item]
}

/** Items of one cell are parted by `;`, which titles contain too: it counts only where a new item begins. */
function unpacked(text: string): Record<string, string>[] {
  if (text.startsWith('[')) return unpackedJson(text)
  return text.split(/;(?=(?:id|name):)/).map(item =>
    Object.fromEntries(
      item.split(/(?<!\\)\|/).flatMap(part => {
        const colon = part.indexOf(':')
        return colon === -1
          ? []
          : [
              [
                part.slice(0, colon).trim(),
                part
                  .slice(colon + 1)
                  .replaceAll('\\|', '|')
                  .trim(),
              ],
            ]
      }),
    ),
  )
}

function unpackedJson(text: string): Record<string, string>[] {
  try {
    const items = JSON.parse(text) as unknown
    if (!Array.isArray(items)) return [{}]
    return items.map(item =>
      Object.fromEntries(Object.entries(Object(item)).map(([key, value]) => [key, String(value ?? '')])),
    )
  } catch {
    return [{}]
  }
}

function packedItem(cells: Cells, parts: Record<string, string>, place: Place): Item[] {
  const column = cells.text(...NAMES.itemsInOneCell) === '' ? 'line_item_1' : 'line_items'
  const title = parts.name ?? ''
  const quantity = wholeNumber(parts.quantity ?? '')
  if (title === '' || quantity === null) {
    cells.wrong('An item cannot be read; it should look like name:Mug|sku:MUG|quantity:2|total:18.00.', column)
    return []
  }
  const amount = (text: string | undefined): number | null => {
    if (text === undefined || text === '') return null
    const read = parseDecimal(text, place.currency, { sign: place.settings.sign, round: true })
    return 'problem' in read ? cells.wrong(read.problem, column) : read.amountMinor
  }
  return checked(cells, {
    id: parts.id || `${place.id}-${place.from + 1}`,
    title,
    sku: parts.sku ?? '',
    product: parts.product_id ?? '',
    variation: parts.variation_id ?? parts._variation_id ?? '',
    quantity,
    price: null,
    subtotal: amount(parts.subtotal ?? parts.sub_total),
    total: amount(parts.total),
    tax: amount(parts.total_tax ?? parts.tax),
  })
}

/** "Advanced Order Export" repeats an item's row once for each coupon; the same item number in one order is the same item. */
function uniqueIds(items: Item[]): Item[] {
  const seen = new Set<string>()
  return items.filter(item => !seen.has(item.id) && seen.add(item.id))
}

function lineOf(item: Item): LineInput {
  const paid = item.total ?? (item.price === null ? item.subtotal : item.price * item.quantity) ?? 0
  const before = Math.max(item.subtotal ?? paid, paid)
  const unitPrice = Math.ceil(before / item.quantity)
  const discount = unitPrice * item.quantity - paid
  return {
    externalId: item.id,
    title: item.title,
    ...(item.sku === '' ? {} : { sku: item.sku }),
    ...(item.product === '' ? {} : { product: { externalId: item.product, title: item.title } }),
    ...(item.variation === '' || item.variation === '0'
      ? {}
      : { variant: { externalId: item.variation, ...(item.sku === '' ? {} : { sku: item.sku }) } }),
    quantity: item.quantity,
    unitPrice: { amountMinor: unitPrice },
    ...(discount > 0 ? { discount: { amountMinor: discount } } : {}),
    ...(item.tax === null ? {} : { taxes: item.tax === 0 ? [] : [taxOf(item.tax)] }),
  }
}

const taxOf = (amountMinor: number): TaxInput => ({ title: 'Tax', amount: { amountMinor } })

type Sums = Required<Pick<OrderInput, 'lines' | 'taxes' | 'freight' | 'discount' | 'total'>>

function sumsOf(head: Cells, items: Item[], externalId: string, currency: Currency): Sums | null {
  const amount = (names: string[]) => head.rounded(currency, ...names)
  const total = amount(NAMES.total) ?? 0
  const freight = amount(NAMES.shipping) ?? 0
  const fees = amount(NAMES.fees) ?? 0
  const lines = items.map(lineOf)
  const goods = lines.reduce(
    (sum, line) => sum + line.unitPrice.amountMinor * line.quantity - (line.discount?.amountMinor ?? 0),
    0,
  )
  const stated = items.every(item => item.tax !== null)
  const onLines = items.reduce((sum, item) => sum + (item.tax ?? 0), 0)
  const taxes =
    amount(NAMES.taxes) ?? (stated ? onLines + (amount(NAMES.shippingTax) ?? 0) + (amount(NAMES.feeTaxes) ?? 0) : 0)
  const shown = (amountMinor: number) => shownAmount(amountMinor, currency)
  const pieces = items.reduce((sum, item) => sum + (item.total === null ? item.quantity : 1), 2)
  if (Math.abs(goods + freight + fees + taxes - total) > pieces) {
    const why =
      (amount(NAMES.refunded) ?? 0) > 0
        ? ' Pieces refunded before may be missing from the quantities: export "Quantity" without refunds.'
        : ''
    return head.wrong(
      `Items ${shown(goods)}, shipping ${shown(freight)}, fees ${shown(fees)} and taxes ${shown(taxes)} do not come to the total ${shown(total)}.${why}`,
      NAMES.total[0],
    )
  }
  const rest = Math.max(0, taxes - onLines)
  const split = stated
    ? { goods: 0, freight: rest - (amount(NAMES.feeTaxes) ?? 0), fees: amount(NAMES.feeTaxes) ?? 0 }
    : sharedTaxes(head, rest, [goods, freight, Math.max(0, fees)], currency)
  return {
    lines: fees > 0 ? [...lines, feeLine(externalId, fees, split.fees)] : lines,
    discount: fees < 0 ? { amountMinor: -fees } : null,
    taxes: split.goods > 0 ? [taxOf(split.goods)] : [],
    freight:
      freight === 0 && split.freight <= 0
        ? null
        : { price: { amountMinor: freight }, ...(split.freight > 0 ? { taxes: [taxOf(split.freight)] } : {}) },
    total: { amountMinor: total },
  }
}

/** Taxes of the order where the items state none: shipping's are taken out when known, else all are shared by what they lie on, as WooCommerce taxes by default. */
function sharedTaxes(
  head: Cells,
  taxes: number,
  [goods, freight, fees]: [number, number, number],
  currency: Currency,
): { goods: number; freight: number; fees: number } {
  const onFreight = head.rounded(currency, ...NAMES.shippingTax)
  const parts = share(money(taxes - (onFreight ?? 0), currency), [goods, onFreight === null ? freight : 0, fees]).map(
    part => part.amountMinor,
  )
  return { goods: parts[0] ?? 0, freight: onFreight ?? parts[1] ?? 0, fees: parts[2] ?? 0 }
}

/** A fee (gift wrap, small-order fee) is money the shopper paid that no piece of goods carries: a line that is never sent and never comes back. */
const feeLine = (externalId: string, amountMinor: number, taxMinor: number): LineInput => ({
  externalId: `${externalId}-fee`,
  title: 'Fee',
  quantity: 1,
  unitPrice: { amountMinor },
  taxes: taxMinor > 0 ? [taxOf(taxMinor)] : [],
  requiresShipping: false,
  taxable: false,
  finalSale: true,
})

/** On-hold orders await their money; pending and failed ones never got it. */
function payments(
  head: Cells,
  status: string,
  currency: Currency,
  placedAt: OrderInput['placedAt'],
  findings: Findings,
): PaymentInput[] {
  if (!['processing', 'completed', 'refunded'].includes(status) && head.text(...NAMES.paid) === '') return []
  const total = head.rounded(currency, ...NAMES.total) ?? 0
  const refunded = Math.abs(head.rounded(currency, ...NAMES.refunded) ?? 0)
  if (refunded > 0)
    findings.warnings.push(
      `${shownAmount(refunded, currency)} had been refunded before the export; the payment is entered less that.`,
    )
  if (total - refunded <= 0) return []
  const gateway = head.text(...NAMES.method) || 'unknown'
  const externalId = head.text(...NAMES.transaction)
  return [
    {
      kind: paymentKind(gateway),
      gateway,
      captured: { amountMinor: total - refunded },
      at: head.moment(...NAMES.paid) ?? placedAt,
      ...(externalId === '' ? {} : { externalId }),
    },
  ]
}

function customer(head: Cells): OrderInput['customer'] {
  const id = head.text(...NAMES.customer)
  const email = head.text(...NAMES.email)
  const phone = head.text('billing_phone', 'phone (billing)')
  const firstName = head.text('billing_first_name', 'first name (billing)')
  const lastName = head.text('billing_last_name', 'last name (billing)')
  const name =
    firstName === '' && lastName === ''
      ? splitName(head.text('billing_full_name', 'full name (billing)'))
      : { firstName, lastName }
  return {
    ...(id === '' || id === '0' ? {} : { id }),
    ...name,
    emails: email === '' ? [] : [email],
    phone: phone === '' ? null : phone,
  }
}

function address(head: Cells, side: 'billing' | 'shipping'): Partial<Address> | null {
  const text = (snake: string, titled: string) => head.text(`${side}_${snake}`, `${titled} (${side})`)
  const full =
    text('full_name', 'full name') || `${text('first_name', 'first name')} ${text('last_name', 'last name')}`.trim()
  return addressOf({
    name: full,
    company: text('company', 'company'),
    street1: text('address_1', 'address 1') || text('address', 'address 1&2'),
    street2: text('address_2', 'address 2'),
    city: text('city', 'city'),
    state: {
      code: text('state_code', 'state code') || text('state', 'state code') || null,
      name: text('state_name', 'state name') || null,
    },
    postalCode: text('postcode', 'postcode'),
    country: countryCode(text('country', 'country code') || text('country_name', 'country name')),
    phone: head.text(`${side}_phone`, `phone (${side})`),
  })
}

/** `coupon_items` is `code:SPRING|description:…|amount:5.00;…`; the other exporter has one code a row. */
function coupons(rows: Cells[]): string[] {
  const packed = (rows[0]?.text('coupon_items') ?? '')
    .split(';')
    .flatMap(item => /(?:^|\|)code:([^|]+)/.exec(item)?.[1] ?? [])
  const plain = rows.flatMap(row => row.text(...NAMES.coupons).split(','))
  return [...new Set([...packed, ...plain].map(code => code.trim()).filter(code => code !== ''))]
}
