/** A drop-off point took goods in: its counter scanned the code the shopper showed. */

import type { DropoffId } from '../../../core/ids.ts'
import { type Refusal, refuse, refused } from '../../../core/refusal.ts'
import { allOf, sumOf } from '../../../core/return/contents.ts'
import type { Contents, Dropoff, Item } from '../../../core/return/return.ts'
import { type Instant, parseInstant } from '../../../core/time.ts'
import type { Acted } from '../../../desk/act.ts'
import type { Seen } from '../../../desk/look.ts'
import { type Client, callerOfClient, type DialectHouse } from '../../dialect.ts'
import { Objection, objected } from '../../moving.ts'
import { created, type Handler, no } from '../door.ts'
import { hexOf, idOf, itemsOfLine } from '../ids.ts'
import { versionOf, withItsIdNames } from '../versions.ts'
import { change } from './change.ts'
import { spread } from './pieces.ts'
import { onlyWhile, statusIs } from './status.ts'
import type { DropsIn } from './wire.ts'

const noSuchDropoff = () => new Objection(no(404, 40400, 'NotFound', 'Dropoff not found'))

/** Without items everything the drop-off still waits for was handed over, without a moment just now. */
export const drops =
  (house: DialectHouse): Handler =>
  async (request, client) => {
    const { items, dropped_at } = (request.body as DropsIn) ?? {}
    const id = idOf<DropoffId>((request.params as { dropoff: string }).dropoff)
    const at = dropped_at ? parseInstant(dropped_at) : house.desk.now()
    if (at === null) return refuse('invalid', { path: 'dropped_at', sentence: 'This is no moment.' })
    const acted = await change(house, atCounter(client), request, {
      choose: seen => {
        const dropoff = seen.ret.dropoffs.find(one => one.id === id)
        if (!dropoff) return noSuchDropoff()
        if (!statusIs(seen, 'approved')) return onlyWhile('approved')
        const lines = items ? dropped(seen, dropoff, items) : allOf(seen.ret, item => awaited(dropoff, item))
        return refused(lines) ? lines : [{ verb: 'drop', dropoff: dropoff.id, lines, at }]
      },
      paths: path => (path === 'at' ? 'dropped_at' : 'items'),
    })
    return refused(acted) || objected(acted)
      ? acted
      : created(withItsIdNames(versionOf(request), dropSaid(acted, id, at)))
  }

/** Whoever takes goods in for the shop acts as its carrier. */
const atCounter = (client: Client): Client => ({
  ...client,
  caller: callerOfClient(
    { id: client.credential, org: client.caller.org, shop: client.shop.id },
    { via: 'aftership', name: 'Drop-off point', role: 'carrier', reach: 'organisation' },
  ),
})

const awaited = ({ contents, drops: known }: Dropoff, item: Item): number =>
  sumOf(item, contents) -
  sumOf(
    item,
    known.flatMap(({ lines }) => lines),
  )

type Wishes = { external_order_item_id?: string; source_order_item_id?: string; quantity: number }[]

function dropped({ ret, order }: Seen, dropoff: Dropoff, wishes: Wishes): Contents | Refusal {
  const lines: Contents = []
  for (const [place, { external_order_item_id, source_order_item_id, quantity }] of wishes.entries()) {
    const at = `items[${place}]`
    const items = itemsOfLine(ret, order, external_order_item_id ?? source_order_item_id ?? '')
    if (items.length === 0)
      return refuse('unknown_line', {
        path: `${at}.external_order_item_id`,
        sentence: 'This item is not in the return.',
      })
    const own = spread(items, quantity, item => awaited(dropoff, item) - sumOf(item, lines))
    if (own === null)
      return refuse('quantity_exceeded', { path: `${at}.quantity`, sentence: 'More than this drop-off waits for.' })
    lines.push(...own)
  }
  return lines
}

/** The newest drop of that moment: what was told twice is one drop. */
function dropSaid({ ret, order }: Acted, id: DropoffId | null, at: Instant): object {
  const dropoff = ret.dropoffs.find(one => one.id === id)
  const drop = dropoff?.drops.findLast(one => one.at === at)
  if (!dropoff || !drop) throw new Error('A drop was written down and is not there.')
  return {
    id: hexOf(drop.id),
    items: drop.lines.map(({ item, quantity }) => ({ external_order_item_id: lineOf(item), quantity })),
    dropped_at: drop.at,
    created_at: drop.createdAt,
    return: { id: hexOf(ret.id), rma_number: ret.number },
    dropoff: { id: hexOf(dropoff.id) },
  }

  function lineOf(item: Item['id']): string {
    const line = ret.items.find(one => one.id === item)?.line
    return order.lines.find(one => one.id === line)?.externalId ?? hexOf(item)
  }
}
