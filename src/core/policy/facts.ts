/** What conditions may ask about a purchase and a wish to send it back. */
import { daysBetween, localDate } from '../calendar.ts'
import type { LineId } from '../ids.ts'
import type { Line, Order } from '../order/order.ts'
import type { CountryCode } from '../party.ts'
import type { Kind, Lane, MethodType, Resolution, Return } from '../return/return.ts'
import type { Instant } from '../time.ts'
import { orderTotal } from '../worth/worth.ts'
import type { Answer, Facts } from './condition.ts'
import { FACTS, type ResolutionOffer } from './policy.ts'

/** What is the same for every line of one request. `value` counts minor units of the shop's currency; null while nothing is asked for. */
export type Situation = {
  order: Order
  /** Where the goods would travel from. */
  zone: CountryCode | null
  method: MethodType | null
  lane: Lane
  kind: Kind
  value: number | null
  returnsByCustomer: number | null
  returnsOfOrder?: number
  /** When the wish was made, and in which zone its days are counted; without them nothing is known of days. */
  day?: { at: Instant; timeZone: string }
}

export type Told = { reason: string | null; sub?: string | null; resolution: ResolutionOffer | null }

const UNTOLD: Told = { reason: null, resolution: null }

/** Returns that came to nothing count nowhere. */
export const cameToNothing = (ret: Pick<Return, 'request'>): boolean =>
  ret.request.state === 'rejected' || ret.request.state === 'cancelled' || ret.request.state === 'expired'

export const countryOf = (order: Order): CountryCode | null => order.shipping?.country ?? order.country

/** The word a resolution has among the offers. */
export const offerOf = (resolution: Resolution): ResolutionOffer =>
  resolution.type === 'refund' ? resolution.to : resolution.type

export function lineFacts(line: Line, situation: Situation, told: Told = UNTOLD): Facts {
  const { order } = situation
  const { product, variant } = line
  return {
    country: texts(countryOf(order)),
    zone: texts(situation.zone),
    product: texts(product.externalId, product.code, product.id),
    type: texts(product.type),
    tag: product.tags,
    category: product.categories,
    vendor: texts(product.vendor),
    sku: texts(variant.sku),
    price: line.unitPrice.shop.amountMinor,
    discounted: isDiscounted(line),
    discount_code: order.discountCodes,
    order_tag: order.tags,
    group: order.groups,
    reason: known(told.reason),
    resolution: known(told.resolution),
    value: situation.value,
    method: known(situation.method),
    returns_by_customer: situation.returnsByCustomer,
    final_sale: line.finalSale,
    gift: order.gift !== null,
    lane: [situation.lane],
    kind: [situation.kind],
    state: statesOf(order),
    gift_card: line.giftCard,
    email: order.customer.emails,
    email_domain: order.customer.emails.map(email => email.slice(email.lastIndexOf('@') + 1)),
    order_number: texts(order.refs.number, order.refs.name),
    returns_of_order: situation.returnsOfOrder ?? null,
    sub_reason: known(told.sub ?? null),
    source: [order.source],
    // Worked out when a rule asks: few do, and every line of every request has them.
    get order_value() {
      return orderTotal(order).shop.amountMinor
    },
    get placed() {
      return situation.day ? [localDate(order.placedAt, situation.day.timeZone)] : null
    },
    get days_since_delivery() {
      return daysSinceDelivery(line, situation)
    },
  }
}

const statesOf = ({ shipping }: Order): string[] =>
  shipping?.state.code ? [shipping.state.code, `${shipping.country}-${shipping.state.code}`] : []

function daysSinceDelivery(line: Line, { order, day }: Situation): number | null {
  const latest = order.fulfilments
    .filter(one => one.state === 'sent' && one.lines.some(sent => sent.line === line.id))
    .flatMap(one => one.deliveredAt ?? [])
    .toSorted()
    .at(-1)
  if (!day || latest === undefined) return null
  return Math.max(0, daysBetween(localDate(latest, day.timeZone), localDate(day.at, day.timeZone)))
}

/** Facts of several lines together: texts of all of them, the highest number, and yes when one of them says yes. Worked out when they are asked for. */
export function requestFacts(
  lines: readonly Line[],
  situation: Situation,
  told: (line: LineId) => Told = () => UNTOLD,
): Facts {
  return new Together(lines.map(line => lineFacts(line, situation, told(line.id)))) as unknown as Facts
}

/** Has a getter for every fact. */
class Together {
  readonly each: readonly Facts[]

  constructor(each: readonly Facts[]) {
    this.each = each
  }
}

for (const fact of FACTS)
  Object.defineProperty(Together.prototype, fact, {
    get(this: Together) {
      return together(this.each.map(facts => facts[fact]))
    },
  })

function together(answers: readonly Answer[]): Answer {
  const given = answers.filter(answer => answer !== null)
  if (given.length === 0) return null
  if (given.every(answer => typeof answer === 'number')) return Math.max(...given)
  if (given.every(answer => typeof answer === 'boolean')) return given.includes(true)
  return [...new Set(given.flatMap(answer => (typeof answer === 'object' ? answer : [])))]
}

const isDiscounted = (line: Line): boolean =>
  line.discount.presentment.amountMinor > 0 ||
  line.unitPrice.presentment.amountMinor < line.listPrice.presentment.amountMinor

const texts = (...given: (string | null)[]): string[] =>
  given.filter((text): text is string => text !== null && text !== '')

const known = (text: string | null): string[] | null => (text === null ? null : [text])
