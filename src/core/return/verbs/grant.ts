import { type Refusal, refuse } from '../../refusal.ts'
import type { Asking } from '../../worth/quote.ts'
import type { Commands } from '../commands.ts'
import { handledAs } from '../consequences.ts'
import { follow } from '../evolve.ts'
import { promised } from '../promising.ts'
import { standing } from '../quantities.ts'
import type { Return } from '../return.ts'
import { strands } from '../strands/strands.ts'
import type { Verb } from '../verb.ts'
import { PAYABLE, type Row } from '../where.ts'

const GRANTABLE: Row = { ...PAYABLE, settlement: ['none', 'due', 'settled'] }

/**
 * Promise money without moving it yet. While nothing of it is paid, a new promise replaces the earlier one. Asked to let the shopper keep everything,
 * what has set out already travels on and is received as a fact.
 */
export const grant: Verb<'grant'> = {
  may: { merchant: GRANTABLE, system: GRANTABLE },
  locks: ['goods'],

  decide(ret, { handling, ...args }, tray) {
    const strange = basisRefused(args)
    if (strange) return strange
    const moved = handling === 'keep' && hasMoved(ret)
    return follow(
      ret,
      now => (handling && !moved ? handledAs(now, tray, handling) : []),
      now => promised(now, tray, asked(args, moved), replaced(now), args.why ?? null),
    )
  },
}

function basisRefused({ basis, amount }: Commands['grant']): Refusal | null {
  if ((basis !== 'agreed' && basis !== 'verdict') || amount) return null
  return refuse('amount_required', { path: 'amount', sentence: 'State the amount that was agreed or judged.' })
}

const asked = ({ lines, basis, amount = null, to }: Commands['grant'], moved: boolean): Asking => ({
  ...(lines && { lines }),
  ...(basis ? { basis } : moved && { basis: 'asked' as const }),
  ...(to && { to }),
  amount,
})

const replaced = (ret: Return) => (strands(ret).settlement === 'due' ? standing(ret).map(one => one.id) : [])

const hasMoved = (ret: Return): boolean => {
  const { transit, receiving } = strands(ret)
  return (
    ['in_transit', 'delivery_failed', 'lost', 'delivered'].includes(transit) ||
    receiving === 'partial' ||
    receiving === 'received'
  )
}
