/** Endpoints that want to be told: making, changing, switching, forgetting them. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import {
  changeEndpoint,
  createEndpoint,
  type EndpointChange,
  type EndpointMade,
  type EndpointWish,
  endpointFor,
  endpointsFor,
  forgetEndpoint,
  type Rotation,
  rotateSecret,
  type SeenEndpoint,
  switchOff,
  switchOn,
} from '../../desk/endpoints.ts'
import type { App } from '../../http/app.ts'
import { isUnchanged, versionTag } from '../../http/etag.ts'
import { ref } from '../../http/schema.ts'
import { answer, answered, changing, conditions, type Door, keyed, reading, refusal } from '../door.ts'
import { hear } from '../hear.ts'
import { said } from '../said.ts'
import { WebhookList } from '../wire/answers.ts'
import { one } from '../wire/queries.ts'
import { RotationInput, SwitchInput, SwitchOffInput, Webhook, WebhookChange, WebhookInput } from '../wire/webhooks.ts'

export const TAG = 'Webhooks'

export function webhookRoutes(app: App, { desk }: Door): void {
  app.get('/v1/webhooks', list, async (request, reply) =>
    answered(reply, await endpointsFor(desk, request.apiCaller), all => ({ data: all.map(sayEndpoint) })),
  )
  app.post('/v1/webhooks', create, async (request, reply) => {
    const wish = wishIn(hear<EndpointWish & { version?: string }>(WebhookInput, request.body))
    if (refused(wish)) return refusal(reply, wish)
    return answered(reply, await createEndpoint(desk, request.apiCaller, wish, keyed(request)), made =>
      sayTagged(reply.code(201), made),
    )
  })
  app.get('/v1/webhooks/:id', read, async (request, reply) => {
    const seen = await endpointFor(desk, request.apiCaller, endpointIn(request))
    if (refused(seen)) return refusal(reply, seen)
    if (isUnchanged(request.headers['if-none-match'], seen.version))
      return reply.header('etag', versionTag(seen.version)).code(304).send()
    return sayTagged(reply, seen)
  })
  app.patch('/v1/webhooks/:id', change, async (request, reply) => {
    const { expectedVersion: _, ...changes } = hear<EndpointChange & Expected>(WebhookChange, request.body)
    return tagged(reply, await changeEndpoint(desk, ...onThis(request), changes, conditions(request)))
  })
  app.delete('/v1/webhooks/:id', forget, async (request, reply) =>
    answered(reply, await forgetEndpoint(desk, ...onThis(request), conditions(request)), sayEndpoint),
  )
  app.post('/v1/webhooks/:id/switch_on', on, async (request, reply) =>
    tagged(reply, await switchOn(desk, ...onThis(request), conditions(request))),
  )
  app.post('/v1/webhooks/:id/switch_off', off, async (request, reply) => {
    const { why } = hear<{ why?: string }>(SwitchOffInput, request.body)
    return tagged(reply, await switchOff(desk, ...onThis(request), why, conditions(request)))
  })
  app.post('/v1/webhooks/:id/rotate', rotate, async (request, reply) => {
    const { expectedVersion: _, ...rotation } = hear<Rotation & Expected>(RotationInput, request.body)
    return tagged(reply, await rotateSecret(desk, ...onThis(request), rotation, conditions(request)))
  })
}

/** `version` is the short name of `format_version`, for those who say `format` beside it. */
function wishIn({ version, ...wish }: EndpointWish & { version?: string }): EndpointWish | Refusal {
  if (version === undefined || version === wish.formatVersion) return wish
  if (wish.formatVersion == null) return { ...wish, formatVersion: version }
  return refuse('invalid', {
    path: 'version',
    sentence: 'It says another version than format_version; name one of the two.',
  })
}

type Expected = { expectedVersion?: number }

const params = one('endpoint')
const asItIs = { 200: answer(Webhook, 'The endpoint as it now is.') }

const list = reading(TAG, {
  operationId: 'listWebhooks',
  summary: 'List endpoints',
  response: { 200: answer(WebhookList, 'Endpoints, without their secrets.') },
})
const create = changing(TAG, {
  operationId: 'createWebhook',
  summary: 'Make an endpoint',
  description:
    'Its secret is shown in this answer, again only to whoever repeats the request with the same `Idempotency-Key`, and never after that. Try it out with `trial`.',
  body: ref(WebhookInput),
  response: { 201: answer(Webhook, 'The endpoint, with its secret.') },
})
const read = reading(TAG, {
  operationId: 'getWebhook',
  summary: 'Read an endpoint',
  params,
  response: { 200: answer(Webhook, 'The endpoint.') },
})
const change = changing(TAG, {
  operationId: 'changeWebhook',
  summary: 'Change an endpoint',
  description:
    'What is named is changed, lists as a whole; the rest stays. What is on its way already goes to the new address.',
  params,
  body: ref(WebhookChange),
  response: asItIs,
  matched: true,
})
const forget = changing(TAG, {
  operationId: 'deleteWebhook',
  summary: 'Delete an endpoint',
  description: 'Its deliveries and all that is known of them go with it.',
  params,
  response: { 200: answer(Webhook, 'The endpoint as it was.') },
  matched: true,
})
const on = changing(TAG, {
  operationId: 'switchWebhookOn',
  summary: 'Switch an endpoint on',
  description:
    'It starts with a clean record, and what waited is sent at once. What happened while it was off is told when you `replay` that time.',
  params,
  body: ref(SwitchInput),
  response: asItIs,
  matched: true,
})
const off = changing(TAG, {
  operationId: 'switchWebhookOff',
  summary: 'Switch an endpoint off',
  description:
    'What is on its way stays there until it is switched on again, and nothing new is put on the way. A message that is being sent this moment may still arrive.',
  params,
  body: ref(SwitchOffInput),
  response: asItIs,
  matched: true,
})
const rotate = changing(TAG, {
  operationId: 'rotateWebhookSecret',
  summary: 'Give an endpoint a new secret',
  description:
    'The secret is shown in this answer. For `grace_hours` every message is signed with the old one as well, so that the receiver can change in its own time.',
  params,
  body: ref(RotationInput),
  response: { 200: answer(Webhook, 'The endpoint, with its new secret.') },
  matched: true,
})

export const endpointIn = (request: FastifyRequest): string => (request.params as { id: string }).id.toLowerCase()

/** Who asks, and for which endpoint. */
const onThis = (request: FastifyRequest) => [request.apiCaller, endpointIn(request)] as const

type Said = SeenEndpoint & Partial<EndpointMade>

const sayEndpoint = ({ endpoint, ...more }: Said): object => ({
  ...(said(endpoint) as object),
  ...(said(more) as object),
})

function sayTagged(reply: FastifyReply, seen: Said): object {
  reply.header('etag', versionTag(seen.version))
  return sayEndpoint(seen)
}

const tagged = (reply: FastifyReply, got: Parameters<typeof answered<Said>>[1]): unknown =>
  answered(reply, got, seen => sayTagged(reply, seen))
