/** Filing a return for a shopper: policy binds here as it binds on the shop's own page. */
import type { LineId, OrderId } from '../../../core/ids.ts'
import type { Order } from '../../../core/order/order.ts'
import { type Refusal, refuse, refused } from '../../../core/refusal.ts'
import type { Asked, Commands } from '../../../core/return/commands.ts'
import type { Shop } from '../../../core/shop.ts'
import { act } from '../../../desk/act.ts'
import { findOrder } from '../../../desk/orders.ts'
import { shopsFor } from '../../../desk/shops.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { created, type Handler } from '../door.ts'
import { sayReturn, toReader } from '../say.ts'
import { repathed } from './change.ts'
import { type Photos, photosNamed } from './photos.ts'
import { reasonHeard } from './reason.ts'
import type { CreateIn } from './wire.ts'

/**
 * Orders for which a return is being filed right now, in this process: a second one is told to come back, which is what keeps impatient clicks from
 * filing twice. Across processes the sold pieces themselves are locked, so there the second one only waits.
 */
const filing = new WeakMap<object, Set<OrderId>>()

export const create =
  (house: DialectHouse): Handler =>
  async (request, client) => {
    const body = request.body as CreateIn
    const found = await purchaseOf(house, client, body)
    if (refused(found)) return found
    const photos = photosNamed(house, client)
    const command = submission(body, found, photos)
    if (refused(command)) return command
    const answer = await alone(house, found.order.id, () =>
      act(house.desk, client.caller, { order: found.order.id }, [{ verb: 'submit', ...command }], {
        foreign: photos.foreign,
      }),
    )
    return refused(answer) ? repathed(answer, pathSaid) : created(sayReturn(answer, toReader(house, request)))
  }

async function alone<T>({ desk }: DialectHouse, order: OrderId, work: () => Promise<T>): Promise<T | Refusal> {
  const busy = filing.get(desk) ?? new Set<OrderId>()
  filing.set(desk, busy)
  if (busy.has(order)) return refuse('busy', { sentence: 'A return of this order is being filed right now.' })
  busy.add(order)
  try {
    return await work()
  } finally {
    busy.delete(order)
  }
}

type Purchase = { order: Order; shop: Shop }

/** A store is named by its platform and what it is called there; orders are known by the platform's own id. */
async function purchaseOf({ desk }: DialectHouse, { caller }: Client, body: CreateIn): Promise<Purchase | Refusal> {
  const { store, external_id } = body.order
  const shops = await shopsFor(desk, caller)
  if (refused(shops)) return shops
  const shop = shops.map(one => one.shop).find(one => isStore(one, store))
  if (!shop) return refuse('invalid', { path: 'order.store', sentence: 'There is no such store.' })
  const order = await findOrder(desk, caller, { shop: shop.id, externalId: external_id })
  if (refused(order)) return refuse('invalid', { path: 'order.external_id', sentence: 'There is no such order.' })
  return { order, shop }
}

const isStore = ({ refs }: Shop, { platform, external_id }: CreateIn['order']['store']): boolean =>
  refs.platform === platform && (refs.externalId === external_id || refs.handle === external_id)

function submission(body: CreateIn, { order, shop }: Purchase, photos: Photos): Commands['submit'] | Refusal {
  const items: Asked[] = []
  for (const [place, wish] of body.return_items.entries()) {
    const line = order.lines.find(({ externalId }) => externalId === wish.external_order_item_id)?.id
    if (line === undefined)
      return refuse('unknown_line', {
        path: `return_items[${place}].external_order_item_id`,
        sentence: 'The order has no such item.',
      })
    items.push(asked(wish, line, body.refund_destination, shop, photos))
  }
  return { items, binding: true, shownBy: 'shopper', ...(body.return_method && { method: body.return_method.type }) }
}

const asked = (
  wish: CreateIn['return_items'][number],
  line: LineId,
  to: CreateIn['refund_destination'],
  shop: Shop,
  photos: Photos,
): Asked => ({
  line,
  quantity: wish.intended_return_quantity,
  reason: reasonHeard(shop, wish),
  resolution: { type: 'refund', to },
  media: photos.of(wish.shopper_uploaded_image_urls),
})

const FIELDS: readonly [RegExp, string][] = [
  [/^items\[(\d+)\]\.line.*$/, 'return_items[$1].external_order_item_id'],
  [/^items\[(\d+)\]\.quantity$/, 'return_items[$1].intended_return_quantity'],
  [/^items\[(\d+)\]\.reason\.sub$/, 'return_items[$1].return_subreason'],
  [/^items\[(\d+)\]\.reason\.comment$/, 'return_items[$1].return_reason_comment'],
  [/^items\[(\d+)\]\.reason.*$/, 'return_items[$1].return_reason'],
  [/^items\[(\d+)\]\.media.*$/, 'return_items[$1].shopper_uploaded_image_urls'],
  [/^items\[(\d+)\]\.resolution$/, 'refund_destination'],
  [/^items\[(\d+)\].*$/, 'return_items[$1]'],
  [/^method$/, 'return_method.type'],
]

/** Where in the request the place in our command stands. */
export function pathSaid(path: string): string {
  const known = FIELDS.find(([form]) => form.test(path))
  return known ? path.replace(...known) : ''
}
