/** Until when pieces of one delivery may come back. */
import { daysAfter, endOfDay, type LocalDate, localDate, workingDay } from '../calendar.ts'
import type { Fulfilment, Order } from '../order/order.ts'
import type { Shop } from '../shop.ts'
import type { Instant } from '../time.ts'
import type { Window } from './policy.ts'

/** `until` is null where the rule says so and nowhere else. `assumed`: the day the window counts from is not known and was taken from the rule's fallback; `said` tells it in a sentence. */
export type WindowEnd = { until: Instant | null; assumed: boolean; said: string }

type Start = { date: LocalDate; assumed: boolean; said: string }

/**
 * Counts whole local days: the day after the start is the first, and the last one counts to its last millisecond. The zone is the rule's or the
 * shop's, so a delivery just before midnight in London is one of the next day in Athens. A holiday season only ever lengthens a window, and so does
 * the move to a working day.
 */
export function windowEnd(window: Window, order: Order, fulfilment: Fulfilment, shop: Shop): WindowEnd {
  const zone = window.zone ?? shop.timeZone
  if (window.days === null) return { until: null, assumed: false, said: 'It may come back without end.' }
  const start = startOf(window, order, fulfilment, zone)
  const counted = daysAfter(start.date, window.days)
  const season = seasonEnd(window, localDate(order.placedAt, zone))
  const extended = season !== null && season > counted ? season : counted
  const day = window.workday ? workingDay(extended, shop.calendar) : extended
  const why = [
    `${window.days} days from ${start.said}`,
    ...(extended === counted ? [] : [`extended over the holidays to ${extended}`]),
    ...(day === extended ? [] : [`moved to the next working day`]),
  ].join(', ')
  return { until: endOfDay(day, zone), assumed: start.assumed, said: `${why}: until the end of ${day} (${zone})` }
}

function startOf(window: Window, order: Order, fulfilment: Fulfilment, zone: string): Start {
  const known = { order: order.placedAt, sent: fulfilment.sentAt, delivered: fulfilment.deliveredAt }
  const at = known[window.from]
  if (at !== null) {
    const date = localDate(at, zone)
    return { date, assumed: false, said: `${WORDS[window.from]} on ${date}` }
  }
  const { from, plusDays } = window.fallback
  const instead = from === 'sent' && fulfilment.sentAt !== null ? 'sent' : 'order'
  const date = daysAfter(localDate(known[instead] ?? order.placedAt, zone), plusDays)
  const missing = window.from === 'sent' ? 'dispatch' : 'delivery'
  return {
    date,
    assumed: true,
    said: `${date}, because the day of ${missing} is unknown: ${plusDays} days after ${WORDS[instead]}`,
  }
}

const WORDS = { order: 'the order', sent: 'dispatch', delivered: 'delivery' } as const

function seasonEnd(window: Window, placed: LocalDate): LocalDate | null {
  const ends = window.holidays
    .filter(season => season.placedFrom <= placed && placed <= season.placedTo)
    .map(season => season.until)
  return ends.toSorted().at(-1) ?? null
}
