/** What a client may ask to be told: the platform's topics, and which of our events each is about. */
import type { EventType } from '../../core/return/events.ts'

/** An endpoint for a topic asks for exactly these, so the topic can be read back from it. Names are singular here where neighbours' are plural. */
export const TOPICS = {
  'return/create': ['return.submitted'],
  'return/update': ['request.*', 'item.*', 'return.amended'],
  'return_package/create': ['shipment.added'],
  'return_package/update': ['shipment.changed', 'shipment.tracked', 'shipment.cancelled'],
} as const satisfies Record<string, readonly (EventType | `${string}.*`)[]>
export type Topic = keyof typeof TOPICS

export const TOPIC_NAMES = Object.keys(TOPICS) as Topic[]

/** The topics an endpoint wants to hear of; one that asks for everything wants them all. */
export const topicsIn = (events: readonly string[] | null): Topic[] =>
  TOPIC_NAMES.filter(topic => events === null || TOPICS[topic].every(event => events.includes(event)))
