/** Who calls: a key, a signature where one is sent or demanded, and no more than ten calls a second for one organisation. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refused } from '../../core/refusal.ts'
import { epochMs } from '../../core/time.ts'
import { findCredential, nameOfKey, type Opened } from '../../desk/credentials.ts'
import { shopFor } from '../../desk/shops.ts'
import type { App } from '../../http/app.ts'
import { callerOfClient, type Client, type DialectHouse } from '../dialect.ts'
import { Rate } from '../rates.ts'
import type { Secret } from './client.ts'
import { gatewayNo, send } from './envelope.ts'
import { HMAC_HEADER, hmacFits, isFresh, RSA_HEADER, rsaFits, signString } from './signature.ts'

/** The two others are older names of the same header. */
const KEY_HEADERS = ['as-api-key', 'aftership-api-key', 'am-api-key'] as const

const PER_SECOND = { limit: 10, windowMs: 1000 }

/** One count per house, though its door is open at two places. */
const counts = new WeakMap<object, Rate>()

const countOf = (house: DialectHouse): Rate => {
  const known = counts.get(house) ?? new Rate(PER_SECOND)
  counts.set(house, known)
  return known
}

/** Recognises everybody who calls in this scope, before anything else is done for them. */
export function requireClient(scope: App, house: DialectHouse): void {
  const opened = new WeakMap<FastifyRequest, Opened<Secret>>()

  scope.addHook('onRequest', async (request, reply) => {
    const key = keyIn(request)
    const found = key === null ? null : await findCredential<Secret>(house.desk, 'aftership', nameOfKey(key))
    if (found === null) return send(reply, gatewayNo(401, 'Unauthorized', 'The API key is invalid.'))
    if (!mayCall(house, found.org, reply)) return send(reply, gatewayNo(429, 'TooManyRequests', 'Too many requests'))
    opened.set(request, found)
    request.client = await clientOf(house, found)
  })

  // After the body was read, because its bytes are signed too.
  scope.addHook('preValidation', async (request, reply) => {
    const found = opened.get(request)
    if (found === undefined || isProven(request, found.secret, epochMs(house.desk.now()))) return
    return send(reply, gatewayNo(401, 'Unauthorized', 'The request signature is invalid.'))
  })
}

function keyIn({ headers }: FastifyRequest): string | null {
  const sent = KEY_HEADERS.map(name => headers[name]).find(value => value !== undefined && value !== '')
  return typeof sent === 'string' ? sent : null
}

/** A key opens the whole organisation, so that a return of any of its shops can be read and moved with it. */
async function clientOf({ desk }: DialectHouse, found: Opened<Secret>): Promise<Client> {
  const caller = callerOfClient(found, { via: 'aftership', name: 'AfterShip client', reach: 'organisation' })
  const stored = await shopFor(desk, caller, found.shop)
  if (refused(stored)) throw new Error(`Credential ${found.id} has lost its shop.`)
  return { caller, shop: stored.shop, credential: found.id }
}

/** Counts the call and tells how many are left: seconds since 1970 at which counting begins anew, and seconds to wait. */
function mayCall(house: DialectHouse, org: string, reply: FastifyReply): boolean {
  const nowMs = epochMs(house.desk.now())
  const { allowed, limit, remaining, resetMs } = countOf(house).count(org, nowMs)
  reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': Math.ceil(resetMs / 1000),
  })
  if (allowed || house.rates === 'off') return true
  reply.header('retry-after', Math.max(1, Math.ceil((resetMs - nowMs) / 1000)))
  return false
}

/** The prefix behind which this door stands once more; clients that put it into their base URL do not sign it. */
const OWN_PREFIX = /^\/aftership(?=\/)/

function isProven({ method, url, headers, bodyBytes }: FastifyRequest, secret: Secret, nowMs: number): boolean {
  const hmac = headers[HMAC_HEADER]
  const rsa = headers[RSA_HEADER]
  if (secret.mode === 'hmac' && hmac === undefined) return false
  if (secret.mode === 'rsa' && rsa === undefined) return false
  if (hmac === undefined && rsa === undefined) return true
  if (!isFresh(headers.date, nowMs)) return false
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  const texts = [path, path.replace(OWN_PREFIX, '')].map(one =>
    signString({ method, path: one, query, headers, body: bodyBytes }),
  )
  const fits = (signature: unknown, test: (text: string, signature: string) => boolean): boolean =>
    signature === undefined || (typeof signature === 'string' && texts.some(text => test(text, signature)))
  const key = secret.rsa_public_key
  return (
    fits(hmac, (text, signature) => hmacFits(text, signature, secret.hmac_secret)) &&
    fits(rsa, (text, signature) => key !== undefined && rsaFits(text, signature, key))
  )
}
