/** What conditions may ask about a purchase and a wish to send it back. */
import type { LineId } from '../ids.ts'
import type { Line, Order } from '../order/order.ts'
import type { CountryCode } from '../party.ts'
import type { Kind, Lane, MethodType, Resolution } from '../return/return.ts'
import type { Answer, Facts } from './condition.ts'
import { FACTS, type Fact, type ResolutionOffer } from './policy.ts'

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
}

export type Told = { reason: string | null; resolution: ResolutionOffer | null }

const UNTOLD: Told = { reason: null, resolution: null }

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
  }
}

/** Facts of several lines together: texts of all of them, the highest price, and yes when one of them says yes. */
export function requestFacts(
  lines: readonly Line[],
  situation: Situation,
  told: (line: LineId) => Told = () => UNTOLD,
): Facts {
  const each = lines.map(line => lineFacts(line, situation, told(line.id)))
  return Object.fromEntries(FACTS.map(fact => [fact, together(each.map(facts => facts[fact]))])) as {
    [F in Fact]: Answer
  }
}

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
