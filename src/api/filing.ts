/** Filing: finding the order that was meant, then acting on it. */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { GroupId, OrderId, ShopId } from '../core/ids.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import { type Acted, act } from '../desk/act.ts'
import { findByNumber, findOrder } from '../desk/orders.ts'
import { fieldProblem } from '../http/problem.ts'
import { causeOf, type Door } from './door.ts'

type Filing = Omit<Command<'submit'>, 'verb'>
/** As heard: how the order was named, and the wishes. */
export type Filed = Filing & { order?: OrderId; shop?: ShopId; orderExternalId?: string; orderNumber?: string }

export async function fileReturn(
  door: Door,
  request: FastifyRequest,
  filed: Filed,
  options: { key?: string; preview?: boolean },
): Promise<Acted | Refusal> {
  const { order: _order, shop: _shop, orderExternalId: _externalId, orderNumber: _number, ...wishes } = filed
  const order = await orderMeant(door, request, filed)
  return refused(order)
    ? order
    : act(door.desk, request.apiCaller, { order }, [{ verb: 'submit', ...wishes }], { ...options, ...causeOf(request) })
}

async function orderMeant(
  { desk }: Door,
  { apiCaller }: FastifyRequest,
  { order, shop, orderExternalId, orderNumber }: Filed,
): Promise<OrderId | Refusal> {
  const ways = [order, orderExternalId, orderNumber].filter(way => way !== undefined)
  if (ways.length !== 1) throw fieldProblem(ways.length === 0 ? NO_ORDER : TWO_ORDERS)
  if (order !== undefined) return order
  if (orderExternalId !== undefined) {
    if (shop === undefined) throw fieldProblem(NO_SHOP)
    const found = await findOrder(desk, apiCaller, { shop, externalId: orderExternalId })
    return refused(found) ? found : found.id
  }
  const found = await findByNumber(desk, apiCaller, orderNumber ?? '', shop)
  if (refused(found)) return found
  const [only, ...others] = found
  if (!only)
    return refuse('not_found', {
      path: 'order_number',
      sentence: 'There is no order with this number, or it is not yours to see.',
    })
  return others.length === 0
    ? only.id
    : refuse('invalid', {
        path: 'order_number',
        sentence: 'Several orders have this number; name the order by its id.',
        orders: found.map(one => one.id),
      })
}

const NO_ORDER = {
  in: 'body',
  path: 'order_id',
  code: 'required',
  message: 'Is missing. Name the order by order_id, by shop_id and order_external_id, or by order_number.',
} as const
const TWO_ORDERS = {
  in: 'body',
  path: 'order_id',
  code: 'conflict',
  message: 'Names the order twice. Send only one of order_id, order_external_id and order_number.',
} as const
const NO_SHOP = {
  in: 'body',
  path: 'shop_id',
  code: 'required',
  message: 'Is missing. The shop’s own ids of orders count only within a shop.',
} as const

/** The same request with the same key must name the same group again, so the group's id is made from the key. */
export function groupFor({ desk }: Door, { apiCaller }: FastifyRequest, key: string | undefined): GroupId {
  if (key === undefined) return desk.fresh<GroupId>()
  return idMadeOf(`${apiCaller.org} ${apiCaller.actor.id} ${key}`)
}

/** The same id for the same text: what is sent again with its key is then the same thing. A UUID of version 8 (RFC 9562). */
export function idMadeOf<I extends string>(text: string): I {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}` as I
}
