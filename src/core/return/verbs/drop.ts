import { refuse, refused } from '../../refusal.ts'
import { tooFarAhead } from '../arrival.ts'
import { listed, sumOf } from '../contents.ts'
import type { Dropoff, Item } from '../return.ts'
import { happened, type Verb } from '../verb.ts'

/** The shopper handed goods over at a drop-off, all at once or bit by bit, never more than it was opened for. */
export const drop: Verb<'drop'> = {
  may: { carrier: {}, warehouse: {}, system: {} },
  locks: [],

  decide(ret, { dropoff: id, lines, at }, tray) {
    const dropoff = ret.dropoffs.find(one => one.id === id)
    if (!dropoff) return refuse('not_found', { path: 'dropoff', sentence: 'This return has no such drop-off.' })
    if (at && tooFarAhead(at, tray))
      return refuse('invalid', { path: 'at', sentence: 'This moment is more than a day ahead.' })
    if (lines.length === 0)
      return refuse('quantity_invalid', { path: 'lines', sentence: 'Say which pieces were handed over.' })
    const given = listed(ret, lines, 'lines')
    if (refused(given)) return given
    if (at && dropoff.drops.some(known => known.at === at && JSON.stringify(known.lines) === JSON.stringify(given)))
      return []
    const fitting = listed(ret, lines, 'lines', item => notDropped(dropoff, item))
    if (refused(fitting)) return fitting
    return [
      happened(tray, 'dropoff.dropped', {
        dropoff: id,
        drop: { id: tray.fresh(), at: at ?? tray.at, createdAt: tray.at, lines: given },
      }),
    ]
  },
}

const notDropped = (dropoff: Dropoff, item: Item): number =>
  sumOf(item, dropoff.contents) - dropoff.drops.reduce((all, one) => all + sumOf(item, one.lines), 0)
