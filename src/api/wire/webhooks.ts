/** Telling others: endpoints, what was sent to them, and the messages themselves. */
import Type from 'typebox'
import { DELIVERY_STATES } from '../../desk/deliveries.ts'
import {
  LONGEST_NAME,
  LONGEST_URL,
  MOST_CONCURRENCY,
  MOST_ENDPOINTS,
  MOST_GRACE_HOURS,
  MOST_REPLAYED,
} from '../../desk/webhook-limits.ts'
import { exactly, ref } from '../../http/schema.ts'
import { EVENT_MEANS, Event } from './event.ts'
import { flag, id, list, moment, only, optional, orNull, said, text, the, whole, word } from './fields.ts'
import { Return } from './return.ts'

/** The house's own first; the others are platforms', told as those tell their receivers. */
const FORMATS = ['native', 'aftership', 'aftership_legacy', 'shopee', 'shopline']

const SECRET = 'whsec_YW4gZXhhbXBsZSwgd2hpY2ggaXMgbm8gc2VjcmV0Lg=='

const TYPES = Object.keys(EVENT_MEANS)
const CHOICES = [...TYPES, ...new Set(TYPES.map(type => `${type.split('.')[0]}.*`))]

export const EventChoice = {
  ...word(CHOICES, 'A type of event such as `payout.done`, or all of a kind: `payout.*`.'),
  $id: 'EventChoice',
}

const name = 'What it is for, for people.'
const url = text('Where messages are posted.', 'https://erp.example/hooks', LONGEST_URL, { pattern: '^https?://\\S+$' })
const format = (more = '') =>
  text(
    `The language it is told in: \`native\`, as described under \`WebhookMessage\`, or a platform’s own: ${FORMATS.slice(
      1,
    )
      .map(name => `\`${name}\``)
      .join(', ')}.${more}`,
    'native',
    32,
  )
const formatVersion = orNull(text('Of the language, where it has several.', '2026-01', 32))
const version = text('Of the language, like `format_version`; name one of the two.', '2026-01', 32)
const concurrency = Type.Integer({
  minimum: 1,
  maximum: MOST_CONCURRENCY,
  description: 'Most messages under way at once. Those about one return always go one after the other.',
  examples: [4],
})
const state = word(['on', 'off'], 'Whether it is told anything.')
const shopsOf = (description: string, more: object = {}) => orNull(list(id('A shop.'), description, 1_000, more))
const eventsOf = (description: string, more: object = {}) =>
  orNull(list(ref(EventChoice), description, CHOICES.length, more))
const WHICH = 'What it is told of: types of events, or all of a kind such as `payout.*`; null for everything.'

export const Webhook = Type.Object(
  {
    id: id('The endpoint.'),
    organization_id: id('Whose house it is told of.'),
    name: text(name, 'ERP', LONGEST_NAME),
    url,
    format: format(),
    format_version: formatVersion,
    shops: shopsOf('The shops it is told of; null for all.'),
    events: eventsOf(WHICH),
    concurrency,
    state,
    why: orNull(text('Why it is off.', 'Switched off by ERP key.', 2_000)),
    failing_since: orNull(moment('The first failure since the last success; null while all is well.')),
    failures: whole('Bad answers in a row.', 0),
    created_at: moment('When it was made.'),
    updated_at: moment('When somebody last changed it.'),
    version: whole('Counts changes; the number in the ETag.', 1, { minimum: 1 }),
    secret: optional(
      text('What messages are signed with. Shown once, in the answer that made it; it is kept sealed.', SECRET, 256),
    ),
    previous_secret_until: optional(
      orNull(moment('After a rotation: until when the secret before signs as well; null when it ended at once.')),
    ),
  },
  { $id: 'Webhook', description: 'An endpoint: a place that wants to be told what happens.' },
)

const secret = optional(
  text(
    'A secret of your own: `whsec_` and 24 to 64 random bytes in base64, in a platform’s format any text. Default: one is made; in a platform’s format that of its client, when there is one.',
    SECRET,
    256,
    {
      minLength: 8,
      pattern: '^[!-~]+$',
    },
  ),
)
const once = { minItems: 1, uniqueItems: true }

const settings = {
  name: said(name, 'ERP', LONGEST_NAME),
  url,
  format_version: optional(formatVersion),
  shops: optional(shopsOf('The shops it is told of; null for all its maker reaches.', once)),
  events: optional(eventsOf(WHICH, once)),
  concurrency: optional(concurrency),
}

export const WebhookInput = exactly(
  {
    ...settings,
    format: optional(format(' Default: native. It stays.')),
    version: optional(version),
    state: optional(word(['on', 'off'], 'Whether it is told anything. Default: on.')),
    secret,
  },
  { $id: 'WebhookInput', description: `An endpoint to be. An organisation has at most ${MOST_ENDPOINTS}.` },
)

const expected = {
  expected_version: optional(whole('Refused when the endpoint has moved on since.', 3, { minimum: 1 })),
}

export const WebhookChange = exactly(
  { ...settings, name: optional(settings.name), url: optional(settings.url), ...expected },
  { $id: 'WebhookChange', description: 'What shall change; lists are replaced whole.' },
)

export const SwitchInput = exactly(expected, { $id: 'SwitchInput', description: 'Nothing needs to be said.' })

export const SwitchOffInput = exactly(
  { why: optional(said('Why, for people. Default: who did it.', 'The receiver is being moved.', 500)), ...expected },
  { $id: 'SwitchOffInput', description: 'Why an endpoint is to be told nothing more.' },
)

export const RotationInput = exactly(
  {
    secret,
    grace_hours: optional(
      Type.Integer({
        minimum: 0,
        maximum: MOST_GRACE_HOURS,
        description:
          'How long messages are signed with the old secret as well; 0 ends every older one at once. Unit: hours. Default: 24.',
        examples: [24],
      }),
    ),
    ...expected,
  },
  { $id: 'RotationInput', description: 'A new secret.' },
)

export const ReplayInput = exactly(
  {
    since: moment('From when on events are told again.', '2026-03-10T00:00:00.000Z'),
    until: optional(orNull(moment('Events of that moment and later are left out. Default: now.'))),
    types: optional(eventsOf('Only these. Default: all the endpoint is told of.', once)),
    after: optional(text('`next` of the answer before, with the same range, to go on.', 'WzEsWyIyMDI2…', 1_024)),
  },
  {
    $id: 'ReplayInput',
    description: `What shall be told again; at most ${MOST_REPLAYED.toLocaleString('en')} events.`,
  },
)

export const ReplayAnswer = Type.Object(
  {
    queued: whole('How many messages were put on the way.', 128),
    remaining: whole('How many are still to come.', 0),
    next: orNull(text('Hand it back as `after` to go on; null when all are on the way.', 'WzEsWyIyMDI2…', 1_024)),
  },
  { $id: 'ReplayAnswer', description: 'What was put on the way once more.' },
)

const delivery = {
  id: id('The delivery.'),
  organization_id: id('Whose house it is about.'),
  endpoint_id: id('Where it goes.'),
  event_id: id('The event; receivers tell repetitions by it.'),
  return_id: orNull(id('The return; null for a trial.')),
  sequence: orNull(whole('The event’s place in the life of the return; null for a trial.', 3)),
  from_sequence: orNull(
    whole(
      'Where the act begins that the message is about, which ends at `sequence`; null for a message about one event, as in the native format.',
      2,
    ),
  ),
  word: orNull(
    text('What a platform’s format calls the message; null in the native one.', 'return.shipment.provided', 64),
  ),
  type: text('What happened.', 'request.approved', 64),
  at: moment('When it happened.'),
  state: word(
    DELIVERY_STATES,
    '`waiting` for its next attempt; `taken`: being sent; `done`: accepted; `dead`: all attempts used up; `dropped`: there was nothing to send, because its language has no word for it or the return is gone.',
  ),
  attempts: whole('How often it was tried.', 1),
  next_at: orNull(moment('When it is tried next; null when it is over.')),
  is_replay: flag('Whether it was put on the way once more by somebody.'),
  created_at: moment('When it was put on the way.'),
  finished_at: orNull(moment('When it was over.')),
}

export const DeliveryAttempt = Type.Object(
  {
    attempt: whole('Which one, from 1.', 1),
    at: moment('When.'),
    status: orNull(whole('The status that came back; null when nothing did.', 500)),
    latency_ms: whole('How long it took. Unit: milliseconds.', 84),
    error: orNull(text('Why it does not count as delivered; null when it does.', 'The answer was 500.', 2_000)),
    answer: orNull(text('The beginning of what came back.', 'Internal Server Error', 4_000)),
  },
  { $id: 'DeliveryAttempt', description: 'One try to deliver.' },
)

export const Delivery = Type.Object(
  {
    ...delivery,
    log: optional(list(ref(DeliveryAttempt), 'Every try, oldest first; only where one delivery is read.', 1_000)),
  },
  { $id: 'Delivery', description: 'One message on its way to one endpoint.' },
)

export const WebhookMessage = Type.Object(
  { ...Event.properties, return: the(Return, 'The whole return as it stood right after the event, as owners see it.') },
  {
    $id: 'WebhookMessage',
    description:
      'What a native endpoint is sent: an event as in the log of the return, and the return. Links to files in it open for about a day.',
  },
)

export const WebhookTrial = Type.Object(
  {
    id: id('The message.'),
    type: only('webhook.trial', 'Says that it is one.'),
    at: moment('When it was written.'),
    endpoint_id: id('The endpoint that is tried out.'),
    name: text('What the endpoint is called.', 'ERP', LONGEST_NAME),
  },
  { $id: 'WebhookTrial', description: 'A message that tells of nothing, to try a receiver out.' },
)

export const WEBHOOKS = [
  EventChoice,
  Webhook,
  WebhookInput,
  WebhookChange,
  SwitchInput,
  SwitchOffInput,
  RotationInput,
  ReplayInput,
  ReplayAnswer,
  DeliveryAttempt,
  Delivery,
  WebhookMessage,
  WebhookTrial,
]
