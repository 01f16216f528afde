/** Orders: what a return refers to. */
import type { Order } from '../../core/order/order.ts'
import { refused } from '../../core/refusal.ts'
import { instantOf, epochMs, parseInstant, type Instant } from '../../core/time.ts'
import { listOrders } from '../../desk/orders.ts'
import { isNo, type No, no, refusalOf } from './answer.ts'
import type { Call } from './door.ts'
import { orderNamed, returnsOf } from './find.ts'
import { parameter } from './hearing.ts'
import { pageIn, pageLinks } from './paging.ts'
import { sayOrder } from './say-order.ts'

const MOST_ORDERS = 100
const USUAL_ORDERS = 50
const SERVED = [
  'ids',
  'name',
  'status',
  'email',
  'search_content',
  'created_at_min',
  'created_at_max',
  'limit',
  'page_info',
  'fields',
]
/** Filters of the platform that nothing here can answer; passing over them would find too much. */
const NOT_SERVED = [
  'financial_status',
  'fulfillment_status',
  'location',
  'contract_ids',
  'since_id',
  'sort_condition',
  'buyer_id',
  'updated_at_min',
  'updated_at_max',
  'hidden_order',
]

type Wish = {
  limit: number
  number?: string
  state?: Order['state']
  text?: string
  words?: string[]
  createdFrom?: Instant
  createdBefore?: Instant
  after?: { at: Instant; id: string }
}

/** Newest first. A page's address is in the `link` header, as everywhere on the platform where there are pages. */
export async function queryOrders(call: Call): Promise<object | No> {
  const { house, client, query, reply, request } = call
  const wish = wishIn(query)
  if (isNo(wish)) return wish
  const ids = parameter(query, 'ids')
  const found =
    ids === null
      ? await listOrders(house.desk, client.caller, { ...wish, shops: [client.shop.id] })
      : await byIds(call, ids)
  if (refused(found)) return refusalOf(found)
  if (isNo(found)) return found
  if (found.next) reply.header('link', pageLinks(house.origin(request), request.url, found.next))
  const fields = parameter(query, 'fields')
    ?.split(',')
    .map(field => field.trim())
  const returns = Map.groupBy(await returnsOf(house, client, found.rows), ({ order }) => order.id)
  const orders = found.rows.map(order => sayOrder(order, client.shop, returns.get(order.id) ?? []))
  return { orders: fields ? orders.map(order => only(order, fields)) : orders }
}

const only = (order: object, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(order).filter(([name]) => fields.includes(name)))

async function byIds({ house, client }: Call, ids: string): Promise<{ rows: Order[]; next: null } | No> {
  const wanted = [...new Set(ids.split(',').map(id => id.trim()))].filter(id => id !== '')
  if (wanted.length > MOST_ORDERS) return no(422, `ids must not hold more than ${MOST_ORDERS} ids.`)
  const rows: Order[] = []
  for (const id of wanted) {
    const order = await orderNamed(house, client, id)
    if (order !== null) rows.push(order)
  }
  return { rows, next: null }
}

function wishIn(query: unknown): Wish | No {
  const strange = NOT_SERVED.find(name => parameter(query, name) !== null)
  if (strange) return no(422, `${strange}: There is no such filter here; there are ${SERVED.join(', ')}.`)
  const limit = limitIn(parameter(query, 'limit'))
  const [from, to] = ['created_at_min', 'created_at_max'].map(name => momentIn(query, name))
  const page = pageIn(parameter(query, 'page_info'))
  const status = parameter(query, 'status')
  if (status !== null && !['open', 'cancelled', 'any'].includes(status))
    return no(422, 'status must be one of open, cancelled, any.')
  for (const part of [limit, from, to, page]) if (isNo(part)) return part
  const name = parameter(query, 'name')
  const text = parameter(query, 'search_content')
  const email = parameter(query, 'email')
  return {
    limit: limit as number,
    ...(name !== null && { number: name.replace(/^#/, '') }),
    ...(status !== null && status !== 'any' && { state: status as Order['state'] }),
    ...(text !== null && { text }),
    ...(email !== null && { words: [`email:${email.toLowerCase()}`] }),
    ...(from && { createdFrom: from as Instant }),
    // The platform counts the end in, ours leaves it out.
    ...(to && { createdBefore: instantOf(epochMs(to as Instant) + 1) }),
    ...(page && { after: page as { at: Instant; id: string } }),
  }
}

function limitIn(said: string | null): number | No {
  if (said === null) return USUAL_ORDERS
  const limit = /^\d{1,9}$/.test(said) ? Number(said) : 0
  return limit < 1 || limit > MOST_ORDERS ? no(422, `limit must be between 1 and ${MOST_ORDERS}.`) : limit
}

function momentIn(query: unknown, name: string): Instant | null | No {
  const said = parameter(query, name)
  if (said === null) return null
  // A plus that was not encoded arrives as a blank.
  return (
    parseInstant(said.replace(/ (?=\d\d:?\d\d$)/, '+')) ?? no(422, `${name} must be an ISO 8601 time with an offset.`)
  )
}
