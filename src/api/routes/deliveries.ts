/** What was sent to endpoints and what came of it, trying one out, and sending once more. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReturnId } from '../../core/ids.ts'
import type { Refusal } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import {
  type DeliveryWish,
  deliveriesFor,
  deliveriesTo,
  deliveryFor,
  type LoggedDelivery,
  replay,
  sendAgain,
  tryEndpoint,
} from '../../desk/deliveries.ts'
import type { Desk } from '../../desk/desk.ts'
import type { Page } from '../../desk/look.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, keyed, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { placeAfter, sayPage } from '../pages.ts'
import { readReplayPlace, writeReplayPlace } from '../replay-place.ts'
import { said } from '../said.ts'
import { DeliveryPage } from '../wire/answers.ts'
import { id } from '../wire/fields.ts'
import { DeliveryQuery, EveryDeliveryQuery, one } from '../wire/queries.ts'
import { Delivery, ReplayAnswer, ReplayInput } from '../wire/webhooks.ts'
import { endpointIn, TAG } from './webhooks.ts'

export function deliveryRoutes(app: App, { desk }: Door): void {
  app.get('/v1/webhooks/deliveries', every, async (request, reply) => {
    const { endpoint } = request.query as Query
    const endpoints = endpoint?.map(one => one.toLowerCase())
    const wish = { ...wishIn(request), ...(endpoints && { endpoints }) }
    return sayLog(reply, await deliveriesFor(desk, request.apiCaller, wish))
  })
  app.get('/v1/webhooks/:id/deliveries', find, async (request, reply) =>
    sayLog(reply, await deliveriesTo(desk, request.apiCaller, endpointIn(request), wishIn(request))),
  )
  app.get('/v1/webhooks/:id/deliveries/:delivery', read, async (request, reply) =>
    answered(
      reply,
      await deliveryFor(desk, request.apiCaller, endpointIn(request), deliveryIn(request)),
      ({ delivery, log }) => ({ ...sayDelivery(delivery), log: said(log) }),
    ),
  )
  app.post('/v1/webhooks/:id/deliveries/:delivery/retry', retry, async (request, reply) =>
    answered(
      reply,
      await sendAgain(desk, request.apiCaller, endpointIn(request), deliveryIn(request), keyed(request)),
      ({ delivery, isNew }) => (reply.code(isNew ? 201 : 200), sayDelivery(delivery)),
    ),
  )
  app.post('/v1/webhooks/:id/trial', trial, async (request, reply) =>
    answered(
      reply,
      await tryEndpoint(desk, request.apiCaller, endpointIn(request), keyed(request)),
      delivery => (reply.code(201), sayDelivery(delivery)),
    ),
  )
  app.post('/v1/webhooks/:id/replay', again, (request, reply) => replayRange(desk, request, reply))
}

const params = one('endpoint')
const oneDelivery = exactly({ id: id('The endpoint.'), delivery: id('The delivery.') })
const nothing = exactly({}, { description: 'Nothing more to say.' })

const every = reading(TAG, {
  operationId: 'listDeliveries',
  summary: 'List what was sent',
  description:
    'To all endpoints this key sees, the newest first. Deliveries are forgotten a month after they arrived, dead ones after three months; what happened can be replayed for ever.',
  querystring: EveryDeliveryQuery,
  response: { 200: answer(DeliveryPage, 'One page.') },
})
const find = reading(TAG, {
  operationId: 'listWebhookDeliveries',
  summary: 'List what was sent to one endpoint',
  params,
  querystring: DeliveryQuery,
  response: { 200: answer(DeliveryPage, 'One page.') },
})
const read = reading(TAG, {
  operationId: 'getDelivery',
  summary: 'See what came of a delivery',
  description: 'With every try: what was answered, how long it took, and why it did not count.',
  params: oneDelivery,
  response: { 200: answer(Delivery, 'The delivery.') },
})
const retry = changing(TAG, {
  operationId: 'retryDelivery',
  summary: 'Send one message at once',
  description:
    'One that waits for its next attempt is sent now. One that is over, whatever came of it, is put on the way once more: same event, same `webhook-id`, a delivery of its own.',
  params: oneDelivery,
  body: nothing,
  response: { 200: answer(Delivery, 'It waits no longer.'), 201: answer(Delivery, 'It is on the way once more.') },
})
const trial = changing(TAG, {
  operationId: 'tryWebhook',
  summary: 'Send a message to try an endpoint out',
  description: 'Of type `webhook.trial`; it tells of nothing. Read the delivery a moment later to see what came of it.',
  params,
  body: nothing,
  response: { 201: answer(Delivery, 'It is on the way.') },
})
const again = changing(TAG, {
  operationId: 'replayEvents',
  summary: 'Tell an endpoint once more what happened',
  description:
    'Every event of a time that the endpoint is told of is put on the way again, in order, with the return as it stood then. A call puts some thousands on the way; while `next` is not null, hand it back as `after` with the same range. Receivers tell repetitions by `webhook-id`.',
  params,
  body: ref(ReplayInput),
  response: { 200: answer(ReplayAnswer, 'What was put on the way.') },
})

const deliveryIn = (request: FastifyRequest): string => (request.params as { delivery: string }).delivery.toLowerCase()

const LIST = 'deliveries'

type Query = {
  endpoint?: string[]
  state?: DeliveryWish['states']
  type?: string[]
  return?: string
  limit?: number
  after?: string
}

function wishIn(request: FastifyRequest): Omit<DeliveryWish, 'endpoints'> {
  const { state, type, return: ret, limit = 20, after } = request.query as Query
  const { from, before } = hear<{ from?: Instant; before?: Instant }>(DeliveryQuery, request.query, 'query')
  return {
    ...(state && { states: state }),
    ...(type && { types: type }),
    ...(ret !== undefined && { ret: ret.toLowerCase() as ReturnId }),
    ...(from && { from }),
    ...(before && { before }),
    ...placeAfter(LIST, after),
    limit,
  }
}

const sayLog = (reply: FastifyReply, got: Page<LoggedDelivery> | Refusal): unknown =>
  answered(reply, got, page => sayPage(LIST, page, sayDelivery))

/** When one that is over would have been tried next says nothing. */
function sayDelivery({ endpoint, event, nextAt, ...delivery }: LoggedDelivery): object {
  const open = delivery.finishedAt === null
  return {
    ...(said(delivery) as object),
    endpoint_id: endpoint,
    event_id: event,
    next_at: open ? nextAt : null,
  }
}

type Range = { since: Instant; until?: Instant | null; types?: string[] | null; after?: string }

async function replayRange(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const endpoint = endpointIn(request)
  const { after: cursor, until, ...range } = hear<Range>(ReplayInput, request.body)
  const left = readReplayPlace(endpoint, cursor)
  const wish = { ...range, until: until ?? left?.until ?? null, after: left?.after ?? null }
  return answered(
    reply,
    await replay(desk, request.apiCaller, endpoint, wish, keyed(request)),
    ({ queued, remaining, until: end, next }) => ({
      queued,
      remaining,
      next: next && writeReplayPlace(endpoint, next, end),
    }),
  )
}
