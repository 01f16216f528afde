/** Who calls. The checks stand in the order in which clients are told about them: partner, time, signature, token, shop, rate. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refused } from '../../core/refusal.ts'
import { epochMs } from '../../core/time.ts'
import { findCredential, findCredentialsNamed, type Opened } from '../../desk/credentials.ts'
import { shopFor } from '../../desk/shops.ts'
import { type Client, callerOfClient, type DialectHouse } from '../dialect.ts'
import { Rate } from '../rates.ts'
import { isNo, no, type ShopeeNo } from './errors.ts'
import { isSigned } from './signature.ts'
import { type Keys, opens } from './tokens.ts'

/** A partner is one or more pairs with shops that know the same key. */
export type Partner = { id: number; pairs: Opened<Keys>[] }

const HIGHEST_ID = 4_294_967_295
/** Older or younger calls may be replays (developer guide: five minutes; the same is allowed for clocks that run ahead). */
const WINDOW_SECONDS = 300

/** The platform names no number; a sync of thousands of returns with one detail call each fits. Per partner and shop. */
const CALLS = { limit: 1200, windowMs: 60_000 }

const bad = (message: string): ShopeeNo => no('error_param', message, 400)
const range = (name: string) => `${name} is invalid, should be an integer between 0 and ${HIGHEST_ID}.`
const WRONG_SIGN = no('error_sign', 'Wrong sign.', 403)
const UNKNOWN_PARTNER = no('invalid_partner_id', 'Invalid partner_id, please have a check.', 403)
const WRONG_TOKEN = no('invalid_acceess_token', 'Invalid access_token, please have a check.', 403)
const NO_PAIR = no('partner_shop_no_link', 'Invalid partner_id or shop_id, please have a check.', 403)
export const UNLINKED = no('shop_no_linked', 'Partner and shop has no linked.', 403)
export const TOO_MANY = no(
  'error_rate_limit',
  'Too many requests. You have reached the rate limit. Please try again later.',
  429,
)

type Common = { partnerId: string; timestamp: string; sign: string; accessToken: string; shopId: string }

/** Absent and empty are one: some clients send every parameter they know of. */
function commonOf({ query }: FastifyRequest): Common {
  const text = (name: string) => {
    const value = (query as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : (value?.toString() ?? '')
  }
  return {
    partnerId: text('partner_id'),
    timestamp: text('timestamp'),
    sign: text('sign'),
    accessToken: text('access_token'),
    shopId: text('shop_id'),
  }
}

const isId = (text: string): boolean => /^\d{1,10}$/.test(text) && Number(text) <= HIGHEST_ID

/** What is wrong before anybody is looked for. */
function unread(house: DialectHouse, { partnerId, timestamp, sign }: Common): ShopeeNo | null {
  if (partnerId === '') return bad('There is no partner_id in query.')
  if (!isId(partnerId)) return bad(range('Partner_id'))
  if (timestamp === '') return bad('no timestamp.')
  if (!isId(timestamp)) return bad(range('Timestamp'))
  const now = Math.floor(epochMs(house.desk.now()) / 1000)
  if (Math.abs(now - Number(timestamp)) > WINDOW_SECONDS) return bad('Timestamp is expired.')
  return sign === '' ? bad('There is no sign in query.') : null
}

const nameOf = (partnerId: string, shopId: string): string => `${Number(partnerId)}:${Number(shopId)}`

/** Every pair of a partner; two houses that chose the same number for theirs are told apart by their keys. */
export async function pairsOf(house: DialectHouse, partnerId: string): Promise<Opened<Keys>[]> {
  return findCredentialsNamed<Keys>(house.desk, 'shopee', `${Number(partnerId)}:`)
}

/** A partner who proved to know its key. */
export async function recognisePartner(house: DialectHouse, request: FastifyRequest): Promise<Partner | ShopeeNo> {
  const common = commonOf(request)
  const trouble = unread(house, common)
  return trouble ?? partnerWho(house, common, request)
}

async function partnerWho(house: DialectHouse, common: Common, request: FastifyRequest): Promise<Partner | ShopeeNo> {
  const known = await pairsOf(house, common.partnerId)
  if (known.length === 0) return UNKNOWN_PARTNER
  const pairs = known.filter(({ secret }) => signed(secret, common, request))
  return pairs.length === 0 ? WRONG_SIGN : { id: Number(common.partnerId), pairs }
}

const signed = ({ partner_key }: Keys, { sign, ...common }: Common, { url }: FastifyRequest): boolean =>
  isSigned(partner_key, { ...common, path: url.split('?', 1)[0] ?? '' }, sign)

/** A shop's client. The reply is told how long to wait when it called too often. */
export async function recogniseShop(
  house: DialectHouse,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Client | ShopeeNo> {
  const common = commonOf(request)
  const trouble = unread(house, common)
  if (trouble) return trouble
  const pair = isId(common.shopId)
    ? await findCredential<Keys>(house.desk, 'shopee', nameOf(common.partnerId, common.shopId))
    : null
  const isTheirs = pair !== null && signed(pair.secret, common, request)
  const partner = isTheirs ? null : await partnerWho(house, common, request)
  if (isNo(partner)) return partner
  return unproved(house, common, isTheirs ? pair : null, partner) ?? clientOf(house, pair as Opened<Keys>, reply)
}

function unproved(
  house: DialectHouse,
  { accessToken, shopId }: Common,
  pair: Opened<Keys> | null,
  partner: Partner | null,
): ShopeeNo | null {
  const now = house.desk.now()
  if (accessToken === '') return bad('There is no access_token in query.')
  if (shopId === '') return bad('There is no shop_id in query.')
  if (!isId(shopId)) return bad(range('shop_id'))
  if (pair !== null) {
    if (!opens(pair.secret, accessToken, now)) return WRONG_TOKEN
    return pair.secret.unlinked ? UNLINKED : null
  }
  const another = partner?.pairs.some(({ secret }) => opens(secret, accessToken, now)) ?? false
  return another ? NO_PAIR : WRONG_TOKEN
}

const counted = new WeakMap<DialectHouse, Rate>()

async function clientOf(house: DialectHouse, pair: Opened<Keys>, reply: FastifyReply): Promise<Client | ShopeeNo> {
  const rate = counted.get(house) ?? new Rate(CALLS)
  counted.set(house, rate)
  const nowMs = epochMs(house.desk.now())
  const { allowed, resetMs } = rate.count(pair.id, nowMs)
  if (!allowed && house.rates === 'on') {
    reply.header('retry-after', Math.max(1, Math.ceil((resetMs - nowMs) / 1000)))
    return TOO_MANY
  }
  const { partner_id } = pair.secret
  const caller = callerOfClient(pair, { via: 'shopee', name: `Shopee partner ${partner_id}` })
  const found = await shopFor(house.desk, caller, pair.shop)
  return refused(found) ? NO_PAIR : { caller, shop: found.shop, credential: pair.id }
}
