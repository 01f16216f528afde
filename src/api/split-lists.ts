/** Reading addresses and empty bodies as people write them. */
import type { App } from '../http/app.ts'

type Query = Record<string, unknown>
type Route = { querystring?: { properties?: Record<string, { type?: string }> } }

/**
 * `request=submitted,approved` and `request=submitted&request=approved` mean the same. A body that was left out is an empty one, so that a verb
 * that takes nothing needs nothing, and one that takes something says what is missing.
 */
export function splitLists(app: App): void {
  app.addHook('preValidation', async request => {
    const query = request.query as Query
    for (const name of listsIn(request.routeOptions.schema as Route | undefined)) {
      if (query[name] !== undefined) query[name] = [query[name]].flat().flatMap(text => String(text).split(','))
    }
    if (
      request.body === undefined &&
      request.method !== 'GET' &&
      request.method !== 'DELETE' &&
      !request.isMultipart?.()
    )
      request.body = {}
  })
}

const listsIn = (route: Route | undefined): string[] =>
  Object.entries(route?.querystring?.properties ?? {}).flatMap(([name, schema]) =>
    schema.type === 'array' ? [name] : [],
  )
