/**
 * Our own CSV: one row per order line. The order's columns stand on its first row; further rows may repeat them or leave them empty, and must not contradict them.
 *
 * | Column | Holds |
 * |---|---|
 * | order_id * | the shop's id of the order, the same on all its rows, which stand together |
 * | order_number, order_name | what people type and what they see; default the id |
 * | state | `open` (default) or `cancelled` |
 * | placed_at *, completed_at | `2024-03-01T10:15:30Z`, or without an offset in the shop's time zone |
 * | currency | ISO 4217; may be left out when it is named at the import |
 * | taxes_included * | whether prices and shipping contain their taxes: `yes` or `no` |
 * | email, first_name, last_name, phone, locale | who bought |
 * | shipping_name, …_company, …_street1, …_street2, …_city, …_state, …_postal_code, …_country, …_phone; the same with `billing_` | addresses; the country as ISO 3166-1 code or English name |
 * | groups, tags, discount_codes | separated by `;` |
 * | order_discount | on the whole order, not yet in the lines |
 * | order_taxes, shipping_taxes, line_taxes | `title:rate:amount` separated by `;`, such as `VAT:20%:3.33`; rate or amount may be left out |
 * | shipping_price, shipping_discount | freight |
 * | total | what was charged in all; the import is refused when it does not add up |
 * | payments | `kind:gateway:amount` separated by `;`, a fourth part is the gateway's reference; kinds: card, gift_card, store_credit, bank, cash_on_delivery, platform |
 * | line_id *, title *, quantity *, unit_price * | one line; the price is per piece |
 * | list_price, line_discount | per piece before any reduction; on the whole line |
 * | cancelled | pieces that will never be sent |
 * | sku, variant_id, variant_title, product_id, product_type, vendor, grams | the goods |
 * | requires_shipping, taxable, gift_card, final_sale | `yes` or `no` |
 * | serials | separated by `;` |
 * | components | a kit's parts, `id:title:per` separated by `;`, a fourth part is the weight of its share of the price; ids are unique in the order, like line_id |
 * | sent_at, delivered_at, sent_quantity, carrier, tracking | how the line went out; when no row of the order has any of them, everything was delivered on completed_at |
 */
import type { Currency } from '../core/money.ts'
import type { PaymentKind } from '../core/order/order.ts'
import type {
  AmountInput,
  FulfilmentInput,
  LineInput,
  OrderInput,
  PaymentInput,
  TaxInput,
} from '../core/order/order-input.ts'
import type { Address } from '../core/party.ts'
import type { Row } from './csv.ts'
import { parseDecimal } from './decimal.ts'
import { addressOf, countryCode } from './places.ts'
import { type Cells, cellsOf, columnName, type Findings, type Settings, wholeNumber } from './sheet.ts'

const ADDRESS = ['name', 'company', 'street1', 'street2', 'city', 'state', 'postal_code', 'country', 'phone'] as const

const ORDER_COLUMNS = [
  'order_id',
  'order_number',
  'order_name',
  'state',
  'placed_at',
  'completed_at',
  'currency',
  'taxes_included',
  'email',
  'first_name',
  'last_name',
  'phone',
  'locale',
  ...ADDRESS.map(part => `shipping_${part}`),
  ...ADDRESS.map(part => `billing_${part}`),
  'groups',
  'tags',
  'discount_codes',
  'order_discount',
  'order_taxes',
  'shipping_price',
  'shipping_discount',
  'shipping_taxes',
  'total',
  'payments',
]

const LINE_COLUMNS = [
  'line_id',
  'title',
  'quantity',
  'unit_price',
  'list_price',
  'line_discount',
  'line_taxes',
  'cancelled',
  'sku',
  'variant_id',
  'variant_title',
  'product_id',
  'product_type',
  'vendor',
  'grams',
  'requires_shipping',
  'taxable',
  'gift_card',
  'final_sale',
  'serials',
  'components',
  'sent_at',
  'delivered_at',
  'sent_quantity',
  'carrier',
  'tracking',
]

/** The whole header, for templates and for exporting. */
export const BACKHAUL_HEADER: readonly string[] = [...ORDER_COLUMNS, ...LINE_COLUMNS]

export const BACKHAUL_COLUMNS = [
  'order_id',
  'placed_at',
  'taxes_included',
  'line_id',
  'title',
  'quantity',
  'unit_price',
]

export const backhaulKey = (cells: Cells): string => cells.text('order_id')

/** A column this format does not have is a spelling mistake that would lose something silently; it is told once, at the header. */
export const unknownColumns = (header: readonly string[]): string[] =>
  header.filter(name => columnName(name) !== '' && !BACKHAUL_HEADER.includes(columnName(name)))

export function backhaulOrder(
  rows: Row[],
  columns: ReadonlyMap<string, number>,
  settings: Settings,
  findings: Findings,
): OrderInput | null {
  const all = rows.map(row => cellsOf(row, columns, settings, findings))
  const head = all[0] as Cells
  contradictions(all, head)
  const externalId = head.text('order_id')
  const currency = head.currency('currency')
  const placedAt = head.moment('placed_at') ?? missing(head, 'placed_at')
  const taxesIncluded = head.yes('taxes_included') ?? missing(head, 'taxes_included')
  const state = head.text('state') || 'open'
  if (state !== 'open' && state !== 'cancelled') head.wrong(`"${state}" is no state; write open or cancelled.`, 'state')
  if (currency === null || placedAt === null || taxesIncluded === null) return null

  const read = inCurrency(currency, settings)
  const lines = all.flatMap(cells => lineOf(cells, read))
  const shipping = address(head, 'shipping')
  const billing = address(head, 'billing')
  const order: OrderInput = {
    externalId,
    number: head.text('order_number') || externalId,
    name: head.text('order_name', 'order_number') || externalId,
    source: 'import',
    state: state === 'cancelled' ? 'cancelled' : 'open',
    placedAt,
    completedAt: head.moment('completed_at'),
    currency,
    customer: customer(head),
    billing,
    shipping,
    country: shipping?.country ?? billing?.country ?? null,
    groups: list(head.text('groups')),
    tags: list(head.text('tags')),
    discountCodes: list(head.text('discount_codes')),
    taxesIncluded,
    lines,
    discount: read.amount(head, 'order_discount'),
    taxes: read.taxes(head, 'order_taxes'),
    freight: freight(head, read),
    total: read.amount(head, 'total'),
    payments: read.payments(head),
    ...fulfilments(all, externalId),
  }
  return findings.problems.length > 0 ? null : order
}

const missing = (cells: Cells, name: string): null =>
  cells.text(name) === '' ? cells.wrong(`The column ${name} must be filled.`, name) : null

function contradictions(all: Cells[], head: Cells): void {
  for (const cells of all.slice(1)) {
    for (const name of ORDER_COLUMNS) {
      const text = cells.text(name)
      if (text !== '' && text !== head.text(name))
        cells.wrong(
          `It says "${text.slice(0, 40)}" here and "${head.text(name).slice(0, 40)}" on line ${head.line}, the first of the same order.`,
          name,
        )
    }
  }
}

function lineOf(cells: Cells, read: Reading): LineInput[] {
  const quantity = cells.whole('quantity') ?? missing(cells, 'quantity')
  const unitPrice = read.amount(cells, 'unit_price') ?? missing(cells, 'unit_price')
  const title = cells.text('title') || missing(cells, 'title')
  const externalId = cells.text('line_id') || missing(cells, 'line_id')
  if (quantity === 0) cells.wrong('A line has at least one piece.', 'quantity')
  if (quantity === null || unitPrice === null || title === null || externalId === null) return []
  const line: LineInput = {
    externalId,
    title,
    quantity,
    unitPrice,
    ...set('sku', cells.text('sku')),
    ...set('cancelled', cells.whole('cancelled')),
    ...set('listPrice', read.amount(cells, 'list_price')),
    ...set('discount', read.amount(cells, 'line_discount')),
    ...(cells.text('line_taxes') === '' ? {} : { taxes: read.taxes(cells, 'line_taxes') }),
    ...set(
      'product',
      filled({ externalId: cells.text('product_id'), type: cells.text('product_type'), vendor: cells.text('vendor') }),
    ),
    ...set('variant', filled({ externalId: cells.text('variant_id'), title: cells.text('variant_title') })),
    ...set('grams', cells.whole('grams')),
    ...set('requiresShipping', cells.yes('requires_shipping')),
    ...set('taxable', cells.yes('taxable')),
    ...set('giftCard', cells.yes('gift_card')),
    ...set('finalSale', cells.yes('final_sale')),
    ...(cells.text('serials') === '' ? {} : { serials: list(cells.text('serials')) }),
    ...(cells.text('components') === '' ? {} : { components: components(cells) }),
  }
  return [line]
}

const set = <K extends string, V>(name: K, value: V | null | ''): { [key in K]?: V } =>
  value === null || value === '' ? {} : ({ [name]: value } as { [key in K]?: V })

function filled(parts: Record<string, string>): Record<string, string> | null {
  const entries = Object.entries(parts).filter(([, value]) => value !== '')
  return entries.length === 0 ? null : Object.fromEntries(entries)
}

function components(cells: Cells): NonNullable<LineInput['components']> {
  return list(cells.text('components')).flatMap(part => {
    const [externalId = '', title = '', perText = '1', weightText] = part.split(':').map(piece => piece.trim())
    const per = wholeNumber(perText)
    const weight = weightText === undefined ? undefined : wholeNumber(weightText)
    if (externalId !== '' && title !== '' && per !== null && per > 0 && weight !== null)
      return [{ externalId, title, per, ...(weight === undefined ? {} : { weight }) }]
    cells.wrong(`"${part.slice(0, 40)}" is no part of a kit; write id:title:per, such as LEG-1:Leg:4.`, 'components')
    return []
  })
}

/** Readers of the small notations, bound to the order's currency. */
type Reading = {
  amount: (cells: Cells, name: string) => AmountInput | null
  taxes: (cells: Cells, name: string) => TaxInput[]
  payments: (cells: Cells) => PaymentInput[]
}

const PAYMENT_KINDS: readonly string[] = [
  'card',
  'gift_card',
  'store_credit',
  'bank',
  'cash_on_delivery',
  'platform',
] satisfies PaymentKind[]

function inCurrency(currency: Currency, settings: Settings): Reading {
  const decimal = (cells: Cells, name: string, text: string): AmountInput | null => {
    const read = parseDecimal(text, currency, { sign: settings.sign })
    return 'problem' in read ? cells.wrong(read.problem, name) : read
  }
  const tax = (cells: Cells, name: string, text: string): TaxInput[] => {
    const [title = '', rate = '', amountText = ''] = text.split(':').map(part => part.trim())
    const ratePpm = ratePpmOf(rate)
    if (title === '' || (rate === '' && amountText === '') || ratePpm === null) {
      cells.wrong(`"${text.slice(0, 40)}" is no tax; write title:rate:amount, such as VAT:20%:3.33.`, name)
      return []
    }
    const amount = amountText === '' ? null : decimal(cells, name, amountText)
    return [{ title, ...(rate === '' ? {} : { ratePpm }), ...(amount === null ? {} : { amount }) }]
  }
  return {
    amount: (cells, name) => {
      const amountMinor = cells.amount(currency, name)
      if (amountMinor !== null && amountMinor < 0) return cells.wrong('The amount cannot be negative.', name)
      return amountMinor === null ? null : { amountMinor }
    },
    taxes: (cells, name) => list(cells.text(name)).flatMap(text => tax(cells, name, text)),
    payments: cells =>
      list(cells.text('payments')).flatMap(text => {
        const [kind = '', gateway = '', amountText = '', externalId] = text.split(':').map(part => part.trim())
        if (!PAYMENT_KINDS.includes(kind) || gateway === '' || amountText === '') {
          cells.wrong(
            `"${text.slice(0, 40)}" is no payment; write kind:gateway:amount, such as card:stripe:21.46.`,
            'payments',
          )
          return []
        }
        const captured = decimal(cells, 'payments', amountText)
        return captured === null
          ? []
          : [{ kind: kind as PaymentKind, gateway, captured, ...(externalId ? { externalId } : {}) }]
      }),
  }
}

/** `20%`, `7.7 %` and `8,1` alike; null when it is none. Undefined, and not null, when it is left out. */
function ratePpmOf(text: string): number | null | undefined {
  if (text === '') return undefined
  const match = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text)
  return match ? Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0')) : null
}

function freight(head: Cells, read: Reading): OrderInput['freight'] {
  const price = read.amount(head, 'shipping_price')
  if (price === null) return null
  return { price, discount: read.amount(head, 'shipping_discount'), taxes: read.taxes(head, 'shipping_taxes') }
}

const SENDING = ['sent_at', 'delivered_at', 'sent_quantity', 'carrier', 'tracking']

/** Lines that went out in the same way are one parcel. */
function fulfilments(all: Cells[], externalId: string): { fulfilments?: FulfilmentInput[] } {
  const sent = all.filter(cells => SENDING.some(name => cells.text(name) !== ''))
  if (sent.length === 0) return {}
  const parcels = new Map<string, FulfilmentInput>()
  for (const cells of sent) {
    const key = ['sent_at', 'delivered_at', 'carrier', 'tracking'].map(name => cells.text(name)).join('\n')
    const parcel = parcels.get(key) ?? parcelOf(cells, `${externalId}-f${parcels.size + 1}`)
    parcels.set(key, parcel)
    const quantity = cells.whole('sent_quantity') ?? (cells.whole('quantity') ?? 0) - (cells.whole('cancelled') ?? 0)
    if (quantity > (cells.whole('quantity') ?? 0)) cells.wrong('More pieces were sent than ordered.', 'sent_quantity')
    if (quantity > 0) parcel.lines.push({ line: cells.text('line_id'), quantity })
  }
  return { fulfilments: [...parcels.values()].filter(parcel => parcel.lines.length > 0) }
}

const parcelOf = (cells: Cells, externalId: string): FulfilmentInput => ({
  externalId,
  state: 'sent',
  lines: [],
  sentAt: cells.moment('sent_at'),
  deliveredAt: cells.moment('delivered_at'),
  carrier: cells.text('carrier') || null,
  tracking: list(cells.text('tracking')),
})

function customer(head: Cells): OrderInput['customer'] {
  const email = head.text('email')
  return {
    firstName: head.text('first_name'),
    lastName: head.text('last_name'),
    emails: email === '' ? [] : [email],
    phone: head.text('phone') || null,
    locale: head.text('locale') || null,
  }
}

function address(head: Cells, side: 'shipping' | 'billing'): Partial<Address> | null {
  const text = (part: (typeof ADDRESS)[number]) => head.text(`${side}_${part}`)
  const country =
    text('country') === ''
      ? null
      : (countryCode(text('country')) ??
        head.wrong(`"${text('country').slice(0, 40)}" is no country; write its code, such as DE.`, `${side}_country`))
  return addressOf({
    name: text('name'),
    company: text('company'),
    street1: text('street1'),
    street2: text('street2'),
    city: text('city'),
    state: { code: text('state') || null, name: null },
    postalCode: text('postal_code'),
    country,
    phone: text('phone'),
  })
}

const list = (text: string): string[] =>
  text
    .split(';')
    .map(part => part.trim())
    .filter(part => part !== '')
