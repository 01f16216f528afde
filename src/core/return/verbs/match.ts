import type { ReceivingId } from '../../ids.ts'
import { refuse, refused } from '../../refusal.ts'
import { arrived } from '../arrival.ts'
import { listed } from '../contents.ts'
import type { Receiving } from '../return.ts'
import { happened, type Verb } from '../verb.ts'

/** Say whose goods without paper were: they count as received here from the moment they were found, and are matched once. */
export const match: Verb<'match'> = {
  may: { warehouse: {}, merchant: {} },
  locks: ['goods'],

  decide(ret, { stray: id, item, quantity }, tray) {
    const stray = tray.strays.find(one => one.id === id)
    if (!stray) return refuse('not_found', { path: 'stray', sentence: 'There are no such goods without paper.' })
    if (stray.matched === ret.id) return []
    if (stray.matched !== null)
      return refuse('not_open', {
        path: 'stray',
        sentence: 'These goods have been matched to another return already.',
        matched: stray.matched,
      })
    const pieces = quantity ?? stray.quantity
    const lines = listed(ret, [{ item, quantity: pieces }], 'lines', () => stray.quantity)
    if (refused(lines))
      return refuse(lines.code, { ...lines.detail, path: lines.code === 'unknown_line' ? 'item' : 'quantity' })
    const receiving: Receiving = {
      id: tray.fresh<ReceivingId>(),
      key: `stray:${stray.id}`,
      at: stray.at,
      by: tray.by,
      source: 'dock',
      place: stray.place,
      refused: null,
      replaces: [],
      lines: [{ item, quantity: pieces, gradings: [] }],
    }
    return [happened(tray, 'stray.matched', { stray: id }), ...arrived(ret, receiving, tray)]
  },
}
