/** What may be done to a return: one address per verb, each with its preview, and one for several verbs at once. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReturnId } from '../../core/ids.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import { type Acted, act } from '../../desk/act.ts'
import { findOne } from '../../desk/look.ts'
import type { App } from '../../http/app.ts'
import { ref } from '../../http/schema.ts'
import { checkActs } from '../check-acts.ts'
import { checkBody } from '../check-body.ts'
import { answer, answered, causeOf, changing, conditions, type Door } from '../door.ts'
import { hear } from '../hear.ts'
import { lazyValidator } from '../lazily.ts'
import { ACT_VERBS, type ActVerb, CHAPTER_OF, MEANS } from '../verbs.ts'
import { Acts } from '../wire/acts.ts'
import { BODIES, titled } from '../wire/bodies.ts'
import { COMPONENTS } from '../wire/components.ts'
import { wirePath } from '../wire/names.ts'
import { ReturnName } from '../wire/queries.ts'
import { Return } from '../wire/return.ts'
import { nameIn, sayActed } from './returns.ts'

const TAG = 'Several verbs at once'

export function verbRoutes(app: App, door: Door): void {
  const several = { validatorCompiler: checkBody(app, checkActs(lazyValidator(COMPONENTS))) }
  for (const verb of ACT_VERBS) {
    app.post(`/v1/returns/:id/${verb}`, described(verb, false), (request, reply) =>
      doOne(door, verb, request, reply, false),
    )
    app.post(`/v1/returns/:id/${verb}/preview`, described(verb, true), (request, reply) =>
      doOne(door, verb, request, reply, true),
    )
  }
  app.post('/v1/returns/:id/acts', { ...acts(false), ...several }, (request, reply) =>
    doAll(door, request, reply, false),
  )
  app.post('/v1/returns/:id/acts/preview', { ...acts(true), ...several }, (request, reply) =>
    doAll(door, request, reply, true),
  )
}

const described = (verb: ActVerb, preview: boolean) =>
  changing(CHAPTER_OF[verb] ?? TAG, {
    operationId: preview ? `preview${titled(verb)}` : `do${titled(verb)}`,
    summary: preview ? `${verb}: preview` : verb,
    description: preview
      ? `Works out what \`${verb}\` would give and changes nothing. No key is used up.`
      : `${MEANS[verb]} Who may, and when, stands under \`allowed\` of the return.`,
    params: ReturnName,
    body: ref(BODIES[verb]),
    response: {
      200: answer(Return, preview ? 'The return as it would be.' : 'The return as it now is, with what happened.'),
    },
    matched: true,
  })

const acts = (preview: boolean) =>
  changing(TAG, {
    operationId: preview ? 'previewActs' : 'act',
    summary: preview ? 'See what several verbs would give' : 'Do several things at once',
    description: `All of it or nothing; each command sees the return as the ones before left it. A refusal names the command it is about.${preview ? ' Nothing is changed, and no key is used up.' : ''}`,
    params: ReturnName,
    body: ref(Acts),
    response: {
      200: answer(Return, preview ? 'The return as it would be.' : 'The return as it now is, with what happened.'),
    },
    matched: true,
  })

function doOne(
  door: Door,
  verb: ActVerb,
  request: FastifyRequest,
  reply: FastifyReply,
  preview: boolean,
): Promise<unknown> {
  const { expectedVersion: _, ...args } = hear<{ expectedVersion?: number }>(BODIES[verb], request.body)
  return perform(door, request, reply, [{ verb, ...args } as Command], preview)
}

function doAll(door: Door, request: FastifyRequest, reply: FastifyReply, preview: boolean): Promise<unknown> {
  const { commands } = hear<{ commands: Command[] }>(Acts, request.body)
  return perform(door, request, reply, commands, preview)
}

async function perform(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  commands: Command[],
  preview: boolean,
): Promise<unknown> {
  const acted = await onReturn(door, request, commands, preview)
  const place = refused(acted) && typeof acted.detail.command === 'number' ? acted.detail.command : null
  return answered(
    reply,
    acted,
    got => sayActed(door, request, reply, got, preview),
    place === null ? wirePath : path => `commands[${place}].${wirePath(path)}`,
  )
}

async function onReturn(
  { desk }: Door,
  request: FastifyRequest,
  commands: Command[],
  preview: boolean,
): Promise<Acted | Refusal> {
  const ret = await idOf(desk, request)
  return refused(ret)
    ? ret
    : act(desk, request.apiCaller, { ret }, commands, { ...conditions(request), ...causeOf(request), preview })
}

/** Numbers for people are looked up first. */
async function idOf(desk: Door['desk'], request: FastifyRequest): Promise<ReturnId | Refusal> {
  const named = nameIn(request)
  if (typeof named === 'string') return named
  const seen = await findOne(desk, request.apiCaller, named)
  return refused(seen) ? seen : seen.ret.id
}
