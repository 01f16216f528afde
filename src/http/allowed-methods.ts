/** Telling "no such address" from "not with this method". */
import type { App } from './app.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods some route offers at this address, sorted; none when the address is unknown. */
    methodsAt(url: string): string[]
  }
}

/** Remember every route from here on. Only asked when a request found none, so looking through all of them is fine. */
export function rememberRoutes(app: App): void {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { pattern: addressPattern(url), methods: new Set<string>() }
    for (const each of [method].flat()) route.methods.add(each)
    routes.set(url, route)
  })
  app.decorate('methodsAt', url => {
    const path = url.split('?')[0] ?? ''
    const here = [...routes.values()].filter(({ pattern }) => pattern.test(path))
    return [...new Set(here.flatMap(({ methods }) => [...methods]))].sort()
  })
}

/** A route's url as Fastify writes it: `:name`, `:name(pattern)`, `:name?`, `*`, and `::` for a colon. */
const ROUTE_PARTS = /(::)|:\w+(?:\(((?:[^()]|\([^()]*\))*)\))?(\?)?|(\*)|([.+?^${}()|[\]\\])/g

export function addressPattern(url: string): RegExp {
  const source = url.replace(ROUTE_PARTS, (_, colon, constraint, optional, star, special) => {
    if (colon) return ':'
    if (star) return '.*'
    if (special) return `\\${special}`
    const value = constraint ? `(?:${constraint.replace(/^\^|\$$/g, '')})` : '[^/]+'
    return optional ? `(?:${value})?` : value
  })
  return new RegExp(`^${source}$`)
}
