import type { DispositionId, LocationId } from '../../ids.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import { destinationOf } from '../carriage.ts'
import type { Commands } from '../commands.ts'
import { freeing } from '../consequences.ts'
import { listed } from '../contents.ts'
import type { Event } from '../events.ts'
import { keyRefused, keyReused } from '../key.ts'
import { disposed, grantedOf, heldOf, itemOf, missing, received, returned } from '../quantities.ts'
import type { Disposition, Item, Return } from '../return.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * Decide where pieces go: onto a shelf, to repair, back to the shopper – or declare that they never came. The key makes a press that comes twice move
 * stock once.
 */
export const dispose: Verb<'dispose'> = {
  may: { warehouse: {}, merchant: {} },
  locks: ['goods'],

  decide(ret, args, tray) {
    const strange = keyRefused(args.key)
    if (strange) return strange
    const location = args.location ?? (args.to === 'restock' ? destinationOf(ret, tray.shop) : null)
    const known = ret.dispositions.find(one => one.key === args.key)
    if (known) return sameMove(known, args, location) ? [] : keyReused(args.key)
    if (location && !tray.shop.locations.some(one => one.id === location))
      return refuse('invalid', { path: 'location', sentence: 'The shop has no such location.' })
    const pieces = moved(ret, args)
    if (refused(pieces)) return pieces
    const { key, item, quantity, to, resale = null } = args
    const disposition: Disposition = {
      id: tray.fresh<DispositionId>(),
      key,
      item,
      quantity,
      to,
      location,
      at: tray.at,
      by: tray.by,
      resale,
    }
    return [happened(tray, 'disposition.recorded', { disposition }), ...freedAgain(ret, disposition, tray)]
  },
}

const sameMove = (
  known: Disposition,
  { item, quantity, to }: Commands['dispose'],
  location: LocationId | null,
): boolean => known.item === item && known.quantity === quantity && known.to === to && known.location === location

function moved(ret: Return, { item, quantity, to }: Commands['dispose']): true | Refusal {
  const answer = listed(ret, [{ item, quantity }], 'lines', one =>
    to === 'missing' ? neverCame(ret, one) : undecided(ret, one),
  )
  if (!refused(answer)) return true
  return refuse(answer.code, { ...answer.detail, path: answer.code === 'unknown_line' ? 'item' : 'quantity' })
}

const neverCame = (ret: Return, item: Item): number =>
  item.handling === 'keep' ? 0 : Math.max(0, returned(item) - received(ret, item.id) - missing(ret, item.id))

const undecided = (ret: Return, item: Item): number =>
  Math.max(0, received(ret, item.id) - (disposed(ret, item.id) - missing(ret, item.id)))

/**
 * A piece that goes back to the shopper may be sent back again, unless money was promised for it: then it has come back for good. A surplus piece was
 * never held, so its way home frees none of the pieces that stay.
 */
function freedAgain(ret: Return, { item: id, quantity, to }: Disposition, tray: Tray): Event[] {
  const item = itemOf(ret, id)
  if (to !== 'back_to_shopper' || !item) return []
  const staying = received(ret, id) - disposed(ret, id, 'back_to_shopper') - quantity
  const slices = freeing(item, Math.min(quantity, Math.max(0, heldOf(item) - Math.max(staying, grantedOf(ret, id)))))
  return slices.length > 0 ? [happened(tray, 'units.freed', { slices })] : []
}
