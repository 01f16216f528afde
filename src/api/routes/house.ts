/** The organisation, its keys, who this key is, and who changed what. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refused } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import { createKey, type KeyWish, keysOf, withdrawKey } from '../../desk/keys.ts'
import { auditFor, organisationOf, renameOrganisation } from '../../desk/organisation.ts'
import type { App } from '../../http/app.ts'
import { ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, keyed, reading, refusal } from '../door.ts'
import { hear } from '../hear.ts'
import { placeAfter, sayPage } from '../pages.ts'
import { said } from '../said.ts'
import { AuditPage, KeyList } from '../wire/answers.ts'
import { Key, KeyInput, Me, Organization, OrganizationChange } from '../wire/house.ts'
import { AuditQuery, one } from '../wire/queries.ts'

export function houseRoutes(app: App, { desk }: Door): void {
  app.get('/v1/me', me, (request, reply) => sayMe(desk, request, reply))
  app.get('/v1/organization', organization, async (request, reply) =>
    answered(reply, await organisationOf(desk, request.apiCaller), said),
  )
  app.patch('/v1/organization', rename, async (request, reply) => {
    const { name } = hear<{ name: string }>(OrganizationChange, request.body)
    return answered(reply, await renameOrganisation(desk, request.apiCaller, name, keyed(request)), said)
  })
  app.get('/v1/keys', keys, async (request, reply) =>
    answered(reply, await keysOf(desk, request.apiCaller), all => ({ data: all.map(sayKey) })),
  )
  app.post('/v1/keys', create, async (request, reply) =>
    answered(
      reply,
      await createKey(desk, request.apiCaller, hear<KeyWish>(KeyInput, request.body)),
      ({ key, secret }) => (reply.code(201), { ...sayKey(key), secret }),
    ),
  )
  app.delete('/v1/keys/:id', withdraw, async (request, reply) =>
    answered(
      reply,
      await withdrawKey(desk, request.apiCaller, (request.params as { id: string }).id.toLowerCase()),
      sayKey,
    ),
  )
  app.get('/v1/audit', audit, (request, reply) => readAudit(desk, request, reply))
}

const HOUSE = 'Organisation'
const KEYS = 'Keys'

const me = reading(HOUSE, {
  operationId: 'getMe',
  summary: 'See what this key is and may',
  response: { 200: answer(Me, 'This key.') },
})
const organization = reading(HOUSE, {
  operationId: 'getOrganization',
  summary: 'Read the organisation',
  response: { 200: answer(Organization, 'The organisation.') },
})
const rename = changing(HOUSE, {
  operationId: 'changeOrganization',
  summary: 'Rename the organisation',
  body: ref(OrganizationChange),
  response: { 200: answer(Organization, 'The organisation.') },
})
const keys = reading(KEYS, {
  operationId: 'listKeys',
  summary: 'List keys',
  response: { 200: answer(KeyList, 'Keys, without their secrets.') },
})
const create = changing(KEYS, {
  operationId: 'createKey',
  summary: 'Make a key',
  description:
    'Its secret is shown in this answer and never again, so no answer is remembered: an `Idempotency-Key` is taken and changes nothing.',
  body: ref(KeyInput),
  response: { 201: answer(Key, 'The key, with its secret.') },
})
const withdraw = changing(KEYS, {
  operationId: 'revokeKey',
  summary: 'Revoke a key',
  description:
    'From now on it opens nothing. Doing it twice is fine, so an `Idempotency-Key` is taken and changes nothing.',
  params: one('key'),
  response: { 200: answer(Key, 'The key, revoked.') },
})
const audit = reading(HOUSE, {
  operationId: 'listAudit',
  summary: 'See who changed what',
  description: 'Returns have a log of their own; here is everything else.',
  querystring: AuditQuery,
  response: { 200: answer(AuditPage, 'One page.') },
})

const sayKey = ({ org: _, ...key }: { org: string }): Record<string, unknown> => said(key) as Record<string, unknown>

async function sayMe(desk: Door['desk'], { apiCaller }: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const organisation = await organisationOf(desk, apiCaller)
  if (refused(organisation)) return refusal(reply, organisation)
  return {
    organization: said(organisation),
    actor: said(apiCaller.actor),
    scopes: [...apiCaller.scopes],
    shops: apiCaller.shops,
  }
}

async function readAudit(desk: Door['desk'], request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { subject, limit = 20, after } = request.query as { subject?: string; limit?: number; after?: string }
  const { from, before } = hear<{ from?: Instant; before?: Instant }>(AuditQuery, request.query, 'query')
  const page = await auditFor(desk, request.apiCaller, {
    ...(subject !== undefined && { subject }),
    ...(from && { from }),
    ...(before && { before }),
    ...placeAfter('audit', after),
    limit,
  })
  return answered(reply, page, got => sayPage('audit', got, ({ org: _, ...entry }) => said(entry)))
}
