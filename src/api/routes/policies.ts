/** Policies of a shop: drafts, the live version, and what was live before. */
import type { FastifyRequest } from 'fastify'
import type { ShopId } from '../../core/ids.ts'
import type { Policy as House, Rule } from '../../core/policy/policy.ts'
import { TEMPLATES } from '../../core/policy/templates/templates.ts'
import { refused } from '../../core/refusal.ts'
import type { Instant } from '../../core/time.ts'
import {
  activatePolicy,
  type Checked,
  callOffPolicy,
  checkFor,
  type DraftWish,
  draftPolicy,
  policiesFor,
  policyFor,
} from '../../desk/policies.ts'
import { shopFor } from '../../desk/shops.ts'
import { simulatePolicy, type SimulationWish as Trying } from '../../desk/simulate.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, keyed, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { said } from '../said.ts'
import { sayPolicy } from '../say.ts'
import { PolicyList, PolicyTemplateList } from '../wire/answers.ts'
import { id } from '../wire/fields.ts'
import { wirePath } from '../wire/names.ts'
import { Policy, PolicyCheck, PolicyDraft, PolicyRules, PolicyStart } from '../wire/policy.ts'
import { PolicySimulation, SimulationWish } from '../wire/policy-simulation.ts'

const TAG = 'Policies'

export function policyRoutes(app: App, { desk }: Door): void {
  const say = (policy: House) => ({ ...(sayPolicy(policy) as object), in_force: isInForce(policy, desk.now()) })
  app.get('/v1/shops/:shop/policies', list, async (request, reply) => {
    const shop = await shopFor(desk, request.apiCaller, shopIn(request))
    return answered(reply, refused(shop) ? shop : await policiesFor(desk, request.apiCaller, shopIn(request)), all => ({
      data: all.map(say),
    }))
  })
  app.post('/v1/shops/:shop/policies', draft, async (request, reply) =>
    answered(
      reply,
      await draftPolicy(
        desk,
        request.apiCaller,
        shopIn(request),
        hear<DraftWish>(PolicyDraft, request.body),
        keyed(request),
      ),
      policy => (reply.code(201), say(policy)),
    ),
  )
  app.get('/v1/shops/:shop/policies/:id', read, async (request, reply) =>
    answered(reply, await policyIn(desk, request), say),
  )
  app.post('/v1/shops/:shop/policies/:id/check', check, async (request, reply) => {
    const policy = await policyIn(desk, request)
    const checked = refused(policy) ? policy : await checkFor(desk, request.apiCaller, shopIn(request), policy.rules)
    return answered(reply, checked, sayChecked)
  })
  app.post('/v1/shops/:shop/policies/check', checkUnkept, async (request, reply) => {
    const { rules } = hear<{ rules: Rule[] }>(PolicyRules, request.body)
    return answered(reply, await checkFor(desk, request.apiCaller, shopIn(request), rules), sayChecked)
  })
  app.post('/v1/shops/:shop/policies/simulate', simulate, async (request, reply) => {
    const wish = hear<Trying & { template?: string }>(SimulationWish, request.body)
    return answered(reply, await simulatePolicy(desk, request.apiCaller, shopIn(request), wish), said)
  })
  app.post('/v1/shops/:shop/policies/:id/call_off', callOff, async (request, reply) =>
    answered(reply, await callOffPolicy(desk, request.apiCaller, shopIn(request), idIn(request), keyed(request)), say),
  )
  app.get('/v1/policy_templates', templates, async () => ({ data: Object.values(TEMPLATES).map(one => said(one)) }))
  app.post('/v1/shops/:shop/policies/:id/activate', activate, async (request, reply) => {
    const { at = null } = hear<{ at?: Instant | null }>(PolicyStart, request.body)
    return answered(
      reply,
      await activatePolicy(desk, request.apiCaller, shopIn(request), idIn(request), at, keyed(request)),
      say,
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
const checkUnkept = reading(TAG, {
  operationId: 'checkRules',
  summary: 'Check rules that are kept nowhere',
  description: 'Nothing is changed by asking, so no key is needed.',
  params: ofShop,
  body: ref(PolicyRules),
  response: { 200: answer(PolicyCheck, 'What is wrong, and what is doubtful, if anything.') },
})
const simulate = reading(TAG, {
  operationId: 'simulatePolicy',
  summary: 'Try a policy on past orders',
  description:
    'Says of the newest orders what another policy would have decided: of every line on the day it came, and of every return that was filed as if it were filed again, with the money that moves. Nothing is written and nobody is held up.',
  params: ofShop,
  body: ref(SimulationWish),
  response: { 200: answer(PolicySimulation, 'What would change.') },
})
const templates = reading(TAG, {
  operationId: 'listPolicyTemplates',
  summary: 'List policies ready to be taken',
  response: { 200: answer(PolicyTemplateList, 'Templates.') },
})
const callOff = changing(TAG, {
  operationId: 'callOffPolicy',
  summary: 'Call off a version that is to start later',
  description: 'It is a draft again, and the version before stays live.',
  params,
  body: exactly({}, { description: 'Nothing more to say.' }),
  response: { 200: answer(Policy, 'The draft it is again.') },
})
const activate = changing(TAG, {
  operationId: 'activatePolicy',
  summary: 'Make a draft live',
  description: 'The version before ends at that moment. Orders keep the version of the day they were placed.',
  params,
  body: ref(PolicyStart),
  response: { 200: answer(Policy, 'The live version.') },
})

const sayChecked = ({ errors, warnings }: Checked) => ({
  ok: errors.length === 0,
  errors: errors.map(remark),
  warnings: warnings.map(remark),
})

const remark = ({ path, message }: Checked['errors'][number]) => ({ path: wirePath(path), message })

const isInForce = ({ state, validFrom, validUntil }: House, now: Instant): boolean =>
  state !== 'draft' && validFrom !== null && validFrom <= now && (validUntil === null || now < validUntil)

const shopIn = (request: FastifyRequest): ShopId => (request.params as { shop: string }).shop.toLowerCase() as ShopId
const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id.toLowerCase()

const policyIn = (desk: Door['desk'], request: FastifyRequest) =>
  policyFor(desk, request.apiCaller, shopIn(request), idIn(request))
