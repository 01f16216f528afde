/**
 * JSON lines: one order a line, in the shape of `OrderInput` with snake_case names. An amount is decimal text in the order's currency, `"21.46"` with a point, or
 * `{ "amount_minor": 2146 }`, with `shop_amount_minor` beside it when the shop books in another currency. A JSON number is refused as an amount: `21.46` has
 * been through a float, and `2146` does not say which of the two it is. Unknown names are refused, so that a misspelt field is not lost silently.
 */
import { type Currency, parseCurrency } from '../core/money.ts'
import type { OrderInput } from '../core/order/order-input.ts'
import { parseDecimal } from './decimal.ts'
import { readMoment } from './moments.ts'
import { countryCode } from './places.ts'
import type { Findings, Settings } from './sheet.ts'
import { MAX_QUANTITY } from './sheet.ts'

type Context = { currency: Currency; settings: Settings; wrong: (path: string, reason: string) => undefined }

/** Reads a value at a path; undefined when it is not there or not right, which `wrong` has then been told. */
type Reader = (value: unknown, path: string, context: Context) => unknown

const text: Reader = (value, path, { wrong }) => (typeof value === 'string' ? value : wrong(path, 'This must be text.'))

const yes: Reader = (value, path, { wrong }) =>
  typeof value === 'boolean' ? value : wrong(path, 'This must be true or false.')

const whole: Reader = (value, path, { wrong }) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_QUANTITY * 10
    ? value
    : wrong(path, 'This must be a whole number.')

const amount: Reader = (value, path, context) => {
  if (typeof value === 'string') {
    const read = parseDecimal(value, context.currency, { sign: '.' })
    return 'problem' in read ? context.wrong(path, read.problem) : read
  }
  if (typeof value === 'object' && value !== null)
    return object({ amount_minor: [minor, 'must'], shop_amount_minor: [minor] })(value, path, context)
  return context.wrong(path, 'An amount is text such as "21.46" or { "amount_minor": 2146 }.')
}

const minor: Reader = (value, path, { wrong }) =>
  Number.isSafeInteger(value) ? value : wrong(path, 'This must be a whole number of minor units.')

const moment: Reader = (value, path, { settings, wrong }) => {
  if (typeof value !== 'string') return wrong(path, 'This must be a date as text.')
  const read = readMoment(value, settings.shopTimeZone)
  return 'problem' in read ? wrong(path, read.problem) : read.at
}

const country: Reader = (value, path, { wrong }) =>
  typeof value === 'string'
    ? (countryCode(value) ?? wrong(path, 'This is no country; write its code, such as DE.'))
    : wrong(path, 'This must be text.')

const oneOf =
  (...words: string[]): Reader =>
  (value, path, { wrong }) =>
    words.includes(String(value)) ? value : wrong(path, `This must be one of ${words.join(', ')}.`)

const orNull =
  (reader: Reader): Reader =>
  (value, path, context) =>
    value === null ? null : reader(value, path, context)

const list =
  (reader: Reader): Reader =>
  (value, path, context) => {
    if (!Array.isArray(value)) return context.wrong(path, 'This must be a list.')
    if (value.length > 1000) return context.wrong(path, 'A list has at most 1000 entries.')
    return value.map((entry, place) => reader(entry, `${path}[${place}]`, context))
  }

const textMap: Reader = (value, path, context) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return context.wrong(path, 'This must be an object of texts.')
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, text(entry, `${path}.${key}`, context)]))
}

type Fields = Record<string, [Reader] | [Reader, 'must']>

function object(fields: Fields): Reader {
  return (value, path, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return context.wrong(path || 'the line', 'This must be an object.')
    const given = value as Record<string, unknown>
    const at = (name: string) => (path === '' ? name : `${path}.${name}`)
    for (const name of Object.keys(given))
      if (!Object.hasOwn(fields, name)) context.wrong(at(name), 'There is no such field.')
    const read = Object.entries(fields).flatMap(([name, [reader, must]]) => {
      if (given[name] === undefined) {
        if (must) context.wrong(at(name), 'This must be given.')
        return []
      }
      return [[camel(name), reader(given[name], at(name), context)]]
    })
    return Object.fromEntries(read)
  }
}

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const PARTY = object({
  id: [orNull(text)],
  username: [orNull(text)],
  first_name: [text],
  last_name: [text],
  emails: [list(text)],
  phone: [orNull(text)],
  portrait: [orNull(text)],
  locale: [orNull(text)],
})

const ADDRESS = object({
  name: [orNull(text)],
  company: [orNull(text)],
  street1: [orNull(text)],
  street2: [orNull(text)],
  town: [orNull(text)],
  district: [orNull(text)],
  city: [orNull(text)],
  state: [object({ code: [orNull(text)], name: [orNull(text)] })],
  postal_code: [orNull(text)],
  country: [orNull(country)],
  phone: [orNull(text)],
  email: [orNull(text)],
  type: [orNull(text)],
})

const TAX = object({ title: [text, 'must'], rate_ppm: [whole], amount: [amount] })

const PRODUCT = object({
  external_id: [text],
  code: [text],
  title: [text],
  type: [orNull(text)],
  categories: [list(text)],
  tags: [list(text)],
  images: [list(text)],
  vendor: [text],
  master_code: [orNull(text)],
  ean: [orNull(text)],
})

const VARIANT = object({
  external_id: [text],
  sku: [text],
  title: [orNull(text)],
  options: [list(object({ name: [text, 'must'], value: [text, 'must'] }))],
})

const LINE = object({
  external_id: [text, 'must'],
  product: [PRODUCT],
  variant: [VARIANT],
  title: [text, 'must'],
  sku: [text],
  quantity: [whole, 'must'],
  cancelled: [whole],
  list_price: [amount],
  unit_price: [amount, 'must'],
  discount: [orNull(amount)],
  taxes: [list(TAX)],
  properties: [
    list(
      object({
        name: [text, 'must'],
        value: [text, 'must'],
        type: [oneOf('text', 'picture', 'link')],
        urls: [list(text)],
      }),
    ),
  ],
  grams: [whole],
  requires_shipping: [yes],
  taxable: [yes],
  gift_card: [yes],
  final_sale: [yes],
  location: [orNull(text)],
  service: [orNull(text)],
  serials: [list(text)],
  components: [
    list(
      object({
        external_id: [text, 'must'],
        title: [text, 'must'],
        sku: [text],
        product: [PRODUCT],
        variant: [VARIANT],
        per: [whole, 'must'],
        weight: [whole],
        serials: [list(text)],
      }),
    ),
  ],
})

const ORDER = object({
  external_id: [text, 'must'],
  number: [text],
  name: [text],
  source: [oneOf('import', 'api', 'platform', 'stand_in')],
  state: [oneOf('open', 'cancelled')],
  placed_at: [moment, 'must'],
  completed_at: [orNull(moment)],
  currency: [text],
  shop_currency: [text],
  customer: [PARTY],
  billing: [orNull(ADDRESS)],
  shipping: [orNull(ADDRESS)],
  country: [orNull(country)],
  groups: [list(text)],
  tags: [list(text)],
  custom_fields: [textMap],
  discount_codes: [list(text)],
  gift: [orNull(object({ recipient: [PARTY, 'must'] }))],
  taxes_included: [yes, 'must'],
  lines: [list(LINE), 'must'],
  discount: [orNull(amount)],
  taxes: [list(TAX)],
  freight: [orNull(object({ price: [amount, 'must'], discount: [orNull(amount)], taxes: [list(TAX)] }))],
  total: [orNull(amount)],
  payments: [
    list(
      object({
        external_id: [text],
        kind: [oneOf('card', 'gift_card', 'store_credit', 'bank', 'cash_on_delivery', 'platform'), 'must'],
        gateway: [text, 'must'],
        captured: [amount, 'must'],
        at: [moment],
      }),
    ),
  ],
  fulfilments: [
    list(
      object({
        external_id: [text, 'must'],
        state: [oneOf('sent', 'cancelled')],
        lines: [list(object({ line: [text, 'must'], quantity: [whole, 'must'] })), 'must'],
        sent_at: [orNull(moment)],
        delivered_at: [orNull(moment)],
        carrier: [orNull(text)],
        tracking: [list(text)],
      }),
    ),
  ],
  deals: [
    list(
      object({
        external_id: [text, 'must'],
        kind: [oneOf('bundle', 'add_on'), 'must'],
        before: [amount],
        after: [amount],
        lines: [
          list(object({ line: [text, 'must'], quantity: [whole, 'must'], role: [oneOf('main', 'add_on', 'member')] })),
          'must',
        ],
      }),
    ),
  ],
  address_type: [orNull(text)],
})

/** Null when something was wrong; `findings` says what. */
export function jsonOrder(raw: string, line: number, settings: Settings, findings: Findings): OrderInput | null {
  const wrong = (path: string, reason: string) => void findings.problems.push({ line, path, reason })
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch {
    findings.problems.push({ line, path: null, reason: 'The line is not JSON; every line must hold one whole object.' })
    return null
  }
  const given = Object(value) as { currency?: unknown; shop_currency?: unknown; lines?: unknown }
  const currency = given.currency === undefined ? settings.currency : parseCurrency(String(given.currency))
  if (currency === null)
    wrong(
      'currency',
      given.currency === undefined
        ? 'The order names no currency; name it when importing.'
        : 'This is no ISO 4217 currency, such as EUR.',
    )
  if (given.shop_currency !== undefined && parseCurrency(String(given.shop_currency)) === null)
    wrong('shop_currency', 'This is no ISO 4217 currency, such as EUR.')
  if (currency === null) return null
  const order = ORDER(value, '', {
    currency,
    settings,
    wrong: (path, reason) => wrong(path, reason),
  }) as OrderInput
  if (Array.isArray(given.lines) && given.lines.length === 0) wrong('lines', 'An order has at least one line.')
  return findings.problems.length > 0 ? null : { source: 'import', ...order, currency }
}
