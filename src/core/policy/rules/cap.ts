/** No more than so many pieces: of the order, of one article, or of one customer. */

import { returned } from '../../return/quantities.ts'
import type { Return } from '../../return/return.ts'
import { epochMs } from '../../time.ts'
import { type Chosen, chosen } from '../condition.ts'
import { barred, type Finding, type LineRule, nothing, type Question } from './rule.ts'

const PER = ['order', 'sku', 'customer'] as const

/**
 * The strictest cap holds. Returns that came to nothing do not count. `days` looks back so far; null looks back without end.
 * A customer's pieces come counted with the question, for the period its rule asks for; unknown pieces count as none.
 */
export const cap: LineRule = question => {
  if (question.situation.lane === 'withdrawal') return nothing('Caps do not bind a withdrawal.')
  const findings = PER.flatMap(per => {
    const found = chosen(question.policy, 'cap', question.facts, effect => effect.cap.per === per)
    return found ? [capped(found, question)] : []
  })
  return findings.length > 0 ? findings : nothing('No cap.')
}

function capped({ rule, effect }: Chosen<'cap'>, question: Question): Finding {
  const { per, pieces, days } = effect.cap
  const left = Math.max(0, pieces - spent(per, days, question))
  if (left === 0)
    return barred(rule.id, 'cap_reached', `No more than ${pieces} pieces per ${WORDS[per]} may come back.`)
  return { rule: rule.id, said: `${left} of ${pieces} pieces per ${WORDS[per]} are left.`, allowed: left }
}

const WORDS = { order: 'order', sku: 'article', customer: 'customer' } as const

function spent(per: (typeof PER)[number], days: number | null, { line, situation, tray, returns }: Question): number {
  if (per === 'customer') return tray.history?.pieces ?? 0
  const lines = situation.order.lines
    .filter(one => per === 'order' || one.variant.sku === line.variant.sku)
    .map(one => one.id)
  const since = days === null ? 0 : epochMs(tray.at) - days * 86_400_000
  return returns
    .filter(ret => !cameToNothing(ret) && epochMs(ret.createdAt) >= since)
    .flatMap(ret => ret.items)
    .reduce((all, item) => (lines.includes(item.line) ? all + returned(item) : all), 0)
}

const cameToNothing = (ret: Return): boolean =>
  ret.request.state === 'rejected' || ret.request.state === 'cancelled' || ret.request.state === 'expired'
