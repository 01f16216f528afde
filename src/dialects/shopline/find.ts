/** Finding what a client names: orders, fulfilments and lines within an order, returns. A foreign one is as good as none. */
import { refused } from '../../core/refusal.ts'
import type { Fulfilment, Line, Order } from '../../core/order/order.ts'
import { instantOf, epochMs } from '../../core/time.ts'
import { findOne, list, PAGE_LIMIT, type Page, type Seen } from '../../desk/look.ts'
import type { Return } from '../../core/return/return.ts'
import { findOrder, listOrders } from '../../desk/orders.ts'
import type { Client, DialectHouse } from '../dialect.ts'
import { type No, no } from './answer.ts'
import {
  awaitedId,
  enteredIn,
  fulfilmentDigits,
  orderDigits,
  packageId,
  returnId,
  serialIn,
  serialInAwaited,
  serialInPackage,
} from './ids.ts'

/** By the shop's own id, else by the computed one. */
export async function orderNamed({ desk }: DialectHouse, { caller, shop }: Client, id: string): Promise<Order | null> {
  const own = await findOrder(desk, caller, { shop: shop.id, externalId: id })
  if (!refused(own)) return own
  const entered = enteredIn(id)
  if (entered === null) return null
  const found = await listOrders(desk, caller, {
    shops: [shop.id],
    createdFrom: entered,
    createdBefore: instantOf(epochMs(entered) + 1),
    limit: 100,
  })
  return refused(found) ? null : (found.rows.find(order => orderDigits(order) === id) ?? null)
}

export const fulfilmentNamed = (order: Order, id: string): Fulfilment | null =>
  order.fulfilments.find(known => known.externalId === id) ??
  order.fulfilments.find(known => fulfilmentDigits(order, known) === id) ??
  null

/** A line's id counts only within its order. */
export const lineNamed = (order: Order, id: string): Line | null =>
  order.lines.find(known => known.externalId === id) ?? null

export const returnNamed = (house: DialectHouse, client: Client, id: string): Promise<Seen | null> =>
  bySerial(house, client, serialIn(id), ({ ret }) => returnId(ret) === id)

export const awaitedNamed = (house: DialectHouse, client: Client, id: string): Promise<Seen | null> =>
  bySerial(house, client, serialInAwaited(id), ({ ret }) => awaitedId(ret) === id)

/** The return a parcel belongs to. */
export const packageNamed = (house: DialectHouse, client: Client, id: string): Promise<Seen | null> =>
  bySerial(house, client, serialInPackage(id), ({ ret }) =>
    ret.shipments.some(shipment => packageId(ret, shipment) === id),
  )

async function bySerial(
  { desk }: DialectHouse,
  { caller, shop }: Client,
  serial: number | null,
  is: (seen: Seen) => boolean,
): Promise<Seen | null> {
  if (serial === null || serial > MOST_SERIAL) return null
  const seen = await findOne(desk, caller, { shop: shop.id, serial })
  return refused(seen) || !is(seen) ? null : seen
}

/** A return with what is said of it here; policy is nobody's business at this door. */
export type Found = Pick<Seen, 'ret' | 'order' | 'shop' | 'siblings'>

/** Every return of these orders, as they were filed. However many orders, it is one question: whoever is tied to orders finds their returns and no others. */
export async function returnsOf(
  { desk }: DialectHouse,
  { caller, shop }: Client,
  orders: readonly Order[],
): Promise<Found[]> {
  const tied = { ...caller, orders: orders.map(({ id }) => id) }
  const rows: Return[] = []
  let after: Page<Return>['next'] = null
  do {
    const page = await list(desk, tied, { descending: false, limit: PAGE_LIMIT, ...(after && { after }) })
    if (refused(page)) throw new Error(`A client may not look at returns: ${page.code}.`)
    rows.push(...page.rows)
    after = page.next
  } while (after !== null)
  const known = new Map(orders.map(order => [order.id, order]))
  const together = Map.groupBy(rows, ret => ret.order)
  return rows.flatMap(ret => {
    const order = known.get(ret.order)
    const siblings = (together.get(ret.order) ?? []).filter(other => other.id !== ret.id)
    return order ? [{ ret, order, shop, siblings }] : []
  })
}

/** Counters are kept in 32 bits. */
const MOST_SERIAL = 2_147_483_647

export const unknownOrder = (): No => no(404, 'The order does not exist.')
export const unknownReturn = (): No => no(404, 'The return does not exist.')
