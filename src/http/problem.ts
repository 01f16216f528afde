/** How the shop's doors say that something went wrong: problem documents after RFC 9457. */
import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'

/** Where in a request the trouble sits. */
export type RequestPart = 'body' | 'query' | 'path' | 'header'

/** One thing wrong with one field. An empty path means the part as a whole. */
export const FieldError = Type.Object(
  {
    in: Type.Enum(['body', 'query', 'path', 'header'], {
      type: 'string',
      description: 'In which part of the request the field stands.',
      examples: ['body'],
    }),
    path: Type.String({
      description: 'The field, written as a programmer would; empty for the part as a whole.',
      examples: ['items[0].quantity'],
    }),
    code: Type.String({
      description: 'What is wrong, as a word that programs may decide by.',
      examples: ['too_large'],
    }),
    message: Type.String({
      description: 'What is wrong, as a sentence that ends with what to do.',
      examples: ['Is too large. Send at most 10000.'],
    }),
  },
  { $id: 'FieldError', description: 'One thing wrong with one field.' },
)
export type FieldError = Static<typeof FieldError>

/**
 * The problem document. `code` is the word programs decide by and never changes its meaning; `title` and `detail` are
 * for people and may be reworded. `allowed` tells what may be done instead, for whom and until when.
 */
export const Problem = Type.Object(
  {
    type: Type.String({
      description: 'A name for this kind of problem. It is no address: nothing is to be found there.',
      examples: ['urn:backhaul:problem:quantity_exceeded'],
    }),
    title: Type.String({ description: 'The problem in a few words, for people.', examples: ['More than there is'] }),
    status: Type.Integer({ description: 'The status of the answer, once more.', examples: [422] }),
    code: Type.String({
      description: 'The word to decide by. It never changes its meaning.',
      examples: ['quantity_exceeded'],
    }),
    detail: Type.String({
      description: 'What happened here and what to do about it, for people; it may be reworded.',
      examples: ['2 of 3 shirts are free; ask for 2.'],
    }),
    errors: Type.Optional(
      Type.Array(Type.Unsafe<FieldError>({ $ref: 'FieldError' }), {
        description: 'The fields it is about; at most twenty.',
      }),
    ),
    allowed: Type.Optional(
      Type.Unknown({
        description:
          'What is open instead: `verbs` that may be done now and by which `role`, `until` when, and the figures behind the no.',
        examples: [{ verbs: ['approve', 'reject'], role: 'agent' }],
      }),
    ),
    request_id: Type.String({
      description: 'The id of this request, as in the header `X-Request-Id` and in our log.',
      examples: ['4b4f2d0e-6f0a-4c8e-9d43-2a7f5d1c0b9e'],
    }),
  },
  { $id: 'Problem', description: 'What went wrong and what to do about it (RFC 9457).' },
)
export type Problem = Static<typeof Problem>

/** What a door has to say itself; the rest of the document follows from it. Without a title, the status’s own words stand. */
export interface ProblemParts {
  status: number
  code: string
  title?: string
  detail: string
  errors?: FieldError[]
  allowed?: unknown
  /** For `Retry-After`: waiting helps, and this long is a good guess. */
  retryAfterSeconds?: number
}

export const PROBLEM_TYPE = 'application/problem+json'

/**
 * Thrown by the plumbing for a request nobody could act on (a broken cursor, a body that is no JSON), before any of
 * the shop's words are in play. What the shop itself declines comes back from the desk as a refusal and is said with
 * `sendProblem`.
 */
export class ProblemError extends Error {
  readonly parts: ProblemParts
  readonly statusCode: number

  constructor(parts: ProblemParts) {
    super(parts.detail)
    this.name = 'ProblemError'
    this.parts = parts
    this.statusCode = parts.status
  }
}

/** The trouble with a single field, as a 400 of its own. */
export function fieldProblem(error: FieldError): ProblemError {
  return new ProblemError(invalidRequest([error]))
}

/** The one problem for fields that do not fit, whoever noticed. */
export function invalidRequest(errors: FieldError[]): ProblemParts {
  const [first] = errors
  const where = first?.path ? `${first.in} field ${first.path}` : first?.in
  const detail =
    errors.length === 1 ? `${where}: ${first?.message}` : `${errors.length} fields need correcting; see errors.`
  return { status: 400, code: 'invalid_request', detail, errors }
}

/** The whole document. `type` is a name, not an address: an installation without internet has no page to point to. */
export function problemOf({ status, code, title, detail, errors, allowed }: ProblemParts, requestId: string): Problem {
  return {
    type: `urn:backhaul:problem:${code}`,
    title: title ?? STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(errors && { errors }),
    ...(allowed !== undefined && { allowed }),
    request_id: requestId,
  }
}

/** Answer with a problem. Written out here rather than through a route's response schema, which may not know problems. */
export function sendProblem(reply: FastifyReply, parts: ProblemParts): FastifyReply {
  if (parts.retryAfterSeconds !== undefined) reply.header('retry-after', parts.retryAfterSeconds)
  return reply
    .code(parts.status)
    .type(PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemOf(parts, reply.request.id)))
}
