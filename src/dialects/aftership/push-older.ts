/** What AfterShip's receivers of the older generation are told: fewer names, the older return, and nothing about what changed. */
import type { FormatTerms, News } from '../../core/push.ts'
import type { EventType } from '../../core/return/events.ts'
import type { Links } from '../../http/file-links.ts'
import { type Language, seenBefore, seenIn } from '../telling.ts'
import { sayOlderReturn } from './older/say.ts'
import { AFTERSHIP_TERMS, AFTERSHIP_WAY, messageId } from './push.ts'
import { isAllProvided, parcelIn } from './push-modified.ts'

/** Every message of this generation says so, whenever it is sent. */
const VERSION = '2022-02-22'

/** What may change a member of the older return; whether it did is seen when both are said. */
const CHANGING = [
  'return.amended',
  'item.removed',
  'item.changed',
  'request.approved',
  'request.rejected',
  'request.cancelled',
  'request.expired',
  'request.resolved',
  'request.reopened',
  'reason.reassessed',
  'offer.accepted',
  'dispute.judged',
  'method.chosen',
  'shipment.added',
  'shipment.changed',
  'shipment.cancelled',
  'shipment.tracked',
  'label.made',
  'dropoff.made',
  'dropoff.dropped',
  'dropoff.shipped',
  'receiving.recorded',
  'receiving.graded',
  'stray.matched',
  'disposition.recorded',
  'payout.granted',
  'payout.done',
  'credit.issued',
  'settlement.marked_elsewhere',
  'settlement.unmarked',
  'exchange.proposed',
  'exchange.ordered',
  'exchange.cancelled',
  'charge.done',
  'note.written',
  'item.tagged',
  'media.attached',
  'person.erased',
] as const satisfies readonly EventType[]

const OLDER_WORDS = [
  { word: 'return.created', of: ['return.submitted'] },
  { word: 'return.approved', of: ['request.approved'] },
  { word: 'return.shipment.created', of: ['shipment.added'] },
  { word: 'return.shipments.created', of: ['shipment.added'], once: true },
  { word: 'return.shipment.updated', of: ['shipment.tracked', 'shipment.changed'] },
  { word: 'return.dropoff.created', of: ['dropoff.made'] },
  { word: 'return.dropoff.updated', of: ['dropoff.dropped'] },
  { word: 'return.dropoff.shipment.updated', of: ['dropoff.shipped'] },
  { word: 'return.updated', of: CHANGING, once: true },
] as const satisfies FormatTerms['words']

type Event = (typeof OLDER_WORDS)[number]['word']

export const aftershipOlderTelling: Language = {
  terms: { ...AFTERSHIP_TERMS, words: OLDER_WORDS, versions: null },
  open: ({ links, origin }) => ({
    ...AFTERSHIP_WAY,
    write(news, { endpoint }) {
      const to = links.for(endpoint.org, origin)
      if (!isTold(news, to)) return null
      const data = sayOlderReturn(seenIn(news), { links: to })
      return message({ id: messageId(news), event: news.word as Event, created_at: news.event.at, data })
    },
    trial: ({ id, at }) =>
      message({ id: id.replaceAll('-', ''), event: 'return.updated', created_at: at, is_test: true, data: {} }),
  }),
}

type Said = { id: string; event: Event; created_at: string; is_test?: true; data: object }

const message = ({ id, event, ...said }: Said) => ({
  body: JSON.stringify({ id, event, version: VERSION, ...said }),
  headers: { 'content-type': 'application/json' },
})

function isTold(news: News, links: Links): boolean {
  if (news.word === 'return.updated') return hasChanged(news, links)
  if (news.event.type.startsWith('shipment.') && parcelIn(news) === null) return false
  return news.word !== 'return.shipments.created' || isAllProvided(news.ret)
}

/** Any member counts but the moment of the change itself, which every act moves. */
function hasChanged(news: News, links: Links): boolean {
  const before = seenBefore(news)
  const said = (seen: ReturnType<typeof seenIn>) => {
    const { updated_at: _, ...rest } = sayOlderReturn(seen, { links })
    return JSON.stringify(rest)
  }
  return before !== null && said(before) !== said(seenIn(news))
}
