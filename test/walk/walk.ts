/** Walks over every state a return can be in, through the real table of verbs: one living return stands for each state. */

import type { Role } from '../../src/core/party.ts'
import { refused } from '../../src/core/refusal.ts'
import { decide } from '../../src/core/return/decide.ts'
import { laidAgain } from '../../src/core/return/laid-again.ts'
import type { Return } from '../../src/core/return/return.ts'
import { strands } from '../../src/core/return/strands/strands.ts'
import type { Tray } from '../../src/core/return/tray.ts'
import { whereFor } from '../../src/core/return/verb.ts'
import { VERBS } from '../../src/core/return/verbs/verbs.ts'
import { type Columns, holds, tupleOf } from '../../src/core/return/where.ts'
import { actor } from '../kit/cast.ts'
import type { Move } from './moves.ts'

/** A return that stands in a state, with what lies before it. */
export type Witness = { ret: Return; tray: Tray; columns: Columns; tuple: string }
export type Edge = { from: Witness; to: Witness; move: Move; role: Role }

/** What `key` tells apart is visited once; it is the state, and hidden facts on which the next step depends. */
export function walk(
  starts: readonly Witness[],
  moves: readonly Move[],
  key: (witness: Witness) => string,
  met: (edge: Edge) => void = () => {},
): Witness[] {
  const seen = new Map<string, Witness>(starts.map(witness => [key(witness), witness]))
  const found = [...seen.values()]
  const openTo = openMoves(moves)
  // The list grows while it is walked: first found, first visited, so every witness took the shortest way to its state.
  for (const witness of found) {
    for (const { move, role } of openTo(witness)) {
      const to = step(witness, move, role)
      if (!to) continue
      met({ from: witness, to, move, role })
      const name = key(to)
      if (seen.has(name)) continue
      seen.set(name, to)
      found.push(to)
    }
  }
  return found
}

/** Null when there is nothing to do it to, when it is refused, or when it changes nothing. */
export function step({ ret, tray }: Witness, move: Move, role: Role): Witness | null {
  const command = move.command(ret)
  if (!command) return null
  // The clock comes when it is time, which it is at some time in every state.
  const at = (command.verb === 'expire' && ret.due.ship) || tray.at
  const answer = decide(ret, command, { ...tray, at, by: ACTORS[role] })
  if (refused(answer) || answer.events.length === 0) return null
  return witnessOf(answer.ret, laidAgain(tray, ret, answer.ret, answer.events))
}

export function witnessOf(ret: Return, tray: Tray): Witness {
  const columns = strands(ret)
  return { ret, tray, columns, tuple: tupleOf(columns) }
}

const ROLES: readonly Role[] = ['shopper', 'owner', 'agent', 'warehouse', 'arbiter', 'carrier', 'system']
const ACTORS = Object.fromEntries(ROLES.map(role => [role, actor(role)])) as Record<Role, ReturnType<typeof actor>>

/** Of several roles that may do the same thing one is enough. Asked once per state. */
function openMoves(moves: readonly Move[]) {
  const known = new Map<string, { move: Move; role: Role }[]>()
  return ({ columns, tuple, tray }: Witness) => {
    const before = known.get(tuple)
    if (before) return before
    const open = moves.flatMap(move => {
      const role = move.roles.find(one => {
        const where = whereFor(VERBS[move.verb], one, tray.shop.bench)
        return where !== null && holds(where, columns)
      })
      return role ? [{ move, role }] : []
    })
    known.set(tuple, open)
    return open
  }
}
