/** Orders: entering them, what became of them since, and what may come back. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OrderId, ShopId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import type { FulfilmentInput, OrderInput as Input, PaymentInput as Paid } from '../../core/order/order-input.ts'
import type { Wish } from '../../core/policy/assess.ts'
import { refused } from '../../core/refusal.ts'
import { assessOrder, cancelOrder, enterMany, enterOne, findOrder, fulfil, listOrders, pay } from '../../desk/orders.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, keyed, problemIn, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { placeAfter, sayPage } from '../pages.ts'
import { said as saidOf } from '../said.ts'
import { sayOrder } from '../say.ts'
import { show } from '../show.ts'
import { BulkAnswer, OrderAssessment, OrderPage } from '../wire/answers.ts'
import { AssessmentWish } from '../wire/assessment.ts'
import { Bulk } from '../wire/bulk.ts'
import { id, said } from '../wire/fields.ts'
import { wirePath } from '../wire/names.ts'
import { Order as OrderWire } from '../wire/order.ts'
import { FulfilmentInput as FulfilmentWire, OrderInput, PaymentInput } from '../wire/order-input.ts'
import { OrderQuery, one } from '../wire/queries.ts'

const TAG = 'Orders'
const BULK_BYTES = 8 * 1024 * 1024

export function orderRoutes(app: App, { desk }: Door): void {
  app.put('/v1/shops/:shop/orders/:external_id', entering, (request, reply) => enter(desk, request, reply))
  app.post('/v1/shops/:shop/orders/bulk', { ...bulk, bodyLimit: BULK_BYTES }, (request, reply) =>
    enterAll(desk, request, reply),
  )
  app.get('/v1/orders', find, (request, reply) => findMany(desk, request, reply))
  app.get('/v1/orders/:id', read, async (request, reply) =>
    answered(reply, await findOrder(desk, request.apiCaller, orderIn(request)), sayTo(request)),
  )
  app.post('/v1/orders/:id/fulfilments', fulfilling, async (request, reply) =>
    answered(
      reply,
      await fulfil(
        desk,
        request.apiCaller,
        orderIn(request),
        hear<FulfilmentInput>(FulfilmentWire, request.body),
        keyed(request),
      ),
      sayTo(request),
      orderPath,
    ),
  )
  app.post('/v1/orders/:id/payments', paying, async (request, reply) =>
    answered(
      reply,
      await pay(desk, request.apiCaller, orderIn(request), hear<Paid>(PaymentInput, request.body), keyed(request)),
      sayTo(request),
    ),
  )
  app.post('/v1/orders/:id/cancel', cancelling, async (request, reply) =>
    answered(reply, await cancelOrder(desk, request.apiCaller, orderIn(request), keyed(request)), sayTo(request)),
  )
  app.get('/v1/orders/:id/assessment', assessing('getAssessment'), (request, reply) => assess(desk, request, reply, {}))
  app.post('/v1/orders/:id/assessment', { ...assessing('assessOrder', true) }, (request, reply) =>
    assess(desk, request, reply, hear<Wish>(AssessmentWish, request.body)),
  )
}

const params = one('order')
const whole = (description: string) => ({ 200: answer(OrderWire, description) })

const entering = changing(TAG, {
  operationId: 'putOrder',
  summary: 'Enter an order, or what has changed of it',
  description:
    'The shop’s own id says which order it is; sending the same order again changes nothing. Money of lines that have returns stays as it was.',
  params: exactly({ shop: id('The shop.'), external_id: said('The shop’s own id of the order.', '5001', 128) }),
  body: ref(OrderInput),
  response: { ...whole('The order as it now is.'), 201: answer(OrderWire, 'The order is new.') },
})
const bulk = changing(TAG, {
  operationId: 'putOrders',
  summary: 'Enter many orders',
  description:
    'At most 500. Each stands for itself; the answer says what became of each. Sending the same orders again changes nothing, so repeating is safe without a key: an `Idempotency-Key` is taken and changes nothing.',
  params: exactly({ shop: id('The shop.') }),
  body: ref(Bulk),
  response: { 200: answer(BulkAnswer, 'Row by row.') },
})
const find = reading(TAG, {
  operationId: 'listOrders',
  summary: 'List orders',
  querystring: OrderQuery,
  response: { 200: answer(OrderPage, 'One page.') },
})
const read = reading(TAG, { operationId: 'getOrder', summary: 'Read an order', params, response: whole('The order.') })
const fulfilling = changing(TAG, {
  operationId: 'addFulfilment',
  summary: 'Report a delivery',
  description: 'The same external id again replaces the delivery.',
  params,
  body: ref(FulfilmentWire),
  response: whole('The order as it now is.'),
})
const paying = changing(TAG, {
  operationId: 'addPayment',
  summary: 'Report a payment',
  description: 'The same external id again corrects the payment.',
  params,
  body: ref(PaymentInput),
  response: whole('The order as it now is.'),
})
const cancelling = changing(TAG, {
  operationId: 'cancelOrder',
  summary: 'Cancel an order',
  description: 'What was delivered of it may still come back.',
  params,
  body: exactly({}, { description: 'Nothing more to say.' }),
  response: whole('The order as it now is.'),
})
const assessing = (operationId: string, told = false) => {
  const about = {
    operationId,
    summary: told ? 'See what may come back, for certain wishes' : 'See what may come back',
    description:
      'Line by line: how many pieces, until when, and every reason why not, with the rule that said so; and the ways back with their cost. Nothing is changed by asking.',
    params,
    response: { 200: answer(OrderAssessment, 'What policy says.') },
  }
  return reading(TAG, told ? { ...about, body: ref(AssessmentWish) } : about)
}

const orderIn = (request: FastifyRequest): OrderId => (request.params as { id: string }).id.toLowerCase() as OrderId
const shopIn = (request: FastifyRequest): ShopId => (request.params as { shop: string }).shop.toLowerCase() as ShopId

/** Deliveries and bundles name lines by the shop's own ids. */
const orderPath = (path: string): string => wirePath(path).replace(/line_id$/, 'line_external_id')

const sayTo = (request: FastifyRequest) => (order: Order) => sayOrder(order, request.apiCaller.actor.role)

type Desk = Door['desk']

async function enter(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { external_id: externalId } = request.params as { external_id: string }
  const input = { source: 'api', ...hear<Omit<Input, 'externalId'>>(OrderInput, request.body), externalId } as Input
  const entered = await enterOne(desk, request.apiCaller, shopIn(request), input, keyed(request))
  if (!refused(entered) && entered.outcome === 'created') reply.code(201)
  return answered(reply, entered, ({ order }) => sayTo(request)(order), orderPath)
}

async function enterAll(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { orders } = hear<{ orders: Input[] }>(Bulk, request.body)
  const outcomes = await enterMany(
    desk,
    request.apiCaller,
    shopIn(request),
    orders.map(order => ({ source: 'api', ...order })),
  )
  const [first] = outcomes
  if (refused(first) && (first.code === 'forbidden' || first.code === 'not_found'))
    return answered(reply, first, () => null)
  const data = outcomes.map((outcome, place) => {
    const row = { external_id: orders[place]?.externalId }
    if (!refused(outcome)) return { ...row, outcome: outcome.outcome, order_id: outcome.order.id }
    return {
      ...row,
      outcome: 'refused',
      problem: problemIn(outcome, reply, path => `orders[${place}].${orderPath(path)}`),
    }
  })
  return { data }
}

type Query = {
  shop?: ShopId[]
  q?: string
  number?: string
  email?: string
  source?: string
  state?: Order['state']
  limit?: number
  after?: string
}

async function findMany(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { shop, q, number, email, source, state, limit = 20, after } = request.query as Query
  const { createdFrom, createdBefore } = hear<Record<'createdFrom' | 'createdBefore', Order['createdAt'] | undefined>>(
    OrderQuery,
    request.query,
    'query',
  )
  const words = [
    ...(email === undefined ? [] : [`email:${email}`]),
    ...(source === undefined ? [] : [`source:${source}`]),
  ]
  const found = await listOrders(desk, request.apiCaller, {
    ...(shop && { shops: shop }),
    ...(q?.trim() && { text: q }),
    ...(number !== undefined && { number }),
    ...(state && { state }),
    ...(words.length > 0 && { words }),
    ...(createdFrom && { createdFrom }),
    ...(createdBefore && { createdBefore }),
    ...placeAfter('orders', after),
    limit,
  })
  return answered(reply, found, page => sayPage('orders', page, sayTo(request)))
}

async function assess(desk: Desk, request: FastifyRequest, reply: FastifyReply, wish: Wish): Promise<unknown> {
  const assessed = await assessOrder(desk, request.apiCaller, orderIn(request), wish)
  return answered(reply, assessed, ({ order, assessment }) => ({
    order_id: order.id,
    assessment: show({ role: request.apiCaller.actor.role, shopName: '' }, 'Assessment', saidOf(assessment)),
  }))
}
