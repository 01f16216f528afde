import type { ReceivingId } from '../../ids.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import { arrived, tooFarAhead } from '../arrival.ts'
import type { Commands } from '../commands.ts'
import { listed } from '../contents.ts'
import { gradings } from '../gradings.ts'
import { keyRefused, keyReused } from '../key.ts'
import { counted, itemOf, received, returned } from '../quantities.ts'
import type { Receiving, Return } from '../return.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * Count goods in. A fact, open in every state: more than announced, late, or turned away, it is written down as it was.
 * The key makes a count that is sent twice count once.
 */
export const receive: Verb<'receive'> = {
  may: { warehouse: {}, merchant: {}, carrier: {}, system: {} },
  locks: ['goods'],

  decide(ret, args, tray) {
    const strange = keyRefused(args.key) ?? placeRefused(args, tray)
    if (strange) return strange
    const receiving = told(ret, args, tray)
    if (refused(receiving)) return receiving
    const known = ret.receivings.find(one => one.key === args.key)
    if (known) return sameCount(known, receiving) ? [] : keyReused(args.key)
    if (receiving.refused !== null) return [happened(tray, 'receiving.refused', { receiving, why: receiving.refused })]
    const news =
      receiving.source === 'carrier' ? uncounted(ret, receiving) : { ...receiving, replaces: replaced(ret, receiving) }
    return news.lines.length > 0 ? arrived(ret, news, tray) : []
  },
}

function placeRefused({ source, place, at, replaces }: Commands['receive'], tray: Tray): Refusal | null {
  if (tray.by.role === 'carrier' && source !== 'carrier')
    return refuse('forbidden', {
      path: 'source',
      sentence: 'A carrier tells what it delivered; others count.',
      role: 'carrier',
    })
  if (source === 'carrier' && replaces?.length)
    return refuse('invalid', { path: 'replaces', sentence: 'What a carrier says takes the place of no count.' })
  if (place && !tray.shop.locations.some(known => known.id === place))
    return refuse('invalid', { path: 'place', sentence: 'The shop has no such location.' })
  if (at && tooFarAhead(at, tray))
    return refuse('invalid', { path: 'at', sentence: 'This moment is more than a day ahead.' })
  return null
}

function told(ret: Return, args: Commands['receive'], tray: Tray): Receiving | Refusal {
  const turnedAway = args.refused ?? null
  if (args.lines.length === 0 && turnedAway === null)
    return refuse('quantity_invalid', { path: 'lines', sentence: 'Say which pieces came.' })
  const strange = (args.replaces ?? []).findIndex(id => !ret.receivings.some(one => one.id === id))
  if (strange >= 0)
    return refuse('not_found', { path: `replaces[${strange}]`, sentence: 'This return has no such receiving.' })
  const counts = listed(ret, args.lines, 'lines')
  if (refused(counts)) return counts
  const lines: Receiving['lines'] = []
  for (const { item, quantity } of counts) {
    const place = args.lines.findIndex(line => line.item === item)
    const given = args.lines.filter(line => line.item === item).flatMap(line => line.gradings ?? [])
    const graded = gradings(given, quantity, `lines[${place}].gradings`, tray)
    if (refused(graded)) return graded
    lines.push({ item, quantity, gradings: graded })
  }
  const { key, source, place = null, replaces = [] } = args
  return {
    id: tray.fresh<ReceivingId>(),
    key,
    at: args.at ?? tray.at,
    by: tray.by,
    source,
    place,
    refused: turnedAway,
    replaces,
    lines,
  }
}

/** The same goods, not the same moment: whoever repeats a call may say when anew. What a carrier repeats is judged by its key alone. */
function sameCount(known: Receiving, again: Receiving): boolean {
  if (known.source !== again.source) return false
  return known.source === 'carrier' || JSON.stringify(essence(known)) === JSON.stringify(essence(again))
}

const essence = ({ source, place, refused, lines }: Receiving) => ({
  source,
  place,
  refused,
  lines: lines
    .map(line => ({ item: line.item, quantity: line.quantity }))
    .toSorted((a, b) => (a.item < b.item ? -1 : 1)),
})

/** A carrier delivers parcels and counts nothing: its word stands for pieces nobody has counted yet, and for no more than were announced. */
const uncounted = (ret: Return, receiving: Receiving): Receiving => ({
  ...receiving,
  lines: receiving.lines.flatMap(line => {
    const item = itemOf(ret, line.item)
    const quantity = item ? Math.min(line.quantity, returned(item) - received(ret, item.id)) : 0
    return quantity > 0 ? [{ ...line, quantity, gradings: [] }] : []
  }),
})

/** A count by hand takes the place of what a carrier only said about the same items. */
function replaced(ret: Return, { lines, replaces }: Receiving): ReceivingId[] {
  const items = new Set(lines.map(line => line.item))
  const said = counted(ret).filter(one => one.source === 'carrier' && one.lines.some(line => items.has(line.item)))
  return [...new Set([...replaces, ...said.map(one => one.id)])]
}
