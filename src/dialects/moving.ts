/** Deciding on what a return says now, and acting on exactly that. */
import { type Refusal, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import { type Acted, type ActOptions, act } from '../desk/act.ts'
import type { Caller } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { findOne, type Named, type Seen } from '../desk/look.ts'

/** A no that only this platform knows, in its own words. Gates of one platform are said with it; everything else is a refusal of the core. */
export class Objection<Said = unknown> {
  readonly said: Said

  constructor(said: Said) {
    this.said = said
  }
}

export const objected = (answer: unknown): answer is Objection => answer instanceof Objection

/** Somebody else may be faster; after so many times the caller is told so. */
const MOST_TRIES = 4

/**
 * Looks at a return, lets `choose` say what is to be done with it as it stands, and does that in one transaction, unless the return has moved on in between:
 * then it looks again. So a platform's gates may be read from the return outside of the transaction and still hold inside. No commands: nothing is to be done,
 * and the return is given back as it is.
 */
export async function move<Said>(
  desk: Desk,
  caller: Caller,
  named: Named,
  choose: (seen: Seen) => readonly Command[] | Refusal | Objection<Said>,
  options: Omit<ActOptions, 'expectedVersion'> = {},
): Promise<Acted | Refusal | Objection<Said>> {
  for (let tries = 1; ; tries++) {
    const seen = await findOne(desk, caller, named)
    if (refused(seen)) return seen
    const chosen = choose(seen)
    if (refused(chosen) || objected(chosen)) return chosen
    if (chosen.length === 0) return { ...seen, events: [], replayed: false }
    const acted = await act(desk, caller, { ret: seen.ret.id }, chosen, {
      ...options,
      expectedVersion: seen.ret.version,
    })
    if (!refused(acted) || acted.code !== 'stale_version' || tries === MOST_TRIES) return acted
  }
}
