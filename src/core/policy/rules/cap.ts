/** No more than so many: pieces of the order, of one article, or of one customer, and returns of an order or a customer. */

import { returned } from '../../return/quantities.ts'
import type { Return } from '../../return/return.ts'
import { epochMs, type Instant } from '../../time.ts'
import { type Chosen, chosen } from '../condition.ts'
import { cameToNothing } from '../facts.ts'
import type { Cap } from '../policy.ts'
import { barred, type Finding, type LineRule, nothing, type Question } from './rule.ts'

const PER = ['order', 'sku', 'customer'] as const
const OF = ['pieces', 'returns'] as const

/**
 * The strictest cap holds. Returns that came to nothing do not count. `days` looks back so far; null looks back without end. Within one request the
 * lines share what is left in the order they are named. What nobody counted of a customer counts as none.
 */
export const cap: LineRule = question => {
  if (question.situation.lane === 'withdrawal') return nothing('Caps do not bind a withdrawal.')
  if (!question.policy.rules.some(rule => rule.then.some(effect => 'cap' in effect))) return nothing('No cap.')
  const findings = PER.flatMap(per =>
    OF.flatMap(of => {
      const found = chosen(question.policy, 'cap', question.facts, effect => effect.cap.per === per && of in effect.cap)
      return found ? [capped(found, question)] : []
    }),
  )
  return findings.length > 0 ? findings : nothing('No cap.')
}

function capped({ rule, effect: { cap: limit } }: Chosen<'cap'>, question: Question): Finding {
  const per = WORDS[limit.per]
  if ('returns' in limit) {
    const left = limit.returns - returnsFiled(limit, question)
    return left > 0
      ? { rule: rule.id, said: `${left} of ${counted(limit.returns, 'return')} per ${per} are left.` }
      : barred(rule.id, 'cap_reached', `No more than ${counted(limit.returns, 'return')} per ${per} may be made.`)
  }
  const left = Math.max(0, limit.pieces - piecesSpent(limit, question) - wishedBefore(limit.per, question))
  if (left === 0)
    return barred(rule.id, 'cap_reached', `No more than ${counted(limit.pieces, 'piece')} per ${per} may come back.`)
  return { rule: rule.id, said: `${left} of ${counted(limit.pieces, 'piece')} per ${per} are left.`, allowed: left }
}

const WORDS = { order: 'order', sku: 'article', customer: 'customer' } as const

const counted = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`

const sinceMs = ({ days }: Cap, at: Instant): number => (days === null ? 0 : epochMs(at) - days * 86_400_000)

const standing = (limit: Cap, { returns, tray }: Question): Return[] =>
  returns.filter(ret => !cameToNothing(ret) && epochMs(ret.createdAt) >= sinceMs(limit, tray.at))

function returnsFiled(limit: Cap, question: Question): number {
  if (limit.per === 'order') return standing(limit, question).length
  return filedByCustomer(limit, question)?.length ?? question.tray.history?.returns ?? 0
}

function piecesSpent(limit: Cap, question: Question): number {
  if (limit.per === 'customer')
    return (
      filedByCustomer(limit, question)?.reduce((all, one) => all + one.pieces, 0) ?? question.tray.history?.pieces ?? 0
    )
  const lines = linesOf(limit.per, question)
  return standing(limit, question)
    .flatMap(ret => ret.items)
    .reduce((all, item) => (lines.includes(item.line) ? all + returned(item) : all), 0)
}

const filedByCustomer = (limit: Cap, { tray }: Question) =>
  tray.history?.filed?.filter(({ at }) => epochMs(at) >= sinceMs(limit, tray.at))

const linesOf = (per: Cap['per'], { line, situation }: Question): string[] =>
  situation.order.lines.filter(one => per !== 'sku' || one.variant.sku === line.variant.sku).map(one => one.id)

/** Pieces of other lines that the same request names before this one, and so takes first. */
function wishedBefore(per: Cap['per'], question: Question): number {
  const { line, wished } = question
  const place = wished.findIndex(wish => wish.line === line.id)
  const lines = linesOf(per, question)
  return wished
    .slice(0, place < 0 ? wished.length : place)
    .reduce((all, wish) => (wish.line !== line.id && lines.includes(wish.line) ? all + wish.quantity : all), 0)
}
