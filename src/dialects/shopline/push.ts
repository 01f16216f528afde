/** What SHOPLINE's apps are told: a return or a parcel that is new, and what became of it, under the platform's topics. */
import type { FormatTerms, Message, News, Telling } from '../../core/push.ts'
import type { EventType } from '../../core/return/events.ts'
import type { Shop } from '../../core/shop.ts'
import { HOUR_MS, hmacSha256, type Language, MINUTE_MS, SECOND_MS } from '../telling.ts'
import { sayPushedPackage, sayPushedReturn } from './push-bodies.ts'
import { settingsFor } from './settings.ts'
import type { Topic } from './topics.ts'

const word = (topic: Topic, ...of: EventType[]) => ({ word: topic, of })

/** A return is told once per act, however much of it changed; parcels each by themselves. */
const WORDS = [
  { ...word('return/create', 'return.submitted'), once: true },
  {
    ...word(
      'return/update',
      'request.approved',
      'request.rejected',
      'request.cancelled',
      'request.expired',
      'request.resolved',
      'request.reopened',
      'item.removed',
      'item.changed',
      'return.amended',
    ),
    once: true,
  },
  word('return_package/create', 'shipment.added'),
  word('return_package/update', 'shipment.changed', 'shipment.tracked', 'shipment.cancelled'),
] as const satisfies FormatTerms['words']

const STANDARD_VERSION = 'v20260301'

export const shoplineTelling: Language = {
  terms: {
    unit: 'act',
    words: WORDS,
    versions: {
      pattern: /^v\d{8}$/,
      named: `v and eight digits, such as ${STANDARD_VERSION}`,
      standard: STANDARD_VERSION,
    },
    secret: 'hex',
    signer: { dialect: 'shopline', member: 'app_secret' },
    isAddressSigned: false,
  },
  open: () => ({
    write: (news, telling) => {
      const said = bodyOf(news)
      return said && message(said, news, telling)
    },
    // The platform publishes no message that tells of nothing.
    trial: () => null,
    sign: ({ body }, { secrets, shop }) => ({
      'X-Shopline-Hmac-Sha256': hmacSha256(secrets, body, shop ? settingsFor(shop).webhook_signature : 'hex'),
    }),
    pausesMs: PAUSES_MS,
    jitter: 0,
    timeoutMs: 5 * SECOND_MS,
    // Only this one counts, not every 2xx.
    isHeard: ({ status }) => status === 200,
  }),
}

/** Nineteen more attempts over 48 hours is all that is published; how they are spread is ours. */
const PAUSES_MS = [
  10 * SECOND_MS,
  30 * SECOND_MS,
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * MINUTE_MS),
  ...[1, 1, 2, 2, 3, 4, 4, 6, 6, 8].map(hours => hours * HOUR_MS),
  10 * HOUR_MS - 220 * SECOND_MS,
]

function bodyOf(news: News): object | null {
  // What a return was filed with is part of its first message.
  if (news.word === 'return/update' && news.before === null) return null
  if (news.word === 'return/create' || news.word === 'return/update') return sayPushedReturn(news)
  return sayPushedPackage(news)
}

const message = (said: object, { word: topic, event, shop }: News, { endpoint }: Telling): Message => ({
  body: JSON.stringify(said),
  headers: {
    'content-type': 'application/json',
    'X-Shopline-Topic': topic ?? '',
    'X-Shopline-Shop-Domain': `${shop.refs.handle}.myshopline.com`,
    'X-Shopline-Shop-Id': storeNumber(shop),
    'X-Shopline-Merchant-Id': shop.refs.merchantNo ?? storeNumber(shop),
    'X-Shopline-API-Version': endpoint.formatVersion ?? STANDARD_VERSION,
    'X-Shopline-Webhook-Id': event.id,
  },
})

/** 13 digits: the shop's own number on the platform when it came from there, else one that follows from its id. */
function storeNumber({ id, refs }: Pick<Shop, 'id' | 'refs'>): string {
  if (refs.platform === 'shopline' && /^\d{13}$/.test(refs.externalId)) return refs.externalId
  return `16${String(Number.parseInt(id.slice(-12), 16) % 100_000_000_000).padStart(11, '0')}`
}
