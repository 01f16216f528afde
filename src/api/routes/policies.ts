/** Policies of a shop: drafts, the live version, and what was live before. */
import type { FastifyRequest } from 'fastify'
import type { ShopId } from '../../core/ids.ts'
import type { Rule } from '../../core/policy/policy.ts'
import { refused } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import { activatePolicy, draftPolicy, mistakesIn, policiesFor, policyFor } from '../../desk/policies.ts'
import { shopFor } from '../../desk/shops.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, keyed, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { sayPolicy } from '../say.ts'
import { PolicyList } from '../wire/answers.ts'
import { id } from '../wire/fields.ts'
import { wirePath } from '../wire/names.ts'
import { Policy, PolicyCheck, PolicyDraft, PolicyStart } from '../wire/policy.ts'

const TAG = 'Policies'

export function policyRoutes(app: App, { desk }: Door): void {
  app.get('/v1/shops/:shop/policies', list, async (request, reply) => {
    const shop = await shopFor(desk, request.apiCaller, shopIn(request))
    return answered(reply, refused(shop) ? shop : await policiesFor(desk, request.apiCaller, shopIn(request)), all => ({
      data: all.map(sayPolicy),
    }))
  })
  app.post('/v1/shops/:shop/policies', draft, async (request, reply) =>
    answered(
      reply,
      await draftPolicy(
        desk,
        request.apiCaller,
        shopIn(request),
        hear<Draft>(PolicyDraft, request.body),
        keyed(request),
      ),
      policy => (reply.code(201), sayPolicy(policy)),
    ),
  )
  app.get('/v1/shops/:shop/policies/:id', read, async (request, reply) =>
    answered(reply, await policyIn(desk, request), sayPolicy),
  )
  app.post('/v1/shops/:shop/policies/:id/check', check, async (request, reply) => {
    const policy = await policyIn(desk, request)
    return answered(reply, refused(policy) ? policy : mistakesIn(policy.rules), errors => ({
      ok: errors.length === 0,
      errors: errors.map(({ path, message }) => ({ path: wirePath(path), message })),
    }))
  })
  app.post('/v1/shops/:shop/policies/:id/activate', activate, async (request, reply) => {
    const { at = null } = hear<{ at?: Instant | null }>(PolicyStart, request.body)
    return answered(
      reply,
      await activatePolicy(desk, request.apiCaller, shopIn(request), idIn(request), at, keyed(request)),
      sayPolicy,
    )
  })
}

const ofShop = exactly({ shop: id('The shop.') })
const params = exactly({ shop: id('The shop.'), id: id('The policy version.') })

const list = reading(TAG, {
  operationId: 'listPolicies',
  summary: 'List policy versions',
  params: ofShop,
  response: { 200: answer(PolicyList, 'Versions, the newest first.') },
})
const draft = changing(TAG, {
  operationId: 'draftPolicy',
  summary: 'Write a draft',
  description: 'Changes nothing until it is activated.',
  params: ofShop,
  body: ref(PolicyDraft),
  response: { 201: answer(Policy, 'The draft.') },
})
const read = reading(TAG, {
  operationId: 'getPolicy',
  summary: 'Read a policy version',
  params,
  response: { 200: answer(Policy, 'The version.') },
})
const check = reading(TAG, {
  operationId: 'checkPolicy',
  summary: 'Check a draft',
  description: 'Nothing is changed by asking, so no key is needed.',
  params,
  body: exactly({}, { description: 'Nothing more to say.' }),
  response: { 200: answer(PolicyCheck, 'What is wrong, if anything.') },
})
const activate = changing(TAG, {
  operationId: 'activatePolicy',
  summary: 'Make a draft live',
  description: 'The version before ends at that moment. Orders keep the version of the day they were placed.',
  params,
  body: ref(PolicyStart),
  response: { 200: answer(Policy, 'The live version.') },
})

type Draft = { name: string; rules: Rule[] }

const shopIn = (request: FastifyRequest): ShopId => (request.params as { shop: string }).shop.toLowerCase() as ShopId
const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id.toLowerCase()

const policyIn = (desk: Door['desk'], request: FastifyRequest) =>
  policyFor(desk, request.apiCaller, shopIn(request), idIn(request))
