/** What every route of this door shares: how it is described, how it reads headers, how it answers. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type TSchema } from 'typebox'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Desk } from '../desk/desk.ts'
import { expectedVersion } from '../http/etag.ts'
import { PROBLEM_TYPE, Problem, problemOf, sendProblem } from '../http/problem.ts'
import { ref } from '../http/schema.ts'
import type { LinkMaker, Links } from '../http/file-links.ts'
import type { For } from './say.ts'
import { seesAny } from './seen-by.ts'
import { type Naming, problemFor } from './words.ts'

export type Door = { desk: Desk; links: LinkMaker }

export const linksFor = (door: Door, request: FastifyRequest): Links => door.links.for(request.apiCaller.org)

/** For whom this request is answered. */
export const toWhom = (door: Door, request: FastifyRequest): For => ({
  role: request.apiCaller.actor.role,
  links: linksFor(door, request),
})

/** Refused when this key is shown nothing of such a thing. */
export const nothingOf = ({ apiCaller }: FastifyRequest, shape: string): Refusal | null =>
  seesAny(apiCaller.actor.role, shape)
    ? null
    : refuse('forbidden', { sentence: `This is not shown to ${apiCaller.actor.role} keys.` })

const ERRORS: Record<number, string> = {
  400: 'A field does not fit; `errors` says which and why.',
  401: 'The key is missing, unknown, revoked or expired.',
  403: 'This key may not do this.',
  404: 'There is no such thing, or it is not yours to see.',
  409: 'Not as things stand; `allowed` says what is open instead.',
  413: 'Too large.',
  415: 'This content type is not read here.',
  422: 'It can be read, and the answer is still no; `detail` says what to do.',
  429: 'Too many requests; wait as long as `Retry-After` says.',
  503: 'The database does not answer, or there is no space left; wait as long as `Retry-After` says and send it again with the same key.',
}

const READING = [400, 401, 403, 404, 429, 503]
const CHANGING = [400, 401, 403, 404, 409, 413, 415, 422, 429, 503]

const problem = (status: number) => ({
  description: ERRORS[status] ?? '',
  content: { [PROBLEM_TYPE]: { schema: ref(Problem) } },
})

const problems = (statuses: readonly number[]) => Object.fromEntries(statuses.map(status => [status, problem(status)]))

const KEYED = {
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[!-~]{1,255}$',
      description:
        'Makes repeating safe: the same key with the same request gets the first answer again, for this API key. 1 to 255 visible ASCII characters.',
      examples: ['0f8fad5b-d9cb-469f-a165-70867728950e'],
    }),
  ),
}

const MATCHED = {
  'if-match': Type.Optional(
    Type.String({
      maxLength: 256,
      description: 'The ETag the decision rests on; refused with `stale_version` when things have moved on since.',
      examples: ['"3"'],
    }),
  ),
}

type About = {
  operationId: string
  summary: string
  description?: string
  params?: TSchema
  querystring?: TSchema
  body?: TSchema
  /** What comes back, by status; a component, or a list of one. */
  response: Record<number, TSchema>
  /** Repeating is made safe by a key. Default for everything that changes something. */
  matched?: boolean
}

/** How a reading route stands in the reference. */
export const reading = (tag: string, { response, ...about }: About) => ({
  schema: { tags: [tag], ...about, response: { ...answers(response), ...problems(READING) } },
})

/** How a changing route stands in the reference: with its key, and the version it rests on. */
export const changing = (tag: string, { response, matched, ...about }: About) => ({
  schema: {
    tags: [tag],
    ...about,
    headers: Type.Object({ ...KEYED, ...(matched && MATCHED) }),
    response: { ...answers(response), ...problems(CHANGING) },
  },
})

const answers = (response: Record<number, TSchema>) =>
  Object.fromEntries(
    Object.entries(response).map(([status, schema]) => [
      status,
      { ...schema, description: (schema as { description?: string }).description ?? MEANS[status] },
    ]),
  )

const MEANS: Record<string, string> = { 200: 'Here it is.', 201: 'Made.' }

export const answer = (schema: TSchema, description: string) => ({ ...ref(schema), description })

/** The caller's idempotency key. */
export const keyed = (request: FastifyRequest): { key?: string } => {
  const key = request.headers['idempotency-key']
  return typeof key === 'string' ? { key } : {}
}

/** What an act was done for, kept with its events: through it the caller's own request id is found in the log of every job the act led to. */
export const causeOf = (request: FastifyRequest): { cause: string } => ({ cause: `request:${request.id}` })

/** A key for one of several acts of the same request. */
export const keyedFor = (request: FastifyRequest, which: string): { key?: string } => {
  const { key } = keyed(request)
  return key === undefined ? {} : { key: `${key} ${which}` }
}

/** Key, and the version the decision rests on, from header or body. */
export function conditions(request: FastifyRequest): { key?: string; expectedVersion?: number } {
  const inBody = (request.body as { expected_version?: number } | undefined)?.expected_version
  const version = expectedVersion(request.headers['if-match'], inBody)
  return { ...keyed(request), ...(version !== undefined && { expectedVersion: version }) }
}

/** Says no in this door's tongue. */
export function refusal(reply: FastifyReply, no: Refusal, naming?: Naming): FastifyReply {
  if (no.code === 'busy') reply.header('retry-after', 1)
  return sendProblem(reply, problemFor(no, naming))
}

/** The same document, for one of several answers in a body. */
export const problemIn = (no: Refusal, reply: FastifyReply, naming?: Naming): Record<string, unknown> => ({
  ...problemOf(problemFor(no, naming), reply.request.id),
})

/** Answers with what was asked for, or with the no. */
export const answered = <T>(
  reply: FastifyReply,
  got: T | Refusal,
  say: (got: T) => unknown,
  naming?: Naming,
): unknown => (refused(got) ? refusal(reply, got, naming) : say(got))
