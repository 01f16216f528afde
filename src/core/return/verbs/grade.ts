import { refuse, refused } from '../../refusal.ts'
import { gradings } from '../gradings.ts'
import { counted } from '../quantities.ts'
import { happened, type Verb } from '../verb.ts'
import type { Row } from '../where.ts'

const HERE: Row = { receiving: ['partial', 'received'] }

/** Say in what condition counted pieces are. A piece is graded once; a better look is a new count that replaces the old one. */
export const grade: Verb<'grade'> = {
  may: { warehouse: HERE, merchant: HERE },
  locks: [],

  decide(ret, { receiving: id, item, gradings: given }, tray) {
    const receiving = ret.receivings.find(one => one.id === id)
    if (!receiving) return refuse('not_found', { path: 'receiving', sentence: 'This return has no such receiving.' })
    if (!counted(ret).includes(receiving))
      return refuse('not_open', {
        path: 'receiving',
        sentence: 'This count was turned away or replaced by a later one; grade that.',
      })
    const line = receiving.lines.find(one => one.item === item)
    if (!line)
      return refuse('unknown_line', { path: 'item', sentence: 'Nothing of this item was in that count.', item })
    if (given.length === 0)
      return refuse('invalid', { path: 'gradings', sentence: 'Say how many pieces have which grade.' })
    const left = line.quantity - line.gradings.reduce((all, grading) => all + grading.quantity, 0)
    const graded = gradings(given, left, 'gradings', tray)
    return refused(graded) ? graded : [happened(tray, 'receiving.graded', { receiving: id, item, gradings: graded })]
  },
}
