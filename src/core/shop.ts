/** A shop: whose returns these are, and every setting that shapes them. */
import type { AutomationRule } from './automation/automation.ts'
import type { LocationId, OrgId, ShopId, TagId } from './ids.ts'
import type { MailSettings } from './mail-settings.ts'
import type { Currency } from './money.ts'
import type { Address, CountryCode } from './party.ts'
import type { PortalSettings } from './portal.ts'
import type { ReasonCode } from './reasons.ts'
import type { DueKind, MethodType } from './return/return.ts'
import type { Duration } from './time.ts'

export type Shop = {
  id: ShopId
  org: OrgId
  name: string
  /** A small number for doors that need one. */
  serial: number
  refs: {
    platform: string
    externalId: string
    handle: string
    merchantNo: string | null
    companyId: string | null
    region: CountryCode | null
  }
  currency: Currency
  /** IANA name; windows end at midnight here. */
  timeZone: string
  /** Days on which nobody works, for windows that move to the next working day. Weekend days are ISO numbers, 1 = Monday. */
  calendar: {
    weekend: number[]
    holidays: string[]
    /** Whose public holidays are days off too, such as `DE-BY`. */
    region?: string | null
    /** Those holidays as days, worked out for these years when the calendar is saved and renewed every year. */
    regional?: { from: number; to: number; days: string[] } | null
  }
  /** Who judges disputes: an arbiter where a marketplace runs the shop, else its owner. */
  bench: 'arbiter' | 'owner'
  /** The marketplace answers claims for compensation. */
  compensation: boolean
  locations: { id: LocationId; code: string; name: string; address: Address; externalId: string | null }[]
  carriers: { ref: number | null; slug: string; name: string; integrated: boolean; trackingPattern: string | null }[]
  reasons: ReasonEntry[]
  disputeReasons: DisputeReason[]
  tags: { id: TagId; name: string }[]
  methods: Method[]
  /** How long each wait may take; null waits for ever and is shown as such. Frozen into `due` at the event that starts the wait. */
  lengths: Record<DueKind, Duration | null>
  /** How long before its end a wait is reminded of; null does not remind. One that is no shorter than the wait itself is not made either. */
  reminders: Record<DueKind, Duration | null>
  offers: { counters: number; adjustable: boolean; floorPpm: number }
  shippingProof: { mandatory: boolean; trackingRequired: boolean; imageRequired: boolean } | null
  /** Which payment gets its money back first when one payout spans several. A gift card's value always goes back to the gift card. */
  refundOrder: 'newest_first' | 'oldest_first' | 'proportional'
  /** What happens to a swap whose replacement sold out. */
  exchangeFallback: 'store_credit' | 'refund' | 'wait'
  /** A card's money must not go out again while a piece with an unknown serial number came back. */
  serials: 'ignore' | 'warn' | 'refuse'
  /** How long after the last thing that happened; see `retentionOf`. */
  retention?: Retention
  /** The shop's own returns page; see `portalOf`. */
  portal?: PortalSettings
  /** How the shop writes to shoppers and to its own people; see `mailOf`. */
  mail?: MailSettings
  /** What happens by itself, beside what policy and deadlines do; see `automationsOf`. */
  automations?: AutomationRule[]
  /** Settings of each platform's door, checked by that door's own schema. */
  dialects: Record<string, unknown>
}

/** Null keeps for ever. `personDays` forgets whose an order and its returns were; money, goods and the record of decisions stay. */
export type Retention = { photosDays: number | null; personDays: number | null }

/** Half a year outlasts most disputes about photos; how long persons are kept is for a lawyer to say, so nothing is forgotten unasked. */
export const STANDARD_RETENTION: Retention = { photosDays: 180, personDays: null }

/** Shops founded before there was a choice go by the standard. */
export const retentionOf = ({ retention }: Pick<Shop, 'retention'>): Retention => retention ?? STANDARD_RETENTION

export type ReasonEntry = {
  code: ReasonCode
  text: string
  subs: { code: string; text: string }[]
  /** Product types this entry is offered for; empty means all. */
  types: string[]
  requires: { photo: boolean; comment: boolean }
}

export type DisputeReason = {
  id: number
  code: 'not_received' | 'objection' | 'not_returned' | 'unknown'
  requirement: string
  samples: { type: string; url: string; thumbnail: string }[]
  modules: { index: number; requirement: string; required: boolean }[]
}

/** How goods may travel back. `zones` are countries; empty means everywhere. */
export type Method = { type: MethodType; name: string; zones: CountryCode[]; label: boolean }
