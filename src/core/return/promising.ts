/** Promising money: what may be promised to whom, by whom, and the holds a promise needs. */

import type { GrantId } from '../ids.ts'
import { limitFor } from '../policy/limit.ts'
import { type Refusal, refuse, refused } from '../refusal.ts'
import { type Asking, capacity, type Quote, quote } from '../worth/quote.ts'
import { addTwo } from '../worth/worth.ts'
import { faultyAmount } from './amounts.ts'
import { granted, offerOvertaken } from './consequences.ts'
import { listed } from './contents.ts'
import type { Event } from './events.ts'
import { follow } from './evolve.ts'
import { take } from './holds.ts'
import { grantedOf, heldOf, standing } from './quantities.ts'
import type { Return } from './return.ts'
import type { Tray } from './tray.ts'
import { happened } from './verb.ts'

/**
 * A new promise beside those that stand, less those it takes the place of. Refuses what is not payable, more than there is, more than a role may
 * promise, and pieces that another return speaks for. Offers nobody needs any more are overtaken.
 */
export function promised(
  ret: Return,
  tray: Tray,
  asking: Asking,
  replacing: readonly GrantId[],
  why: string | null = null,
): Event[] | Refusal {
  const before: Return = { ...ret, grants: standing(ret).filter(grant => !replacing.includes(grant.id)) }
  const wrong = asking.amount ? faultyAmount(asking.amount, tray.order.currency, 'amount') : null
  if (wrong) return wrong
  const lines = asking.lines && listed(ret, asking.lines, 'lines')
  if (refused(lines)) return lines
  const open = quote(before, tray, { ...asking, amount: null })
  if (refused(open)) return open
  const refusal =
    emptyRefused(before, asking, open) ??
    linesRefused(before, asking, open) ??
    tooMuch(before, tray, asking, open) ??
    aboveLimit(before, tray, asking)
  if (refusal) return refusal
  return follow(
    ret,
    now => offerOvertaken(now, tray),
    now => explained(granted(now, tray, asking, [...replacing]), why),
    now => spokenFor(now, tray),
  )
}

const explained = (events: Event[] | Refusal, why: string | null): Event[] | Refusal =>
  refused(events) || why === null
    ? events
    : events.map(event => (event.type === 'payout.granted' ? { ...event, grant: { ...event.grant, why } } : event))

function emptyRefused(ret: Return, { basis, amount, lines }: Asking, open: Quote): Refusal | null {
  if (basis === 'goodwill' && !amount && !lines)
    return refuse('amount_required', { path: 'amount', sentence: 'Goodwill has no price of its own; state an amount.' })
  if (amount || open.grants.length > 0) return null
  return ret.grants.length > 0
    ? refuse('already_granted', { sentence: 'Everything payable has been promised already.' })
    : refuse('not_eligible', {
        sentence: 'Nothing is payable yet: count the goods in, grade them, or grant on another basis.',
        basis: open.basis,
      })
}

function linesRefused(ret: Return, { lines }: Asking, open: Quote): Refusal | null {
  if (!lines) return null
  const most = (item: { id: string }) =>
    open.grants
      .flatMap(grant => grant.lines)
      .reduce((all, line) => (line.item === item.id ? all + line.quantity : all), 0)
  const answer = listed(ret, lines, 'lines', most)
  return refused(answer) ? answer : null
}

/** Goodwill and agreed amounts end at what was captured; everything else at what the pieces are worth. */
function tooMuch(ret: Return, tray: Tray, { amount }: Asking, open: Quote): Refusal | null {
  const free = open.basis === 'goodwill' || open.basis === 'agreed' || open.basis === 'verdict'
  const maximum = free ? capacity(ret, tray) : open.maximum
  if (!amount || amount.amountMinor <= maximum.amountMinor) return null
  return refuse('amount_too_high', {
    path: 'amount',
    sentence: 'This is more than can be given back; state the maximum or less.',
    maximum,
  })
}

/** What the role may promise. The limit holds for everything promised on the return together, so that nobody passes it in small steps. */
export function aboveLimit(ret: Return, tray: Tray, asking: Asking): Refusal | null {
  const answer = quote(ret, tray, asking)
  if (refused(answer)) return answer
  const money = answer.grants.some(grant => grant.to === 'original_payment' || grant.to === 'instant_refund')
  if (money && tray.order.source === 'stand_in' && tray.by.role !== 'owner') {
    return refuse('limit_exceeded', {
      path: 'to',
      sentence: 'This purchase was written down by hand: give store credit, or ask an owner to pay money.',
    })
  }
  const total = ret.grants.map(grant => grant.figure.total).reduce(addTwo, answer.figure.total)
  return limitFor(tray.policy, tray.by.role, total)
}

/** Money is promised only for pieces this return speaks for: holds given up on expiry are taken back, or the promise is refused. */
function spokenFor(ret: Return, tray: Tray): Event[] | Refusal {
  const wishes = ret.items.map(item => ({
    item: item.id,
    line: item.line,
    quantity: Math.max(0, grantedOf(ret, item.id) - heldOf(item)),
  }))
  const slices = take(wishes, tray)
  if (refused(slices)) return slices
  return slices.length > 0 ? [happened(tray, 'units.held', { slices })] : []
}
