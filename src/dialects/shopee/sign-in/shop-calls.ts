/** Which shops a partner serves, and what one of them is: what programs ask first, to see whether they are connected. */
import { refused } from '../../../core/refusal.ts'
import type { Shop } from '../../../core/shop.ts'
import { plus } from '../../../core/time.ts'
import { findCredential, type Opened } from '../../../desk/credentials.ts'
import { shopFor } from '../../../desk/shops.ts'
import { type Client, callerOfClient, type DialectHouse } from '../../dialect.ts'
import { secondsOf } from '../amounts.ts'
import type { Partner } from '../auth.ts'
import type { Input } from '../door.ts'
import { isNo, no, type ShopeeNo, wrong } from '../errors.ts'
import { CONSENT_LIFE, type Keys } from '../tokens.ts'

const USUAL_SIZE = 100

/** Pages count from one here, other than in the list of returns. */
export async function getShopsByPartner(
  house: DialectHouse,
  { pairs }: Partner,
  input: Input,
): Promise<object | ShopeeNo> {
  const page = wholeIn(input, 'page_no', 1, 1_000_000)
  if (isNo(page)) return page
  const size = wholeIn(input, 'page_size', USUAL_SIZE, USUAL_SIZE)
  if (isNo(size)) return size
  const linked = pairs.filter(({ secret }) => !secret.unlinked)
  const shown = linked.slice((page - 1) * size, page * size)
  const shops = await Promise.all(shown.map(async pair => ({ pair, shop: await shopOf(house, pair) })))
  return {
    authed_shop_list: shops.flatMap(({ pair, shop }) =>
      shop ? [{ region: regionOf(shop), shop_id: pair.secret.shop_id, ...termOf(pair), sip_affi_shop_list: [] }] : [],
    ),
    more: linked.length > page * size,
  }
}

export async function getShopInfo(house: DialectHouse, { shop, credential }: Client, input: Input) {
  const pair = await pairOf(house, input)
  return pair?.id === credential
    ? {
        shop_name: shop.name,
        region: regionOf(shop),
        status: 'NORMAL',
        sip_affi_shops: [],
        is_cb: false,
        is_sip: false,
        ...termOf(pair),
        merchant_id: null,
      }
    : no('shop_no_linked', 'Partner and shop has no linked.')
}

const pairOf = (house: DialectHouse, { partner_id, shop_id }: Input): Promise<Opened<Keys> | null> =>
  findCredential<Keys>(house.desk, 'shopee', `${Number(partner_id)}:${Number(shop_id)}`)

async function shopOf(house: DialectHouse, pair: Opened<Keys>): Promise<Shop | null> {
  const found = await shopFor(house.desk, callerOfClient(pair, { via: 'shopee', name: 'Shopee' }), pair.shop)
  return refused(found) ? null : found.shop
}

/** The market the shop sells in; empty when nobody said. */
const regionOf = ({ refs }: Shop): string => refs.region ?? ''

/** Clients that the house set up itself have no end; a consent lasts a year. */
const termOf = ({ since, secret: { authorised_at } }: Opened<Keys>) => ({
  auth_time: secondsOf(authorised_at ?? since),
  expire_time: authorised_at ? secondsOf(plus(authorised_at, CONSENT_LIFE)) : 0,
})

function wholeIn(input: Input, name: string, usual: number, most: number): number | ShopeeNo {
  const text = input[name] ?? ''
  if (text === '') return usual
  const whole = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0
  return whole >= 1 && whole <= most ? whole : wrong(`invalid ${name}`)
}
