/** How long pieces may come back, delivery by delivery. */
import { daysAfter, endOfDay, localDate, workingDay } from '../../calendar.ts'
import type { RuleId } from '../../ids.ts'
import type { Fulfilment } from '../../order/order.ts'
import type { Instant } from '../../time.ts'
import { LEGAL_DAYS } from '../../withdrawal.ts'
import { chosen } from '../condition.ts'
import type { Window } from '../policy.ts'
import { type WindowEnd, windowEnd } from '../window.ts'
import { type Finding, type LineRule, nothing, type Question } from './rule.ts'

/**
 * Pieces of different deliveries have windows of their own: `allowed` counts the pieces that are still in time, `until` is the latest end among the
 * free pieces – or of all, once every piece is spoken for. A policy without a window sets no end. In the withdrawal lane the fourteen days of the law hold even where the policy gives fewer.
 */
export const window: LineRule = question => {
  const { policy, facts, free, situation, tray } = question
  const found = chosen(policy, 'window', facts)
  if (!found) return nothing('No rule sets an end.')
  const isFree = free.some(one => one.quantity > 0)
  const ends = free.flatMap(({ fulfilment, quantity }) => {
    const delivery = situation.order.fulfilments.find(one => one.id === fulfilment && one.state === 'sent')
    const counts = isFree ? quantity > 0 : true
    return delivery && counts ? [{ quantity, end: endFor(found.effect.window, delivery, question) }] : []
  })
  if (ends.length === 0) return [{ rule: found.rule.id, said: 'No free piece to count days for.' }]
  const open = ends.filter(({ end }) => end.until === null || tray.at <= end.until)
  const until = ends.map(({ end }) => end.until).reduce(later)
  const findings: Finding[] = ends.map(({ end }) => ({ rule: found.rule.id, said: end.said }))
  const allowed = open.reduce((all, one) => all + one.quantity, 0)
  return [
    ...findings,
    {
      rule: found.rule.id,
      said: `${allowed} pieces are in time.`,
      allowed,
      until,
      ...(open.length === 0 && until !== null && { refusal: closed(until, found.rule.id) }),
    },
  ]
}

/** Null has no end. */
const later = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? null : a > b ? a : b

const closed = (until: Instant, rule: RuleId) => ({
  code: 'window_closed',
  sentence: `The time to send this back ended on ${until.slice(0, 10)}.`,
  until,
  rule,
})

function endFor(window: Window, delivery: Fulfilment, { situation, tray }: Question): WindowEnd {
  const end = windowEnd(window, situation.order, delivery, tray.shop)
  if (situation.lane !== 'withdrawal') return end
  const legal = legalEnd(delivery, end, window.zone ?? tray.shop.timeZone, tray.shop.calendar)
  return legal && end.until !== null && legal > end.until
    ? { ...end, until: legal, said: `${end.said}; the right of withdrawal runs until ${legal}` }
    : end
}

/**
 * Directive 2011/83/EU, art. 9: fourteen days after the goods came; Regulation 1182/71, art. 3(4): not ending on a day off.
 * Without a delivery date the period has not begun, so the policy's own fallback stands in for it.
 */
function legalEnd(
  delivery: Fulfilment,
  end: WindowEnd,
  zone: string,
  calendar: Question['tray']['shop']['calendar'],
): Instant | null {
  if (delivery.deliveredAt === null) return end.until
  return endOfDay(workingDay(daysAfter(localDate(delivery.deliveredAt, zone), LEGAL_DAYS), calendar), zone)
}
