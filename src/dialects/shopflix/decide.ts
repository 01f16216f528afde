/** The merchant's word on a return at the door of the store: V accepts it, W asks support to decide. */
import { refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import { whereRead } from '../../core/return/reading.ts'
import { strands } from '../../core/return/strands/strands.ts'
import { both, holds, QUIET, type Row, UNPAID } from '../../core/return/where.ts'
import { estimate } from '../../core/worth/quote.ts'
import type { Seen } from '../../desk/look.ts'
import type { Client, DialectHouse } from '../dialect.ts'
import { move, Objection, objected } from '../moving.ts'
import { findReturn } from './find.ts'
import { type Settings, settingsFor } from './settings.ts'
import { CANNOT, DECISIONS, type Decision, refusals, type StatusLetter, status } from './words.ts'

const LONGEST_DETAILS = 2000

/** Goods that stay with the shopper never reach the store; such a return could not be finished if it had to. */
const KEPT = { handling: ['keep'], transit: ['not_needed'] } as const satisfies Row

/** What became of it. `unknown`: there is no such return. Everything else that goes wrong is a sentence. */
export type Decided = 'success' | 'unknown' | { sentence: string }

/** The return is looked for before its new status is looked at, so that an unknown one is told as such whatever was sent. */
export async function decide(house: DialectHouse, client: Client, named: string, body: unknown): Promise<Decided> {
  const wish = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
  const { status: letter, details } = wish as { status?: unknown; details?: unknown }
  const found = await findReturn(house, client, named)
  if (refused(found)) return 'unknown'
  if (!isDecision(letter)) return { sentence: 'status must be V to accept the return or W to reject it' }
  const text = typeof details === 'string' ? details.trim() : ''
  if (text.length > LONGEST_DETAILS) return { sentence: `details has at most ${LONGEST_DETAILS} characters` }
  const decided = await move(house.desk, client.caller, found.ret.id, seen =>
    isOpen(letter, seen) ? commandsFor(letter, seen, text) : new Objection(CANNOT[letter]),
  )
  if (objected(decided)) return { sentence: CANNOT[letter] }
  if (!refused(decided)) return 'success'
  const said = refusals[decided.code]
  if (said === 'unknown') return 'unknown'
  return { sentence: said === 'cannot' ? CANNOT[letter] : (decided.detail.sentence ?? CANNOT[letter]) }
}

const isDecision = (letter: unknown): letter is Decision => DECISIONS.includes(letter as Decision)

const isOpen = (letter: Decision, { ret, shop }: Seen): boolean =>
  holds(openFor(letter, settingsFor(shop)), strands(ret))

/** Goods have to be at the store, and nobody may be judging. */
function openFor(letter: Decision, { decide_before_arrival }: Settings): Row[] {
  const letters: StatusLetter[] = decide_before_arrival ? ['U', 'A', 'T'] : ['T']
  const there = both(whereRead(status, letters), QUIET)
  if (letter === 'W') return both(there, UNPAID)
  return [...there, ...both(both(whereRead(status, ['U']), KEPT), QUIET)]
}

/** One transaction: accepting finishes the whole return, whatever of that has not been done yet. */
function commandsFor(letter: Decision, seen: Seen, details: string): Command[] {
  if (letter === 'W') return [{ verb: 'dispute', reason: 'objection', text: details }]
  const isSubmitted = seen.ret.request.state === 'submitted'
  return [...(isSubmitted ? [{ verb: 'approve' } as const] : []), ...promising(seen), { verb: 'resolve' }]
}

/** What is promised is what the return was said to come to. Nothing when that was promised before, or when nothing of what came is payable. */
function promising(seen: Seen): Command[] {
  if (strands(seen.ret).settlement !== 'none') return []
  const { basis, grants } = estimate(seen.ret, seen)
  if (grants.length === 0) return []
  return [{ verb: 'grant', ...(basis !== 'agreed' && basis !== 'verdict' && { basis }) }]
}
