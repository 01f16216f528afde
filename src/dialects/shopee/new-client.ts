/** What one more partner of a shop is given. */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { type Refusal, refuse } from '../../core/refusal.ts'
import type { Shop } from '../../core/shop.ts'
import type { NewClient } from '../../desk/platforms.ts'
import { freshToken, type Keys } from './tokens.ts'

const HIGHEST_ID = 4_294_967_295
const CHOSEN = ['partner_id', 'partner_key', 'shop_id']
const KEY = /^[\x21-\x7e]{16,128}$/

type Wish = Readonly<Record<string, unknown>>

/**
 * Whoever moves here from the platform keeps the numbers and the key its programs are set up with; what is not chosen is drawn. A partner that serves several
 * shops is set up once for each, with the same number and key.
 */
export function newClient(shop: Shop, wish: Wish): NewClient | Refusal {
  const trouble = troubleIn(wish)
  if (trouble) return trouble
  const secret: Keys = {
    partner_id: (wish.partner_id as number | undefined) ?? randomInt(1_000_000, HIGHEST_ID),
    partner_key: (wish.partner_key as string | undefined) ?? randomBytes(32).toString('hex'),
    shop_id: (wish.shop_id as number | undefined) ?? shopNumberOf(shop),
    code: freshToken(),
    access_token: freshToken(),
    refresh_token: freshToken(),
  }
  return { name: nameOf(secret), secret }
}

export const nameOf = ({ partner_id, shop_id }: Pick<Keys, 'partner_id' | 'shop_id'>): string =>
  `${partner_id}:${shop_id}`

/** The shop's own number on the platform when it came from there, else one that follows from its id. */
export function shopNumberOf({ id, refs }: Pick<Shop, 'id' | 'refs'>): number {
  const own = refs.platform === 'shopee' && /^\d{1,10}$/.test(refs.externalId) ? Number(refs.externalId) : 0
  return own > 0 && own <= HIGHEST_ID ? own : createHash('sha256').update(id).digest().readUInt32BE() || 1
}

function troubleIn(wish: Wish): Refusal | null {
  const unknown = Object.keys(wish).find(name => !CHOSEN.includes(name))
  if (unknown !== undefined)
    return refuse('invalid', { path: unknown, sentence: `Only ${CHOSEN.join(', ')} can be chosen.` })
  for (const path of ['partner_id', 'shop_id'])
    if (wish[path] !== undefined && !isId(wish[path]))
      return refuse('invalid', { path, sentence: `A whole number from 1 to ${HIGHEST_ID} is needed.` })
  if (wish.partner_key !== undefined && !(typeof wish.partner_key === 'string' && KEY.test(wish.partner_key)))
    return refuse('invalid', { path: 'partner_key', sentence: 'A key has 16 to 128 visible ASCII characters.' })
  return null
}

const isId = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= HIGHEST_ID
