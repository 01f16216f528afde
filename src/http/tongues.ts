/** Who answers where: what goes wrong before a route is found is still said in the language of the address it was sent to. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressPattern } from './allowed-methods.ts'
import type { App } from './app.ts'

export type SayFault = (fault: unknown, request: FastifyRequest, reply: FastifyReply) => unknown

declare module 'fastify' {
  interface FastifyInstance {
    tongues: { at: RegExp; say: SayFault }[]
  }
}

/** Every fault on this scope, and on addresses behind its prefix that cannot even be read, is said by `say`. */
export function sayFaults(scope: App, say: SayFault): void {
  scope.setErrorHandler(say)
  scope.tongues.push({ at: addressPattern(`${scope.prefix}/*`), say })
}

/** Null where nobody has a language of their own. */
export function tongueAt({ tongues }: Pick<App, 'tongues'>, url: string): SayFault | null {
  const path = url.split('?')[0] ?? ''
  // Of several that fit, the one that says most about the address.
  const [nearest] = tongues
    .filter(({ at }) => at.test(path))
    .toSorted((a, b) => b.at.source.length - a.at.source.length)
  return nearest?.say ?? null
}
