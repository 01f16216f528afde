/** Taking pieces out of a return, for a shopper who keeps some of them. */
import { type Refusal, refuse, refused } from '../../../core/refusal.ts'
import { sumOf } from '../../../core/return/contents.ts'
import { itemOf, received, returned } from '../../../core/return/quantities.ts'
import type { Contents } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import { rowHolds, UNPAID } from '../../../core/return/where.ts'
import type { Seen } from '../../../desk/look.ts'
import type { DialectHouse } from '../../dialect.ts'
import type { Handler } from '../door.ts'
import { itemsOfLine } from '../ids.ts'
import { changingCall } from './change.ts'
import { gathered, spread } from './pieces.ts'
import { onlyWhile, statusIs } from './status.ts'
import type { RemoveItemsIn } from './wire.ts'

export const removeItems = (house: DialectHouse): Handler =>
  changingCall(house, request => {
    const { items, edit_reason } = request.body as RemoveItemsIn
    return {
      choose: seen => {
        if (!statusIs(seen, 'submitted', 'approved')) return onlyWhile('submitted', 'approved')
        if (!rowHolds(UNPAID, strands(seen.ret)))
          return refuse('already_granted', { sentence: 'Money has been promised for this return already.' })
        const gone = removed(seen, items)
        return refused(gone) ? gone : [{ verb: 'amend', items: remaining(seen, gone, edit_reason) }]
      },
      paths: () => 'items',
    }
  })

/** What has been counted in cannot be taken out any more. */
function removed({ ret, order }: Seen, wishes: RemoveItemsIn['items']): Contents | Refusal {
  const gone: Contents = []
  for (const [place, { external_id, quantity }] of wishes.entries()) {
    const items = itemsOfLine(ret, order, external_id)
    if (items.length === 0)
      return refuse('unknown_line', {
        path: `items[${place}].external_id`,
        sentence: 'This item is not in the return.',
      })
    const contents = spread(items, quantity, item => returned(item) - received(ret, item.id) - sumOf(item, gone))
    if (contents === null)
      return refuse('quantity_exceeded', { path: `items[${place}].quantity`, sentence: 'More than is left to remove.' })
    gone.push(...contents)
  }
  return gathered(gone)
}

const remaining = ({ ret }: Seen, gone: Contents, why: string) =>
  gone.flatMap(({ item: id, quantity }) => {
    const item = itemOf(ret, id)
    return item ? [{ item: id, quantity: returned(item) - quantity, why }] : []
  })
