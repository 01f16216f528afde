/** What stands in addresses: ids, pages, filters. */
import Type, { type Static } from 'typebox'
import { ROLES } from '../../core/party.ts'
import { REASON_CODES } from '../../core/reasons.ts'
import { MAIL_KINDS } from '../../core/mail/kinds.ts'
import { BASES, HANDLINGS, LANES, METHOD_TYPES, REFUND_DESTINATIONS } from '../../core/return/return.ts'
import { COLUMNS } from '../../core/return/where.ts'
import { WITHDRAWAL_STATES } from '../../core/withdrawal.ts'
import { DELIVERY_STATES, TRIAL } from '../../desk/deliveries.ts'
import { MAIL_STATES } from '../../desk/mail-log.ts'
import { MOST_ENDPOINTS } from '../../desk/webhook-limits.ts'
import { exactly } from '../../http/schema.ts'
import { EXPANSIONS } from '../say.ts'
import { EVENT_MEANS } from './event.ts'
import { flag, id, list, MOST_MINOR, moment, optional, said, text, word } from './fields.ts'

const many = <const Words extends readonly string[]>(words: Words, description: string) =>
  optional(
    list(
      word(words, 'One of the words.'),
      `${description} Several are separated by commas; one of them must hold.`,
      words.length,
    ),
  )

export const one = (what: string) => exactly({ id: id(`The ${what}.`) })

export const ReturnName = exactly({ id: said('The return: its id or its number.', 'K7M2XQ4P', 64) })

export const page = {
  limit: optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'How many at once. Default: 20.', examples: [20] }),
  ),
  after: optional(text('`next` of the page before.', 'WzEsWyIyMDI2…', 1_024)),
}

export const WithdrawalQuery = exactly({ state: optional(word(WITHDRAWAL_STATES, 'Only these.')), ...page })

const shops = optional(list(id('A shop.'), 'Only these shops. Several are separated by commas.', 100))

export const expand = {
  expand: many(EXPANSIONS, 'What to add to the answer: the order, all events, the policy version, the shop.'),
}
export const Expand = exactly(expand)

const { kind, inspector, ...strandWords } = COLUMNS

const FILTERS = {
  ...Object.fromEntries(
    Object.entries({ ...strandWords, kind, inspector }).map(([column, words]) => [
      column,
      many(words as readonly string[] as readonly [string], `Only returns whose ${column} is one of these.`),
    ]),
  ),
  shop: shops,
  order: optional(id('Only returns of this order.')),
  lane: optional(word(LANES, 'Only this lane.')),
  q: optional(
    text(
      'What somebody typed: number, e-mail, name, SKU or tracking number, whole or the beginning; every word must occur.',
      'maja lund',
      200,
    ),
  ),
  email: optional(text('Only returns of this e-mail address, exactly.', 'maja@mail.example', 120)),
  reason: many(REASON_CODES, 'Only returns with an item for one of these reasons.'),
  outcome: optional(word(['refund', 'store_credit', 'exchange'], 'Only returns with an item that ends like this.')),
  method: many([...METHOD_TYPES, 'none'], 'Only returns that travel like this; `none` when nothing was chosen.'),
  tag: optional(text('Only returns with this tag, on them or on an item.', 'vip', 64)),
  assignee: optional(text('Only returns of this colleague; `none` for nobody’s.', 'none', 64)),
  flagged: optional(flag('Only returns that are flagged, or that are not.')),
  filed_by: optional(word(ROLES, 'Only returns filed by this role.')),
  group: optional(id('Only returns filed together in this group.')),
  created_from: optional(moment('Only returns filed then or later.')),
  created_before: optional(moment('Only returns filed earlier.')),
  updated_since: optional(
    moment(
      'Only returns to which something happened then or later. With `sort=updated_at`, a safe way to follow all changes.',
    ),
  ),
  updated_before: optional(moment('Only returns to which nothing happened since.')),
}

export const SORTS = ['-created_at', 'created_at', '-updated_at', 'updated_at', 'due_at', '-due_at'] as const

export const ReturnQuery = exactly({
  ...FILTERS,
  ...page,
  ...expand,
  sort: optional(
    word(
      SORTS,
      'Order; with a minus the newest first. `due_at` holds only returns on which a deadline runs. Default: -created_at.',
    ),
  ),
  count: optional(flag('Also say how many there are in all, as `total`.')),
})
export type ReturnQuery = Partial<Record<string, string | string[] | number | boolean>>

export const CountQuery = exactly({ shop: shops })

export const EventQuery = exactly({
  after: optional(
    Type.Integer({
      minimum: 0,
      maximum: 2_147_483_647,
      description: 'Only events behind this `sequence`.',
      examples: [3],
    }),
  ),
  limit: optional(
    Type.Integer({ minimum: 1, maximum: 1_000, description: 'How many at once. Default: 100.', examples: [100] }),
  ),
})

export const QuoteQuery = exactly({
  basis: optional(word(BASES, 'On what basis. Default: the return’s own.')),
  handling: optional(word(HANDLINGS, 'As if every item were kept, or sent back.')),
  to: optional(word([...REFUND_DESTINATIONS, 'exchange'], 'As if the money went there.')),
  amount_minor: optional(
    Type.Integer({
      minimum: 0,
      maximum: MOST_MINOR,
      description: 'A typed total, in the order’s currency. Unit: minor units.',
      examples: [6105],
    }),
  ),
  shipping: optional(flag('Whether freight comes back, whatever policy says.')),
})
export type QuoteQuery = Static<typeof QuoteQuery>

export const OrderQuery = exactly({
  shop: shops,
  q: optional(
    text(
      'What somebody typed: number, e-mail, name, SKU, tracking number or postal code; every word must occur.',
      'maja lund',
      200,
    ),
  ),
  number: optional(text('The number people type, exactly.', '#5001', 64)),
  email: optional(text('Only orders of this e-mail address, exactly.', 'maja@mail.example', 120)),
  source: optional(word(['import', 'api', 'platform', 'exchange', 'stand_in'], 'How it came here.')),
  state: optional(word(['open', 'cancelled'], 'Whether it stands.')),
  created_from: optional(moment('Only orders that entered then or later.')),
  created_before: optional(moment('Only orders that entered earlier.')),
  ...page,
})

export const StrayQuery = exactly({
  shop: shops,
  open: optional(flag('Only those nobody knows yet. Default: true.')),
  ...page,
})

export const AuditQuery = exactly({
  subject: optional(text('Only changes of the thing with this id.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 128)),
  from: optional(moment('Only changes made then or later.')),
  before: optional(moment('Only changes made earlier.')),
  ...page,
})

const DELIVERIES = {
  state: many(DELIVERY_STATES, 'Only deliveries that stand there.'),
  type: many([...Object.keys(EVENT_MEANS), TRIAL], 'Only deliveries of events of this type, or of trials.'),
  return: optional(id('Only deliveries about this return.')),
  from: optional(moment('Only deliveries put on the way then or later.')),
  before: optional(moment('Only deliveries put on the way earlier.')),
  ...page,
}

export const DeliveryQuery = exactly(DELIVERIES)

export const EveryDeliveryQuery = exactly({
  endpoint: optional(list(id('An endpoint.'), 'Only to these. Several are separated by commas.', MOST_ENDPOINTS)),
  ...DELIVERIES,
})

export const MailQuery = exactly({
  return: optional(id('Only about this return.')),
  kind: many(MAIL_KINDS, 'Only these kinds.'),
  state: many(MAIL_STATES, 'Only in these states.'),
  ...page,
})
