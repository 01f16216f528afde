/** What follows when goods are here: the inspection's clock, holds that are taken back, and a flag where a person has to decide. */
import type { LineId } from '../ids.ts'
import { refused } from '../refusal.ts'
import { epochMs, type Instant } from '../time.ts'
import { unitsFreed } from './consequences.ts'
import { DEADLINES, starting } from './deadlines.ts'
import type { Event } from './events.ts'
import { evolve } from './evolve.ts'
import { freePieces, take } from './holds.ts'
import { disposed, heldOf, received, returned, surplus } from './quantities.ts'
import type { Item, Receiving, Return } from './return.ts'
import { strands } from './strands/strands.ts'
import type { Tray } from './tray.ts'
import { happened } from './verb.ts'
import { holds, QUIET, UNPAID } from './where.ts'

const DAY_MS = 86_400_000

/** Clocks of carriers and scanners differ, by hours at most; a fact of the day after tomorrow is a mistake. */
export const tooFarAhead = (at: Instant, tray: Tray): boolean => epochMs(at) > epochMs(tray.at) + DAY_MS

/** The inspection's time runs from the event that made inspecting possible, and is not moved by later ones. */
export function inspecting(before: Return, event: Event, tray: Tray): Event {
  const runs = (ret: Return) => holds(DEADLINES.inspect.runs, strands(ret))
  return !runs(before) && runs(evolve(before, event))
    ? { ...event, due: { ...event.due, ...starting(tray, 'inspect') } }
    : event
}

/** A count, and what it changes for pieces that nobody had spoken for any more. */
export function arrived(ret: Return, receiving: Receiving, tray: Tray): Event[] {
  const count = inspecting(ret, happened(tray, 'receiving.recorded', { receiving }), tray)
  const after = evolve(ret, count)
  const again = [...letGo(after, tray), ...heldAgain(after, tray)]
  return [count, ...again, ...flagged(again.reduce(evolve, after), tray)]
}

/** A count by hand can find less than the carrier told; a request that is over keeps nothing back for what did not come. */
const letGo = (ret: Return, tray: Tray): Event[] =>
  CLOSED.includes(ret.request.state) && holds({ ...QUIET, ...UNPAID }, strands(ret)) ? unitsFreed(ret, tray) : []

/** Pieces that came although their hold was given up take it back as far as nobody else has it. */
function heldAgain(ret: Return, tray: Tray): Event[] {
  const left = new Map<LineId, number>()
  const wishes = ret.items.map(item => {
    const free = left.get(item.line) ?? freePieces(tray, item.line)
    const quantity = Math.min(unheld(ret, item), free)
    left.set(item.line, free - quantity)
    return { item: item.id, line: item.line, quantity }
  })
  const slices = take(wishes, tray)
  return refused(slices) || slices.length === 0 ? [] : [happened(tray, 'units.held', { slices })]
}

/** Announced pieces that are here and spoken for by nobody, or by another return. */
const unheld = (ret: Return, item: Item): number =>
  Math.max(
    0,
    Math.min(received(ret, item.id) - disposed(ret, item.id, 'back_to_shopper'), returned(item)) - heldOf(item),
  )

const CLOSED = ['expired', 'rejected', 'cancelled']

/** Somebody has to look: nothing is paid or put on a shelf by accident. */
function flagged(ret: Return, tray: Tray): Event[] {
  const why = ret.items.some(item => unheld(ret, item) > 0)
    ? 'Goods came that another return speaks for.'
    : CLOSED.includes(ret.request.state)
      ? `Goods came after the request was ${ret.request.state}: reopen it, pay, or send them back.`
      : ret.items.some(item => surplus(ret, item) > 0)
        ? 'More pieces came than were announced.'
        : null
  return why !== null && why !== ret.flagged ? [happened(tray, 'return.flagged', { why })] : []
}
