/** Answers that are made of several things. */
import Type, { type TSchema } from 'typebox'
import { COLUMNS } from '../../core/return/where.ts'
import { Problem } from '../../http/problem.ts'
import { ref } from '../../http/schema.ts'
import { Assessment } from './assessment.ts'
import { Client } from './client.ts'
import { Contents, Figure, Money, Two } from './common.ts'
import { Event } from './event.ts'
import { id, list, optional, orNull, text, the, whole, word } from './fields.ts'
import { AuditEntry, Key, Stray } from './house.ts'
import { Order } from './order.ts'
import { Holiday } from './holiday.ts'
import { Policy, PolicyTemplate } from './policy.ts'
import { Return } from './return.ts'
import { Shop } from './shop.ts'
import { Delivery, Webhook } from './webhooks.ts'

const total = whole('How many there are in all, with `?count=true`.', 128, { maximum: Number.MAX_SAFE_INTEGER })

const pageOf = (name: string, of: TSchema, what: string) =>
  Type.Object(
    {
      data: list(ref(of), what, 100),
      next: orNull(text('Hand it back as `after` to read on; null on the last page.', 'WzEsWyIyMDI2…', 1_024)),
      total: optional(total),
    },
    { $id: name, description: `A page. ${what}` },
  )

const listOf = (name: string, of: TSchema, what: string) =>
  Type.Object({ data: list(ref(of), what, 10_000) }, { $id: name, description: what })

export const ReturnPage = pageOf('ReturnPage', Return, 'Returns.')
export const OrderPage = pageOf('OrderPage', Order, 'Orders, the newest first.')
export const StrayPage = pageOf('StrayPage', Stray, 'Goods without paper, the oldest first.')
export const AuditPage = pageOf('AuditPage', AuditEntry, 'Changes, the newest first.')
export const ShopList = listOf('ShopList', Shop, 'Shops.')
export const PolicyList = listOf('PolicyList', Policy, 'Policy versions, the newest first.')
export const PolicyTemplateList = listOf('PolicyTemplateList', PolicyTemplate, 'Templates.')
export const HolidayList = listOf('HolidayList', Holiday, 'Public holidays, the earliest first.')
export const ClientList = listOf('ClientList', Client, 'Clients of platforms.')
export const KeyList = listOf('KeyList', Key, 'Keys.')
export const WebhookList = listOf('WebhookList', Webhook, 'Endpoints, the oldest first.')
export const DeliveryPage = pageOf('DeliveryPage', Delivery, 'Deliveries, the newest first.')

export const EventList = Type.Object(
  {
    data: list(ref(Event), 'Events, oldest first.', 1_000),
    next: orNull(whole('Hand it back as `after` to read on; null at the end.', 103)),
  },
  { $id: 'EventList', description: 'What happened to a return.' },
)

const { kind: _kind, inspector: _inspector, ...STRANDS } = COLUMNS

export const Counts = Type.Object(
  {
    total: whole('All returns.', 128, { maximum: Number.MAX_SAFE_INTEGER }),
    ...Object.fromEntries(
      Object.entries(STRANDS).map(([strand, words]) => [
        strand,
        Type.Object(
          Object.fromEntries(
            words.map(one => [one, whole(`How many stand at ${one}.`, 12, { maximum: Number.MAX_SAFE_INTEGER })]),
          ),
          { description: `How many returns stand at which word of ${strand}.` },
        ),
      ]),
    ),
  },
  { $id: 'Counts', description: 'How many returns stand where, strand by strand, for queues.' },
)

export const Quote = Type.Object(
  {
    basis: word(['asked', 'received', 'accepted', 'agreed', 'verdict', 'goodwill'], 'On what it rests.'),
    grants: list(
      Type.Object(
        {
          to: word(['original_payment', 'store_credit', 'instant_refund', 'exchange'], 'Where the money would go.'),
          lines: list(ref(Contents), 'For which pieces.', 1_000),
          figure: the(Figure, 'How much, unfolded.'),
        },
        { description: 'One promise.' },
      ),
      'What would be promised, one per destination.',
      4,
    ),
    figure: the(Figure, 'All of it together.'),
    due: the(Two, 'What the shopper owes on top when replacements cost more than what comes back.'),
    maximum: the(Money, 'The most that may be typed instead.'),
    minimum: the(Money, 'The shop’s floor.'),
    offers: Type.Object(
      {
        send_back: Type.Object(
          { least: the(Money, 'The least.'), most: the(Money, 'The most.') },
          { description: 'When the goods travel.' },
        ),
        keep: Type.Object(
          { least: the(Money, 'The least.'), most: the(Money, 'The most.') },
          { description: 'When the shopper keeps them.' },
        ),
      },
      { description: 'What an offer may state.' },
    ),
  },
  {
    $id: 'Quote',
    description: 'How much the return is worth to the shopper. Estimate, preview and commit are this one computation.',
  },
)

export const OrderAssessment = Type.Object(
  {
    order_id: id('The order.'),
    assessment: the(Assessment, 'What may come back, until when, why not, how, and what it costs.'),
  },
  { $id: 'OrderAssessment', description: 'What policy says about an order.' },
)

const problem = optional(the(Problem, 'Why not.'))

export const BulkAnswer = Type.Object(
  {
    data: list(
      Type.Object(
        {
          external_id: text('The shop’s own id of the order.', '5001', 128),
          outcome: word(['created', 'updated', 'unchanged', 'refused'], 'What became of it.'),
          order_id: optional(id('The order.')),
          problem,
        },
        { description: 'What became of one row.' },
      ),
      'Row by row, in the order they came.',
      500,
    ),
  },
  { $id: 'BulkAnswer', description: 'What became of many orders; one that is refused does not hold up the others.' },
)

export const GroupAnswer = Type.Object(
  {
    group_id: id('The group they share.'),
    data: list(
      Type.Object(
        {
          outcome: word(['filed', 'refused'], 'What became of it.'),
          return: optional(the(Return, 'The return that was filed.')),
          problem,
        },
        { description: 'What became of one member.' },
      ),
      'Member by member, in the order they came.',
      50,
    ),
  },
  { $id: 'GroupAnswer', description: 'Returns filed together.' },
)

export const TrackingAnswer = Type.Object(
  {
    tracking_number: text('The parcel’s number.', 'JD014600003', 128),
    data: list(
      Type.Object(
        {
          return_id: id('A return that waits for the parcel.'),
          number: text('Its number.', 'K7M2XQ4P', 64),
          outcome: word(['tracked', 'refused'], 'What became of it.'),
          version: optional(whole('Its version now.', 4)),
          problem,
        },
        { description: 'What became of one return.' },
      ),
      'Every return that waits for the parcel.',
      1_000,
    ),
  },
  { $id: 'TrackingAnswer', description: 'Whom the scan concerned.' },
)

export const ANSWERS = [
  ReturnPage,
  OrderPage,
  StrayPage,
  AuditPage,
  ShopList,
  PolicyList,
  PolicyTemplateList,
  HolidayList,
  ClientList,
  KeyList,
  WebhookList,
  DeliveryPage,
  EventList,
  Counts,
  Quote,
  OrderAssessment,
  BulkAnswer,
  GroupAnswer,
  TrackingAnswer,
]
