/** What AfterShip's receivers of the current generation are told: what happened under the platform's name, and the whole return as the act left it. */
import { createHash } from 'node:crypto'
import type { FormatTerms, Message, News } from '../../core/push.ts'
import { hmacSha256, isAccepted, type Language, SECOND_MS, seenIn } from '../telling.ts'
import { type Event, modifiedBy } from './push-modified.ts'
import { sayReturn, type To } from './say.ts'
import { STANDARD_VERSION, VERSIONS, type Version } from './versions.ts'

/** 2024-07 had no webhooks of its own yet. */
const VERSIONS_TOLD: readonly Version[] = VERSIONS.filter(version => version !== '2024-07')

/** Each event of ours under every name that may fit; which do is looked at when the message is written. */
export const WORDS = [
  { word: 'return.submitted', of: ['return.submitted'] },
  { word: 'return.approved', of: ['request.approved'] },
  // The platform has no word of its own for a request that was called off.
  { word: 'return.rejected', of: ['request.rejected', 'request.cancelled'] },
  { word: 'return.resolved', of: ['request.resolved'] },
  { word: 'return.expired', of: ['request.expired'] },
  { word: 'return.shipment.provided', of: ['shipment.added'] },
  { word: 'return.shipments.provided', of: ['shipment.added'], once: true },
  { word: 'return.shipment.recorded', of: ['shipment.added'] },
  { word: 'return.shipment.updated', of: ['shipment.tracked', 'shipment.changed'] },
  { word: 'return.receiving.created', of: ['receiving.recorded'] },
  { word: 'return.restock.created', of: ['disposition.recorded'], once: true },
  { word: 'return.exchange.order.created', of: ['exchange.ordered'] },
  { word: 'return.dropoff.created', of: ['dropoff.made'] },
  { word: 'return.dropoff.updated', of: ['dropoff.dropped'] },
  { word: 'return.dropoff.shipment.updated', of: ['dropoff.shipped'] },
] as const satisfies FormatTerms['words']

/** Both generations sign alike. */
export const AFTERSHIP_TERMS = {
  unit: 'act',
  secret: 'base64',
  signer: { dialect: 'aftership', member: 'webhook_secret' },
  isAddressSigned: false,
} as const satisfies Partial<FormatTerms>

/** Attempt n comes 2^(n-2) · 30 s after the one before, up to the fourteenth. No time is published within which a receiver must answer. */
export const AFTERSHIP_WAY = {
  sign: ({ body }, { secrets }) => ({ 'as-signature-hmac-sha256': hmacSha256(secrets, body, 'base64') }),
  pausesMs: Array.from({ length: 13 }, (_, place) => 2 ** place * 30 * SECOND_MS),
  jitter: 0,
  timeoutMs: 15 * SECOND_MS,
  isHeard: isAccepted,
} as const satisfies Partial<ReturnType<Language['open']>>

export const aftershipTelling: Language = {
  terms: {
    ...AFTERSHIP_TERMS,
    words: WORDS,
    versions: {
      pattern: new RegExp(`^(?:${VERSIONS_TOLD.join('|')})$`),
      named: VERSIONS_TOLD.join(', '),
      standard: STANDARD_VERSION,
    },
  },
  open: ({ links, origin }) => ({
    ...AFTERSHIP_WAY,
    write(news, { endpoint }) {
      const version = endpoint.formatVersion ?? STANDARD_VERSION
      const event = news.word as Event
      // The exchange's order is told since 2025-01.
      if (event === 'return.exchange.order.created' && version < '2025-01') return null
      const to: To = { links: links.for(endpoint.org, origin), version }
      const modified = modifiedBy(news, to)
      if (modified === null) return null
      const data = sayReturn(seenIn(news), to)
      return message({ id: messageId(news), version, event, created_at: news.event.at, modified, data }, version)
    },
    trial: ({ id, at, endpoint }) => {
      const version = endpoint.formatVersion ?? STANDARD_VERSION
      const nothing = { event: 'return.submitted', created_at: at, is_test: true, modified: {}, data: {} }
      return message({ id: id.replaceAll('-', ''), version, ...nothing }, version)
    },
  }),
}

/** Receivers tell repetitions by it, and one event of ours may start two messages. */
export const messageId = ({ event, word }: Pick<News, 'event' | 'word'>): string =>
  createHash('md5').update(`${event.id} ${word}`).digest('hex')

const message = (said: object, version: string): Message => ({
  body: JSON.stringify(said),
  headers: { 'content-type': 'application/json', 'as-webhook-version': version },
})
