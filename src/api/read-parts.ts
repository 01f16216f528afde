/** Reading addresses and empty bodies as people write them. */
import type { FastifyRequest } from 'fastify'
import type { App } from '../http/app.ts'
import { fieldProblem } from '../http/problem.ts'

type Query = Record<string, unknown>
type Shapes = Record<string, { type?: string }>

/**
 * `request=submitted,approved` and `request=submitted&request=approved` mean the same. A body that was left out is an empty one, so that a verb
 * that takes nothing needs nothing, and one that takes something says what is missing.
 */
export function readParts(app: App): void {
  app.addHook('preValidation', async request => {
    const shapes = (request.routeOptions.schema?.querystring as { properties?: Shapes } | undefined)?.properties ?? {}
    const query = request.query as Query
    for (const [name, { type }] of Object.entries(shapes)) {
      if (query[name] === undefined) continue
      if (type === 'array') query[name] = [query[name]].flat().flatMap(text => String(text).split(','))
      if (type === 'integer') refuseNoNumber(name, query[name])
    }
    if (request.body === undefined && takesBody(request)) request.body = {}
  })
}

/** Texts such as 1e999 would be read as a number without end, for which no limit holds. */
function refuseNoNumber(path: string, value: unknown): void {
  if (!/^-?\d{1,16}$/.test(String(value)))
    throw fieldProblem({ in: 'query', path, code: 'wrong_type', message: 'Is no whole number. Send one such as 20.' })
}

const takesBody = (request: FastifyRequest): boolean =>
  request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'DELETE' && !request.isMultipart?.()
