/** Reading JSON bodies: strictly, and with the place of every mistake. */
import { isUtf8 } from 'node:buffer'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { fieldPath } from './field-path.ts'
import { textTrouble } from './plain-text.ts'
import { type FieldError, invalidRequest, ProblemError } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they came, on doors opened with `acceptJson(app, { keepBytes: true })`. */
    bodyBytes: Buffer | undefined
  }
}

export const DEEPEST_NESTING = 32
const MOST_ERRORS = 20

/**
 * Let this door hear `application/json` and nothing else. `keepBytes` is for languages whose callers sign the bytes
 * they send. An empty body is undefined: whether one is needed is for the route's schema to say.
 */
export function acceptJson(app: App, { keepBytes = false } = {}): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer
    if (keepBytes) request.bodyBytes = bytes
    try {
      refuseEncoding(request)
      done(null, bytes.byteLength === 0 ? undefined : readJson(bytes))
    } catch (fault) {
      done(fault as Error)
    }
  })
}

/** JSON from bytes, or a `ProblemError` that says where it cannot be used. */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw malformed('The body is not UTF-8. Encode it as UTF-8.')
  const value = parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  const errors: FieldError[] = []
  inspect(value, [], errors)
  if (errors.length > 0) throw new ProblemError(invalidRequest(errors))
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (fault) {
    throw malformed(`The body is not JSON. ${sayWhere(text, fault as SyntaxError)}`)
  }
}

/** Only the place is taken from the engine's message, when it names one: the message itself would repeat what was sent. */
function sayWhere(text: string, { message }: SyntaxError): string {
  const found = /position (\d+)/.exec(message)
  if (!found) return 'Check its quotes, commas and brackets, and that it is complete.'
  const before = text.slice(0, Number(found[1])).split('\n')
  return `Look at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`
}

function malformed(detail: string): ProblemError {
  return new ProblemError({ status: 400, code: 'malformed_json', detail })
}

function refuseEncoding(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return
  const detail = 'Compressed request bodies are not read. Send the body without Content-Encoding.'
  throw new ProblemError({ status: 415, code: 'unsupported_encoding', detail })
}

type Step = string | number

/** Look into every corner once. Depth is bounded here, so everything behind may recurse without fear. */
function inspect(value: unknown, steps: Step[], errors: FieldError[]): void {
  if (errors.length >= MOST_ERRORS) return
  if (typeof value === 'string') report(textTrouble(value), steps, errors)
  else if (typeof value === 'number') report(numberTrouble(value), steps, errors)
  else if (value !== null && typeof value === 'object') inspectMembers(value, steps, errors)
}

function inspectMembers(holder: object, steps: Step[], errors: FieldError[]): void {
  if (steps.length >= DEEPEST_NESTING) return report(TOO_DEEP, steps, errors)
  const members: Iterable<[Step, unknown]> = Array.isArray(holder) ? holder.entries() : Object.entries(holder)
  for (const [step, member] of members) {
    steps.push(step)
    if (typeof step === 'string') report(nameTrouble(step, member), steps, errors)
    inspect(member, steps, errors)
    steps.pop()
  }
}

type Trouble = Pick<FieldError, 'code' | 'message'>

const TOO_DEEP: Trouble = {
  code: 'too_deep',
  message: `Nested deeper than ${DEEPEST_NESTING} levels. Send a flatter body.`,
}

function report(trouble: Trouble | undefined, steps: Step[], errors: FieldError[]): void {
  if (trouble && errors.length < MOST_ERRORS) errors.push({ in: 'body', path: fieldPath(steps), ...trouble })
}

/** Whole numbers beyond 2^53 are no longer the number that was sent, and money must not change on the way in. */
function numberTrouble(value: number): Trouble | undefined {
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return undefined
  return { code: 'number_out_of_range', message: 'Too large to be exact. Send a number below 2^53, or a string.' }
}

/** Names that would reach into JavaScript's own workings if a later hand copied the body member by member. */
function nameTrouble(name: string, member: unknown): Trouble | undefined {
  const reaches =
    name === '__proto__' || (name === 'constructor' && isObject(member) && Object.hasOwn(member, 'prototype'))
  if (reaches) return { code: 'forbidden_name', message: 'This name is not allowed. Remove the member.' }
  return textTrouble(name)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
