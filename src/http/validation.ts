/** Holding requests against a route's schemas. */
import AjvCompiler from '@fastify/ajv-compiler'
import type { FastifySchema, FastifySchemaCompiler } from 'fastify'
import { explainFields, type SchemaError } from './field-errors.ts'
import { type FieldError, invalidRequest, ProblemError, type RequestPart } from './problem.ts'

/** Above this many members only the first mistake is told: listing all of them could cost more memory than the body. */
const MOST_MEMBERS = 2_000

const PARTS: Readonly<Record<string, RequestPart>> = { querystring: 'query', params: 'path', headers: 'header' }

/** Nothing is removed silently: a member we do not know is a misunderstanding the caller should hear about. */
const STRICT = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: true,
  discriminator: true,
  strictTypes: false,
  keywords: ['example', 'x-hidden-from', 'x-required-otherwise'],
} as const

/** Everything outside a body arrives as text, so there `"20"` may stand for 20 and a single value for a list of one. */
const LENIENT = { ...STRICT, coerceTypes: 'array' } as const

/** Reports every mistake at once, and knows which names would have been right. */
const REPORTING = { allErrors: true, verbose: true } as const

type Check = ((value: unknown) => unknown) & { errors?: SchemaError[] | null }
type Compile = (route: { schema: unknown }) => Check
type Verdict = { value: unknown } | { error: ProblemError }
type Route = Parameters<FastifySchemaCompiler<FastifySchema>>[0]

/**
 * The validator factory for Fastify. A request is first held against a quick check that stops at the first mistake;
 * only a modest request that failed is looked at again for all of them. That second check is built when first needed,
 * so a route nobody gets wrong costs nothing more.
 */
export function buildValidator(sharedSchemas: unknown): (route: Route) => (value: unknown) => Verdict {
  const compiler = AjvCompiler()
  const make = (customOptions: object): Compile => compiler(sharedSchemas as never, { customOptions }) as never
  const forBody = { quick: make(STRICT), all: make({ ...STRICT, ...REPORTING }) }
  const forText = { quick: make(LENIENT), all: make({ ...LENIENT, ...REPORTING }) }

  return route => {
    const { quick, all } = route.httpPart === 'body' ? forBody : forText
    const part = PARTS[route.httpPart ?? ''] ?? 'body'
    const check = quick(route)
    let checkAll: Check | undefined
    return value => {
      if (check(value)) return part === 'body' ? { value } : refuseEndless(part, value)
      const failed = isModest(value) ? failing((checkAll ??= all(route)), value) : check
      return { error: new ProblemError(invalidRequest(explainFields(failed.errors ?? [], part, value))) }
    }
  }
}

/** Text such as `1e999` is read as a number without end, and no limit holds for that. Bodies are spared: their numbers were looked at when they were read. */
function refuseEndless(part: RequestPart, value: unknown): Verdict {
  const errors = Object.entries(value ?? {}).flatMap(([path, member]): FieldError[] =>
    [member].flat().some(one => typeof one === 'number' && !Number.isFinite(one))
      ? [{ in: part, path, code: 'too_large', message: 'Is no number that can be counted with. Send a smaller one.' }]
      : [],
  )
  return errors.length > 0 ? { error: new ProblemError(invalidRequest(errors)) } : { value }
}

function failing(check: Check, value: unknown): Check {
  check(value)
  return check
}

/** Counts members only as far as needed. */
function isModest(value: unknown): boolean {
  let members = 0
  const queue = [value]
  for (const each of queue) {
    if (typeof each !== 'object' || each === null) continue
    const held = Object.values(each)
    members += held.length
    if (members > MOST_MEMBERS) return false
    queue.push(...held)
  }
  return true
}
