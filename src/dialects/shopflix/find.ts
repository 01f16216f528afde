/** Which return a client means: by its reference, or by a number where that is enough. */
import type { OrderId } from '../../core/ids.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import { nothingHere } from '../../desk/caller.ts'
import { findOne, type Seen } from '../../desk/look.ts'
import { numbered } from '../../desk/numbered.ts'
import { findByNumber, findOrder } from '../../desk/orders.ts'
import type { Client, DialectHouse } from '../dialect.ts'
import { numberIn, orderNo, returnReference, serialIn } from './ids.ts'
import { settingsFor } from './settings.ts'

type At = Pick<DialectHouse, 'desk'>

/** A return in another currency than the platform's is as good as none: its amounts could only be misread. */
export async function findReturn(house: At, client: Client, named: string): Promise<Seen | Refusal> {
  const serial = serialIn(named)
  if (serial !== null) {
    const seen = await bySerial(house, client, serial)
    return seen !== null && returnReference(seen, seen.shop) === named ? seen : nothingHere('return')
  }
  const number = numberIn(named)
  if (number === null) return nothingHere('return')
  const found = settingsFor(client.shop).older_ids
    ? await bySerial(house, client, number)
    : await onlyReturnOf(house, client, number)
  return found ?? nothingHere('return')
}

async function bySerial({ desk }: At, { caller, shop }: Client, serial: number): Promise<Seen | null> {
  const seen = await findOne(desk, caller, { shop: shop.id, serial })
  return refused(seen) || !isShown(seen) ? null : seen
}

const isShown = ({ order, shop }: Seen): boolean => order.currency === settingsFor(shop).currency

/** A number is that of an order, so it names a return only while the order has no other. */
async function onlyReturnOf(house: At, client: Client, number: number): Promise<Seen | null> {
  const orders = new Set(await ordersCalled(house, client, number))
  const returns = await Promise.all([...orders].map(order => returnsOf(house, client, order)))
  const [only, ...others] = returns.flat().filter(seen => isShown(seen) && orderNo(seen) === number)
  return only !== undefined && others.length === 0 ? only : null
}

/** Two are enough to see that there are several; all returns of an order are in its currency. */
async function returnsOf({ desk }: At, { caller, shop }: Client, order: OrderId): Promise<Seen[]> {
  const found = await numbered(desk, caller, { shops: [shop.id], order }, { page: 0, size: 2 })
  return refused(found) ? [] : found.rows
}

/** Every order the number may stand for, by each of the ways `orderNo` writes it. */
async function ordersCalled(house: At, client: Client, number: number): Promise<OrderId[]> {
  const { desk } = house
  const { caller, shop } = client
  const [typed, own, first] = await Promise.all([
    findByNumber(desk, caller, String(number), shop.id),
    findOrder(desk, caller, { shop: shop.id, externalId: String(number) }),
    bySerial(house, client, number),
  ])
  return [
    ...(refused(typed) ? [] : typed.map(({ id }) => id)),
    ...(refused(own) ? [] : [own.id]),
    ...(first === null ? [] : [first.order.id]),
  ]
}
