/** How the shop's doors say that something went wrong: problem documents after RFC 9457. */
import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'

/** Where in a request the trouble sits. */
export type RequestPart = 'body' | 'query' | 'path' | 'header'

/**
 * One thing wrong with one field. `path` is written as a programmer would (`items[0].quantity`), relative to the part;
 * an empty path means the part as a whole. `message` ends with what to do.
 */
export const FieldError = Type.Object(
  {
    in: Type.Enum(['body', 'query', 'path', 'header']),
    path: Type.String(),
    code: Type.String(),
    message: Type.String(),
  },
  { $id: 'FieldError' },
)
export type FieldError = Static<typeof FieldError>

/**
 * The problem document. `code` is the word programs decide by and never changes its meaning; `title` and `detail` are
 * for people and may be reworded. `allowed` tells what may be done instead, for whom and until when.
 */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    errors: Type.Optional(Type.Array(Type.Unsafe<FieldError>({ $ref: 'FieldError' }))),
    allowed: Type.Optional(Type.Unknown()),
    request_id: Type.String(),
  },
  { $id: 'Problem' },
)
export type Problem = Static<typeof Problem>

/** What a door has to say itself; the rest of the document follows from it. */
export interface ProblemParts {
  status: number
  code: string
  detail: string
  errors?: FieldError[]
  allowed?: unknown
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
export function problemOf({ status, code, detail, errors, allowed }: ProblemParts, requestId: string): Problem {
  return {
    type: `urn:backhaul:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
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
  return reply
    .code(parts.status)
    .type(PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemOf(parts, reply.request.id)))
}
