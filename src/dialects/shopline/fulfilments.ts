/** The parcels an order goes out in: found, made and called off. */
import type { Order } from '../../core/order/order.ts'
import type { FulfilmentInput } from '../../core/order/order-input.ts'
import { refused } from '../../core/refusal.ts'
import { fulfil } from '../../desk/orders.ts'
import { type No, no, refusalOf } from './answer.ts'
import type { Call } from './door.ts'
import { fulfilmentNamed, lineNamed, orderNamed, unknownOrder } from './find.ts'
import { bodyOf, Hearing } from './hearing.ts'
import { sayFulfilment } from './say-order.ts'

export async function queryFulfilments({ house, client, params }: Call): Promise<object | No> {
  const order = await orderNamed(house, client, params.order ?? '')
  if (order === null) return unknownOrder()
  return { fulfillments: order.fulfilments.map(fulfilment => sayFulfilment(fulfilment, order, client.shop)) }
}

const MOST_TRACKINGS = 10

export async function createFulfilment({ house, client, params, body }: Call): Promise<object | No> {
  const hearing = new Hearing()
  const said = hearing.members(bodyOf(hearing, body).fulfillment, 'fulfillment', { required: true }) ?? {}
  const path = 'fulfillment.line_items'
  const lines = hearing.rows(said.line_items, path, { required: true }).map((row, place) => ({
    path: `${path}[${place}]`,
    id: hearing.id(row.id, `${path}[${place}].id`, { required: true, numbers: true }) ?? '',
    quantity: hearing.whole(row.quantity, `${path}[${place}].quantity`, { required: true }) ?? 0,
  }))
  hearing.flag(said.notify_customer, 'fulfillment.notify_customer')
  const tracking = hearTracking(hearing, said)
  if (hearing.trouble) return hearing.trouble
  const order = await orderNamed(house, client, params.order ?? '')
  if (order === null) return unknownOrder()
  if (order.state === 'cancelled') return no(422, 'The order has been cancelled.')
  const strange = lines.find(({ id }) => lineNamed(order, id) === null)
  if (strange) return no(422, `${strange.path}.id: The order has no such product line.`)
  const delivery: FulfilmentInput = {
    externalId: house.desk.fresh(),
    lines: lines.map(({ id, quantity }) => ({ line: id, quantity })),
    sentAt: house.desk.now(),
    ...tracking,
  }
  return changed({ house, client, order, delivery })
}

/** The list wins over the single members, which older versions had. */
function hearTracking(hearing: Hearing, said: Readonly<Record<string, unknown>>) {
  const rows = hearing.rows(said.tracking_info_list, 'fulfillment.tracking_info_list', { most: MOST_TRACKINGS })
  const all = (rows.length === 0 ? [said] : rows).map(row => ({
    company: hearing.text(row.tracking_company, 'fulfillment.tracking_company', { most: 100 }) || null,
    number: hearing.text(row.tracking_number, 'fulfillment.tracking_number', { most: 100 }) || null,
  }))
  return { carrier: all[0]?.company ?? null, tracking: all.flatMap(({ number }) => number ?? []) }
}

/** Pieces that are already coming back keep a parcel from being called off. */
export async function cancelFulfilment({ house, client, params }: Call): Promise<object | No> {
  const order = await orderNamed(house, client, params.order ?? '')
  if (order === null) return unknownOrder()
  const known = fulfilmentNamed(order, params.fulfilment ?? '')
  if (known === null) return no(404, 'The fulfillment does not exist.')
  if (known.state === 'cancelled') return no(422, 'The fulfillment has already been cancelled.')
  const lines = known.lines.map(({ line, quantity }) => ({
    line: order.lines.find(({ id }) => id === line)?.externalId ?? '',
    quantity,
  }))
  return changed({ house, client, order, delivery: { externalId: known.externalId, state: 'cancelled', lines } })
}

async function changed({
  house,
  client,
  order,
  delivery,
}: Pick<Call, 'house' | 'client'> & { order: Order; delivery: FulfilmentInput }): Promise<object | No> {
  const now = await fulfil(house.desk, client.caller, order.id, delivery)
  if (refused(now))
    return refusalOf(now, path => (path.startsWith('lines') ? path.replace(/^lines/, 'fulfillment.line_items') : ''))
  const fulfilment = now.fulfilments.find(({ externalId }) => externalId === delivery.externalId)
  return fulfilment
    ? { fulfillment: sayFulfilment(fulfilment, now, client.shop) }
    : no(404, 'The fulfillment does not exist.')
}
