/** Keeping one caller from crowding out the others. */
import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { ProblemError } from './problem.ts'

/** So many requests in so many milliseconds. */
export interface Rate {
  max: number
  windowMs: number
}

/**
 * `perAddress` counts every request by where it comes from, before anybody is recognised, so that guessing keys is slow
 * too. `perKey` counts by who was recognised; `keyOf` is asked after the door's sign-in and answers undefined for
 * callers it does not count. Counts live in each server process: with three processes a caller may get three times the
 * rate, which still keeps the shop open.
 */
export interface RateLimits {
  perAddress: Rate
  perKey?: Rate & { keyOf: (request: FastifyRequest) => string | undefined }
}

/**
 * Limit every route registered from here on; `'off'` limits nothing. A route asks for another rate per address with
 * `config: { rateLimit: { max, timeWindow } }`, or for none with `config: { rateLimit: false }`.
 */
export async function limitRates(app: App, limits: RateLimits | 'off'): Promise<void> {
  if (limits === 'off') return
  const { perAddress, perKey } = limits
  await app.register(rateLimit, {
    global: false,
    max: perAddress.max,
    timeWindow: perAddress.windowMs,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  })
  limitAddresses(app)
  if (perKey) limitKeys(app, perKey)
}

/**
 * A hook of the whole building runs before those of its doors; the plugin's own would run after a door has turned somebody away, and count no wrong
 * key. Routes with a rate of their own are counted by the plugin.
 */
function limitAddresses(app: App): void {
  const count = app.rateLimit()
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.rateLimit === undefined) await count.call(app, request, reply)
  })
}

function limitKeys(app: App, { max, windowMs, keyOf }: NonNullable<RateLimits['perKey']>): void {
  const count = app.createRateLimit({ max, timeWindow: windowMs, keyGenerator: request => keyOf(request) ?? '' })
  app.addHook('preHandler', async (request, reply) => {
    if (keyOf(request) === undefined || request.routeOptions.config.rateLimit === false) return
    const result = await count(request)
    if (result.isAllowed) return
    sayRate(reply, result)
    if (!result.isExceeded) return
    reply.header('retry-after', result.ttlInSeconds)
    throw tooMany(result.ttl)
  })
}

/** The key's count replaces the address's in the headers: it is the one the caller can do something about. */
function sayRate(
  reply: FastifyReply,
  { max, remaining, ttlInSeconds }: { max: number; remaining: number; ttlInSeconds: number },
) {
  reply.headers({ 'ratelimit-limit': max, 'ratelimit-remaining': remaining, 'ratelimit-reset': ttlInSeconds })
}

function tooMany(ttlMs: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(ttlMs / 1000))
  const detail = `Too many requests. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`
  return new ProblemError({ status: 429, code: 'rate_limited', detail })
}
