/** Reading addresses and empty bodies as people write them. */
import type { FastifyRequest } from 'fastify'
import type { App } from '../http/app.ts'

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
    }
    if (request.body === undefined && takesBody(request)) request.body = {}
  })
}

const takesBody = (request: FastifyRequest): boolean =>
  request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'DELETE' && !request.isMultipart?.()
