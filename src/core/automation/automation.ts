/** What happens by itself, as a merchant writes it down: when something happens, if the return stands so, after a while, then do this. */
import type { ActorId, RuleId, TagId } from '../ids.ts'
import type { Side } from '../party.ts'
import type { Condition } from '../policy/policy.ts'
import type { EventType } from '../return/events.ts'
import type { CheckpointKind, DueKind, Grade, Handling, RefundDestination, Shipment } from '../return/return.ts'
import type { Row } from '../return/where.ts'

export type AutomationRule = {
  id: RuleId
  name: string
  when: Trigger
  if: Guard
  after: Delay | null
  then: Deed
  /** Of the rules one event sets off, the one with the higher priority goes first; the next one finds the return as this one left it. */
  priority: number
  /** `dry_run`: everything is worked out and written into the log of automation, and nothing is done. */
  state: RuleState
  once: Once
}

export const RULE_STATES = ['on', 'off', 'dry_run'] as const
export type RuleState = (typeof RULE_STATES)[number]

/** `per_return`: the first event that sets the rule off is the last one. */
export const ONCES = ['per_event', 'per_return'] as const
export type Once = (typeof ONCES)[number]

/** The events a rule may wait for, each as it stands in a sentence behind "when". */
export const TRIGGERS = {
  'return.submitted': 'a return is filed',
  'return.amended': 'what is known of a return changes',
  'item.removed': 'pieces are taken off',
  'item.changed': 'reason, resolution or handling of an item changes',
  'request.approved': 'a request is approved',
  'request.rejected': 'a request is rejected',
  'request.cancelled': 'a request is called off',
  'request.expired': 'a request expires',
  'request.resolved': 'a case is closed',
  'request.reopened': 'a case is opened again',
  'offer.made': 'an offer is made',
  'offer.accepted': 'an offer is accepted',
  'offer.declined': 'an offer is declined',
  'offer.lapsed': 'an offer lapses',
  'dispute.raised': 'a case goes to the arbiter',
  'dispute.judged': 'the arbiter decides',
  'dispute.withdrawn': 'a case before the arbiter is taken back',
  'evidence.given': 'a side shows evidence',
  'method.chosen': 'a way back is chosen',
  'shipment.added': 'a parcel is announced',
  'shipment.tracked': 'the carrier sees a parcel',
  'label.made': 'a label is made',
  'label.failed': 'a label cannot be made',
  'dropoff.dropped': 'goods are handed in at a drop-off',
  'receiving.recorded': 'goods are counted in',
  'receiving.refused': 'a parcel is turned away',
  'receiving.graded': 'goods are inspected',
  'disposition.recorded': 'it is decided where pieces go',
  'payout.granted': 'money is promised',
  'payout.done': 'money has moved',
  'payout.declined': 'a gateway says no',
  'settlement.marked_elsewhere': 'money went another way',
  'exchange.ordered': 'a replacement is ordered',
  'exchange.failed': 'a replacement cannot be ordered',
  'claim.answered': 'the marketplace answers a claim',
  'media.attached': 'photos or films are added',
  'message.sent': 'somebody writes',
  'return.tagged': 'the tags of a return change',
  'return.flagged': 'the flag of a return changes',
} as const satisfies Partial<Record<EventType, string>>
export type TriggerEvent = keyof typeof TRIGGERS
export const TRIGGER_EVENTS = Object.keys(TRIGGERS) as [TriggerEvent, ...TriggerEvent[]]

/** `scans` and `leg` narrow what a carrier says; without `leg` it is about parcels on their way back to the shop. */
export type Trigger =
  | { events: TriggerEvent[]; scans?: CheckpointKind[]; leg?: Shipment['leg'] }
  /** `neared` as reminded of, `passed` once what happens by itself has happened. */
  | { deadline: DueKind; is: 'neared' | 'passed' }

/** How the return must stand, one of the rows or none named at all, and what must be true of the purchase. Both when it is set off and when it is done. */
export type Guard = { state: Row[]; facts: Condition }

/** With `working` only hours of working days count, by the shop's calendar. */
export type Delay = { hours: number; working: boolean }

/** What can be done without a person. Everything else in the house needs somebody who answers for it. */
export type Deed =
  | { verb: 'approve'; handling?: Handling }
  | { verb: 'reject'; reason: string }
  | { verb: 'cancel'; reason?: string }
  | { verb: 'expire' }
  | { verb: 'resolve'; note?: string }
  /** Everything that was announced and is not counted in yet, on the carrier's word. A later count by hand takes its place. */
  | { verb: 'receive' }
  /** Every piece that is here and has no place yet; with `grades` only those graded so. */
  | { verb: 'dispose'; to: Place; grades?: Grade[] }
  /** Promise the money and pay it later; `keep` leaves the goods with the shopper. `asked` promises before the goods are here. */
  | { verb: 'grant'; handling?: 'keep'; basis?: EarlyBasis }
  | { verb: 'refund'; to?: RefundDestination; basis?: EarlyBasis }
  | { verb: 'credit'; basis?: EarlyBasis }
  | { verb: 'label' }
  | { verb: 'remind'; kind: DueKind }
  /** Written below what is there already. */
  | { verb: 'note'; note: string }
  /** Added to the tags that stand. */
  | { verb: 'tag'; tags: TagId[] }
  | { verb: 'flag'; why: string }
  /** Unless somebody takes care of it already. */
  | { verb: 'assign'; to: ActorId }
  /** `{number}`, `{first_name}` and `{shop}` are filled in. */
  | { verb: 'message'; text: string; to: Side }

export const PLACES = [
  'restock',
  'quarantine',
  'refurbish',
  'repair',
  'return_to_vendor',
  'donate',
  'recycle',
  'scrap',
] as const
export type Place = (typeof PLACES)[number]
export type EarlyBasis = 'asked' | 'received' | 'accepted'

export const ALWAYS: Guard = { state: [], facts: {} }

/** One rule may be set off so deep: by an event that a rule made happen, which was set off by another one, and so on. */
export const MOST_DEEP = 5
/** On one return a rule acts no more often than this, whatever sets it off; the last guard against circles that go through the outside. */
export const MOST_TIMES = 20
export const MOST_RULES = 100
export const MOST_PRIORITY = 1_000
