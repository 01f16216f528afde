/** Withdrawing from a purchase as the law of the European Union gives consumers the right to: a statement, and nothing else, is needed. */
import type { LineId, OrderId, OrgId, ReturnId, ShopId, WithdrawalId } from './ids.ts'
import type { Language } from './languages.ts'
import type { Order } from './order/order.ts'
import type { CountryCode } from './party.ts'
import type { PortalSettings } from './portal.ts'
import type { Instant } from './time.ts'

/** How long the right lasts: Directive 2011/83/EU, article 9. */
export const LEGAL_DAYS = 14

/** What the consumer declared, as it was confirmed. Directive 2011/83/EU, article 11a(2): name, the contract, and where the acknowledgement goes. */
export type Statement = {
  name: string
  orderNumber: string
  email: string
  /** A part may be named in the consumer's own words or, by whoever has proved the order, piece by piece. */
  scope:
    | { kind: 'whole' }
    | { kind: 'part'; text: string }
    | { kind: 'pieces'; pieces: { line: LineId; title: string; quantity: number }[] }
  language: Language
  /** The whole declaration as it stood on the page when it was confirmed. */
  words: string
}

/** Why a person has to look at it. The statement counts all the same. */
export const WAITING_WHYS = ['order_unknown', 'part_in_words', 'nothing_to_return', 'not_eligible', 'country'] as const
export type WaitingWhy = (typeof WAITING_WHYS)[number]

/** received: nothing came of it yet; opened: a return was made of it; waiting: a person has to look. */
export const WITHDRAWAL_STATES = ['received', 'opened', 'waiting'] as const

export type Withdrawal = {
  id: WithdrawalId
  org: OrgId
  shop: ShopId
  number: string
  receivedAt: Instant
  statement: Statement
  order: OrderId | null
  returns: ReturnId[]
  state: (typeof WITHDRAWAL_STATES)[number]
  why: WaitingWhy | null
}

/** The Union, and the three countries that share its market: the directive has EEA relevance. */
export const EEA: readonly CountryCode[] = [
  'AT',
  'BE',
  'BG',
  'HR',
  'CY',
  'CZ',
  'DK',
  'EE',
  'FI',
  'FR',
  'DE',
  'GR',
  'HU',
  'IE',
  'IT',
  'LV',
  'LT',
  'LU',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SK',
  'SI',
  'ES',
  'SE',
  'IS',
  'LI',
  'NO',
]

export const countriesOf = ({ withdrawal }: PortalSettings): readonly CountryCode[] =>
  withdrawal.countries === 'eu' ? EEA : withdrawal.countries

/** The shop shows the function when consumers of any country have the right. */
export const offersWithdrawal = (settings: PortalSettings): boolean => countriesOf(settings).length > 0

/** Unknown countries are not turned away: whether the right exists is then for a person to say. */
export function hasRight(settings: PortalSettings, order: Pick<Order, 'country' | 'shipping'>): boolean {
  const country = order.shipping?.country ?? order.country
  return country === null || country === undefined || countriesOf(settings).includes(country)
}
