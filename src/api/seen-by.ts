/**
 * What each role is not shown. A caller sees a return from its side: the shopper what is between shop and shopper, the carrier what travels, the
 * warehouse everything but the gateways’ own words, the arbiter everything but the notes of colleagues. One table; `show.ts` keeps to it, and the
 * reference tells it at every member.
 */
import { ROLES, type Role, sideOf } from '../core/party.ts'
import type { EventType } from '../core/return/events.ts'

/** Members of a shape of the reference: all but some, or some and no others. What is new is hidden by `only` until somebody decides otherwise. */
export type Cut = { without: readonly string[] } | { only: readonly string[] }

type Row = Record<string, any>

/**
 * `members` are cut by the name of their shape, and an event’s payload by the event’s type as well; `events` are cut by type. `rows` says which
 * entries of a list are shown. Where `others` are unnamed, somebody of another role is only a role, and the merchant’s people are called by their shop.
 */
export type Sight = {
  members: Readonly<Record<string, Cut>>
  events: Cut
  rows: Readonly<Record<string, (row: Row) => boolean>>
  others: 'named' | 'unnamed'
}

/** How a merchant automates, and whom of its people it writes to, is the merchant’s own affair. */
const NO_RULES = { Shop: { without: ['automations', 'mail'] } } as const

const EVERYTHING: Sight = { members: {}, events: { without: [] }, rows: {}, others: 'named' }

/** Claims are between the merchant and the marketplace. Of them only the word in `state` is told, because lists are sorted by it. */
const NO_CLAIMS = {
  members: { Compensation: { only: ['state'] }, Due: { without: ['claim'] } },
  events: [
    'compensation.opened',
    'compensation.entitled',
    'claim.made',
    'claim.answered',
    'claim.withdrawn',
    'claim.lapsed',
  ],
  rows: {
    Evidence: (row: Row) => row.about !== 'claim',
    Deadline: (row: Row) => row.kind !== 'claim',
  },
} as const satisfies { members: Sight['members']; events: EventType[]; rows: Sight['rows'] }

const NO_GATEWAYS = {
  Payout: { without: ['key', 'gateway', 'external_id', 'transactions'] },
  Charge: { without: ['key', 'gateway', 'external_id'] },
  Payment: { without: ['external_id', 'gateway'] },
} as const

/** Goods nobody knows the owner of belong to somebody, who is not the one who asks. */
const NOTHING: Cut = { only: [] }

const SHOPPER: Sight = {
  members: {
    ...NO_CLAIMS.members,
    ...NO_GATEWAYS,
    Actor: { without: ['id', 'via', 'email'] },
    Allowed: { only: ['shopper'] },
    Assessment: { without: ['policy_id', 'overridden'] },
    AutoDecision: { without: ['rule_id', 'refund', 'resolve'] },
    Case: { without: ['email'] },
    Disposition: { without: ['key', 'resale'] },
    Event: { without: ['rule_id', 'cause'] },
    Grading: { without: ['inspector'] },
    Grant: { without: ['why'] },
    Item: { without: ['tags'] },
    Label: { without: ['charge'] },
    LineAnswer: { without: ['trace'] },
    LineRefusal: { without: ['rule_id'] },
    Mark: { without: ['rule_id'] },
    Method: { without: ['rule_id'] },
    MethodOffer: { without: ['rule_id'] },
    Order: { without: ['tags', 'groups', 'custom_fields', 'policy_id'] },
    Receiving: { without: ['key'] },
    Return: { without: ['note', 'flagged', 'assignee', 'tags', 'policy'] },
    Shop: { only: ['id', 'name', 'currency', 'time_zone', 'methods', 'reasons'] },
    Stray: NOTHING,
    'due.moved': { without: ['why'] },
    'request.approved': { without: ['override'] },
    'request.resolved': { without: ['note'] },
  },
  events: {
    without: [
      ...NO_CLAIMS.events,
      'note.written',
      'return.flagged',
      'return.assigned',
      'return.tagged',
      'item.tagged',
      'stray.matched',
    ] satisfies EventType[],
  },
  rows: {
    ...NO_CLAIMS.rows,
    Message: ({ by, to }) => to === 'shopper' || sideOf(by.role) === 'shopper',
  },
  others: 'unnamed',
}

const CARRIER: Sight = {
  members: {
    Actor: { without: ['id', 'via', 'email'] },
    Allowed: { only: ['carrier'] },
    Counts: { only: ['total', 'transit', 'onward', 'handling'] },
    Event: { without: ['rule_id', 'cause', 'due'] },
    Item: { only: ['id', 'position', 'title', 'sku', 'asked', 'handling', 'quantities'] },
    Label: { without: ['charge'] },
    Method: { only: ['type', 'name', 'zone'] },
    Quantities: { only: ['asked', 'returned'] },
    Quote: NOTHING,
    Return: {
      only: [
        'id',
        'organization_id',
        'shop_id',
        'order_id',
        'serial',
        'number',
        'version',
        'created_at',
        'updated_at',
        'shipping',
        'pickup',
        'destination_id',
        'method',
        'items',
        'shipments',
        'labels',
        'dropoffs',
        'state',
        'allowed',
        'events',
        'happened',
        'preview',
      ],
    },
    ...NO_RULES,
    Shipment: { without: ['documents', 'proof'] },
    State: { only: ['transit', 'onward', 'handling'] },
    Stray: NOTHING,
  },
  events: {
    only: [
      'return.submitted',
      'return.amended',
      'method.chosen',
      'shipment.added',
      'shipment.changed',
      'shipment.cancelled',
      'shipment.tracked',
      'label.ordered',
      'label.made',
      'label.failed',
      'dropoff.made',
      'dropoff.dropped',
      'dropoff.shipped',
    ] satisfies EventType[],
  },
  rows: {},
  others: 'unnamed',
}

export const SEEN_BY: Record<Role, Sight> = {
  owner: EVERYTHING,
  agent: EVERYTHING,
  system: EVERYTHING,
  warehouse: {
    members: { ...NO_CLAIMS.members, ...NO_GATEWAYS, ...NO_RULES },
    events: { without: NO_CLAIMS.events },
    rows: NO_CLAIMS.rows,
    others: 'named',
  },
  arbiter: {
    members: { ...NO_RULES, Return: { without: ['note', 'assignee'] } },
    events: { without: ['note.written', 'return.assigned'] satisfies EventType[] },
    rows: {},
    others: 'named',
  },
  shopper: SHOPPER,
  carrier: CARRIER,
}

/**
 * An event’s payload is a part of one of these shapes, or holds whole ones by these names. What is cut from the shape is cut from what happened to it,
 * and an event about an entry that is not shown is not shown either.
 */
export const PAYLOADS: Partial<Record<EventType, string>> = {
  'return.amended': 'Return',
  'item.changed': 'Item',
  'shipment.changed': 'Shipment',
  'payout.sent': 'Payout',
  'payout.done': 'Payout',
  'payout.declined': 'Payout',
  'payout.unknown': 'Payout',
  'charge.authorized': 'Charge',
  'charge.done': 'Charge',
  'due.moved': 'Deadline',
  'due.neared': 'Deadline',
  'due.passed': 'Deadline',
}

export const PARTS: Readonly<Record<string, string>> = {
  born: 'Return',
  offer: 'Offer',
  case: 'Case',
  verdict: 'Verdict',
  evidence: 'Evidence',
  method: 'Method',
  shipment: 'Shipment',
  label: 'Label',
  made: 'Label',
  dropoff: 'Dropoff',
  receiving: 'Receiving',
  gradings: 'Grading',
  disposition: 'Disposition',
  grant: 'Grant',
  payout: 'Payout',
  exchange: 'Exchange',
  charge: 'Charge',
  claim: 'Claim',
  message: 'Message',
}

export const isCut = (cut: Cut | undefined, name: string): boolean => {
  if (cut === undefined) return false
  return 'only' in cut ? !cut.only.includes(name) : cut.without.includes(name)
}

/** Whether a role is shown a member of a shape. */
export const sees = (role: Role, shape: string, member: string): boolean => !isCut(SEEN_BY[role].members[shape], member)

/** Whether a role is shown anything of a shape. */
export const seesAny = (role: Role, shape: string): boolean => {
  const cut = SEEN_BY[role].members[shape]
  return cut === undefined || !('only' in cut) || cut.only.length > 0
}

/** The roles that are not shown a member, for the reference. */
export const hiddenFrom = (shape: string, member: string): Role[] => ROLES.filter(role => !sees(role, shape, member))
