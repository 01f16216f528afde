/**
 * Orders as the Shopify admin exports them ("Export orders", plain CSV): the first row of an order carries the order, further rows of the same Name only items.
 *
 * What the export leaves out, and what is done about it:
 * - Items have no ids. They get the order's id and their place, `5001-1`, which is the same at every export of the same order.
 * - Whether prices contain their taxes: read from Subtotal + Shipping (+ Taxes) = Total.
 * - Discounts: Subtotal is after discounts, so the items less the Subtotal is what the order's discount took off; Discount Amount may also count items' own
 *   discounts and a discount on shipping, and is used to tell those apart.
 * - How much each of several payment methods paid: one payment is recorded under their joint name, to be refunded by hand.
 * - Which pieces an earlier refund was for: the payment is entered less what was refunded, so that it cannot be paid back twice.
 * - Duties are entered with the freight: the shopper paid them for the way, not for an item.
 * - When goods arrived: what was fulfilled counts as delivered on Fulfilled at.
 */
import { type Currency, money, share } from '../core/money.ts'
import type { FulfilmentInput, LineInput, OrderInput, PaymentInput, TaxInput } from '../core/order/order-input.ts'
import type { Address } from '../core/party.ts'
import type { Row } from './csv.ts'
import { addressOf, countryCode, splitName, withoutGuard } from './places.ts'
import { type Cells, cellsOf, type Findings, type Settings } from './sheet.ts'
import { shownAmount } from './shown.ts'
import { splitTax } from './taxes.ts'
import { paymentKind } from './tender.ts'

/** Enough to tell this export from any other; older and newer versions differ in the columns after these. */
export const SHOPIFY_COLUMNS = [
  'name',
  'financial status',
  'total',
  'created at',
  'lineitem quantity',
  'lineitem name',
  'lineitem price',
]

export const shopifyKey = (cells: Cells): string => cells.text('name')

export function shopifyOrder(
  rows: Row[],
  columns: ReadonlyMap<string, number>,
  settings: Settings,
  findings: Findings,
): OrderInput | null {
  const all = rows.map(row => cellsOf(row, columns, settings, findings))
  const head = all[0] as Cells
  const name = head.text('name')
  if (head.text('total') === '')
    return head.wrong(
      `This row continues order ${name}, whose first row does not stand directly above it; put the rows of an order together.`,
      'name',
    )
  const currency = head.currency('currency')
  const placedAt =
    head.moment('created at') ??
    (head.text('created at') === '' ? head.wrong('The order has no date.', 'created at') : null)
  if (currency === null || placedAt === null) return null

  const externalId = head.text('id') || name
  const lines = all.flatMap((cells, place) => lineOf(cells, `${externalId}-${place + 1}`, currency))
  if (lines.length === 0) head.wrong('The order has no items.', 'lineitem name')
  if (findings.problems.length > 0) return null
  const sums = sumsOf(head, lines, currency)
  if (sums === null) return null

  const cancelled = head.text('cancelled at') !== ''
  const shipping = address(head, 'shipping')
  const billing = address(head, 'billing')
  const note = head.text('notes')
  return {
    externalId,
    number: name.replace(/^#/, ''),
    name,
    source: 'import',
    state: cancelled ? 'cancelled' : 'open',
    placedAt,
    completedAt: head.moment('fulfilled at'),
    currency,
    customer: customer(head),
    billing,
    shipping,
    country: shipping?.country ?? billing?.country ?? null,
    tags: list(head.text('tags')),
    discountCodes: list(head.text('discount code')),
    customFields: { ...noteAttributes(head.text('note attributes')), ...(note === '' ? {} : { note }) },
    ...sums,
    lines: lines.map(({ line }) => line),
    payments: payments(head, currency, sums.total.amountMinor, findings),
    fulfilments: fulfilments(lines, externalId, head, findings),
  }
}

type ReadLine = { line: LineInput; fulfilled: string }

function lineOf(cells: Cells, externalId: string, currency: Currency): ReadLine[] {
  const title = cells.text('lineitem name')
  if (title === '') return []
  const quantity = cells.whole('lineitem quantity')
  const price = cells.amount(currency, 'lineitem price')
  if (quantity === null || price === null) {
    if (cells.text('lineitem quantity') === '') cells.wrong('The item has no quantity.', 'lineitem quantity')
    if (cells.text('lineitem price') === '') cells.wrong('The item has no price.', 'lineitem price')
    return []
  }
  if (quantity === 0) return []
  if (price < 0) cells.wrong('A price cannot be negative.', 'lineitem price')
  const listPrice = cells.amount(currency, 'lineitem compare at price') ?? 0
  const discount = cells.amount(currency, 'lineitem discount') ?? 0
  const sku = cells.text('lineitem sku')
  const vendor = cells.text('vendor')
  const line: LineInput = {
    externalId,
    title,
    ...(sku === '' ? {} : { sku }),
    ...(vendor === '' ? {} : { product: { title, vendor } }),
    quantity,
    unitPrice: { amountMinor: price },
    ...(listPrice > price ? { listPrice: { amountMinor: listPrice } } : {}),
    ...(discount > 0 ? { discount: { amountMinor: discount } } : {}),
    requiresShipping: cells.yes('lineitem requires shipping') ?? true,
    taxable: cells.yes('lineitem taxable') ?? true,
  }
  return [{ line, fulfilled: cells.text('lineitem fulfillment status').toLowerCase() }]
}

type Sums = Required<Pick<OrderInput, 'taxesIncluded' | 'discount' | 'taxes' | 'freight'>> & {
  total: { amountMinor: number }
}

/** Cash rounding and a shop's own rounding of taxes stay below this; `enterOrder` shares the difference. */
const ROUNDING_MINOR = 2

function sumsOf(head: Cells, lines: ReadLine[], currency: Currency): Sums | null {
  const total = head.amount(currency, 'total') ?? 0
  const shippingPrice = head.amount(currency, 'shipping') ?? 0
  const taxes = head.amount(currency, 'taxes') ?? 0
  const duties = head.amount(currency, 'duties') ?? 0
  const given = head.amount(currency, 'discount amount') ?? 0
  const gross = lines.reduce((sum, { line }) => sum + line.unitPrice.amountMinor * line.quantity, 0)
  const own = lines.reduce((sum, { line }) => sum + (line.discount?.amountMinor ?? 0), 0)
  const subtotal = head.amount(currency, 'subtotal') ?? gross - own - given
  const shown = (amountMinor: number) => shownAmount(amountMinor, currency)

  const discount = gross - own - subtotal
  if (discount < -ROUNDING_MINOR || discount > given + ROUNDING_MINOR)
    return head.wrong(
      `The items come to ${shown(gross)}, less discounts of ${shown(own)} and ${shown(given)}, but the Subtotal is ${shown(subtotal)}; an item is missing or was changed.`,
      'subtotal',
    )
  const spare = given - discount === own ? 0 : Math.max(0, given - discount)
  const best = [false, true]
    .flatMap(included =>
      [shippingPrice, shippingPrice - spare].map(freightPaid => ({
        included,
        freightPaid,
        off: Math.abs(subtotal + freightPaid + duties + (included ? 0 : taxes) - total),
      })),
    )
    .reduce((a, b) => (b.off < a.off ? b : a))
  if (best.off > ROUNDING_MINOR)
    return head.wrong(
      `Subtotal ${shown(subtotal)}, Shipping ${shown(shippingPrice)} and Taxes ${shown(taxes)} do not come to the Total ${shown(total)}.`,
      'total',
    )

  const named = namedTaxes(head, currency, taxes)
  const goods = share(
    money(subtotal, currency),
    lines.map(({ line }) => line.unitPrice.amountMinor * line.quantity - (line.discount?.amountMinor ?? 0)),
  )
  const taxed = goods.reduce((sum, part, place) => sum + (lines[place]?.line.taxable ? part.amountMinor : 0), 0)
  const split = named.map(tax =>
    splitTax(tax, { goods: taxed, freight: best.freightPaid, included: best.included, pieces: lines.length, currency }),
  )
  return {
    taxesIncluded: best.included && taxes > 0,
    discount: discount > 0 ? { amountMinor: discount } : null,
    taxes: split.flatMap(part => part.lines),
    freight: freightOf({
      price: shippingPrice,
      paid: best.freightPaid,
      spare,
      duties,
      taxes: split.flatMap(part => part.freight),
    }),
    total: { amountMinor: total },
  }
}

/** Shipping that cost nothing because a code paid for it is told by the discount that is left over. Duties are paid for the way, so they stand with the freight. */
function freightOf({
  price,
  paid,
  spare,
  duties,
  taxes,
}: {
  price: number
  paid: number
  spare: number
  duties: number
  taxes: TaxInput[]
}): Sums['freight'] {
  const full = (price === 0 ? spare : price) + duties
  const discount = full - paid - duties
  if (full === 0) return null
  return {
    price: { amountMinor: full },
    ...(discount > 0 ? { discount: { amountMinor: discount } } : {}),
    ...(taxes.length > 0 ? { taxes } : {}),
  }
}

/** Tax 1 … Tax 5; what they leave of Taxes stands without a name. */
function namedTaxes(head: Cells, currency: Currency, taxes: number): { title: string; amountMinor: number }[] {
  const named = [1, 2, 3, 4, 5].flatMap(n => {
    const amountMinor = head.amount(currency, `tax ${n} value`) ?? 0
    return amountMinor > 0 ? [{ title: head.text(`tax ${n} name`) || 'Tax', amountMinor }] : []
  })
  const rest = taxes - named.reduce((sum, tax) => sum + tax.amountMinor, 0)
  if (rest < 0) return taxes === 0 ? [] : [{ title: 'Tax', amountMinor: taxes }]
  return rest > 0 ? [...named, { title: 'Tax', amountMinor: rest }] : named
}

/** `pending`, `authorized` and `voided` orders have moved no money. */
const PAID = ['paid', 'partially_paid', 'partially_refunded', 'refunded']

function payments(head: Cells, currency: Currency, total: number, findings: Findings): PaymentInput[] {
  if (!PAID.includes(head.text('financial status').toLowerCase())) return []
  const refunded = head.amount(currency, 'refunded amount') ?? 0
  const captured = total - (head.amount(currency, 'outstanding balance') ?? 0) - refunded
  if (refunded > 0)
    findings.warnings.push(
      `${shownAmount(refunded, currency)} had been refunded before the export; the payment is entered less that, and the export does not say for which items.`,
    )
  if (captured <= 0) return []
  const gateway = head.text('payment method') || 'unknown'
  const methods = gateway.split(/\s*\+\s*/)
  if (methods.length > 1)
    findings.warnings.push(
      `The export does not say how much of ${shownAmount(captured, currency)} each of ${methods.join(', ')} paid; it is one payment here, to be refunded by hand.`,
    )
  const reference = head.text('payment reference', 'payment id', 'payment references')
  const at = head.moment('paid at')
  return [
    {
      kind: paymentKind(methods.find(method => paymentKind(method) !== 'gift_card') ?? gateway),
      gateway,
      captured: { amountMinor: captured },
      ...(reference === '' ? {} : { externalId: reference }),
      ...(at === null ? {} : { at }),
    },
  ]
}

/**
 * One parcel of all that went out. It keeps its name, so that a later export of the same order fills it up instead of adding to it. An item that is `partial`
 * proves one piece only.
 */
function fulfilments(lines: ReadLine[], externalId: string, head: Cells, findings: Findings): FulfilmentInput[] {
  const sent = lines.flatMap(({ line, fulfilled }) => {
    if (fulfilled === 'fulfilled') return [{ line: line.externalId, quantity: line.quantity }]
    if (fulfilled !== 'partial') return []
    findings.warnings.push(
      `"${line.title}" was fulfilled in part, and the export does not say how many pieces; one is entered.`,
    )
    return [{ line: line.externalId, quantity: 1 }]
  })
  if (sent.length === 0) return []
  const at = head.moment('fulfilled at')
  return [{ externalId: `${externalId}-f1`, state: 'sent', lines: sent, sentAt: at, deliveredAt: at }]
}

function customer(head: Cells): OrderInput['customer'] {
  const name = head.text('billing name', 'shipping name')
  const email = head.text('email')
  const phone = withoutGuard(head.text('phone', 'billing phone', 'shipping phone'))
  return { ...splitName(name), emails: email === '' ? [] : [email], phone: phone === '' ? null : phone }
}

function address(head: Cells, side: 'billing' | 'shipping'): Partial<Address> | null {
  const text = (part: string) => head.text(`${side} ${part}`)
  const country = countryCode(text('country'))
  const code = text('province')
  const name = text('province name')
  return addressOf({
    name: text('name'),
    company: text('company'),
    street1: text('address1') || text('street'),
    street2: text('address2'),
    city: text('city'),
    state: { code: code || null, name: name || null },
    postalCode: withoutGuard(text('zip')),
    country,
    phone: withoutGuard(text('phone')),
  })
}

/** One `name: value` a line. */
const noteAttributes = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap(line => {
      const [, name, value] = /^\s*([^:]{1,100}):\s*(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name.trim(), (value ?? '').trim()]]
    }),
  )

const list = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
