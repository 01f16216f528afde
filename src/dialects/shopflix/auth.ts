/** Who calls: HTTP Basic on every request, a user name and the key that was issued with it. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { Shop } from '../../core/shop.ts'
import { findCredential } from '../../desk/credentials.ts'
import type { NewClient } from '../../desk/platforms.ts'
import { shopFor } from '../../desk/shops.ts'
import { type Client, callerOfClient, type DialectHouse } from '../dialect.ts'
import { message } from './answers.ts'

type Secret = { username: string; password: string }

const LONGEST_NAME = 128

/** Turns away whoever is not known, before anything of the request is read. */
export const signIn =
  ({ desk }: Pick<DialectHouse, 'desk'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    request.client = await clientBehind(desk, request.headers.authorization)
    if (request.client !== null) return undefined
    return message(reply.header('www-authenticate', 'Basic realm="merchant"'), 401, 'Unauthorized')
  }

async function clientBehind(desk: DialectHouse['desk'], header: string | undefined): Promise<Client | null> {
  const given = credentialsIn(header)
  if (given === null) return null
  const opened = await findCredential<Secret>(desk, 'shopflix', given.username)
  // An unknown name is compared as well, so that it takes as long as a wrong key.
  const fits = same(given.password, opened?.secret.password ?? randomBytes(16).toString('hex'))
  if (opened === null || !fits) return null
  const caller = callerOfClient(opened, { via: 'shopflix', name: given.username })
  const stored = await shopFor(desk, caller, opened.shop)
  return refused(stored) ? null : { caller, shop: stored.shop, credential: opened.id }
}

/** RFC 7617: the first colon ends the name, a key may hold more of them. */
function credentialsIn(header = ''): Secret | null {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header)?.[1]
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const username = text.slice(0, Math.max(0, colon))
  return isName(username) ? { username, password: text.slice(colon + 1) } : null
}

/** Of any two lengths in the same time. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const isName = (name: string): boolean => name !== '' && name.length <= LONGEST_NAME && !/[:\s\p{Cc}\uFFFD]/u.test(name)

/** Merchants choose their user name, which on the platform is their e-mail address; the key is drawn. */
export function newClient(shop: Shop, wish: Readonly<Record<string, unknown>>): NewClient | Refusal {
  const { username = `shop-${shop.serial}-${randomBytes(4).toString('hex')}`, ...others } = wish
  const [strange] = Object.keys(others)
  if (strange !== undefined)
    return refuse('invalid', { path: strange, sentence: 'Only a username can be chosen for Shopflix.' })
  if (typeof username !== 'string' || !isName(username))
    return refuse('invalid', {
      path: 'username',
      sentence: `A user name has 1 to ${LONGEST_NAME} characters, and neither colons nor spaces.`,
    })
  const secret: Secret = { username, password: randomBytes(16).toString('hex') }
  return { name: username, secret }
}
