/** The platforms' own clients as bare callers: how each reads a list by status, far down too, one return, and how it makes one where it can. */
import { createHmac } from 'node:crypto'
import { refused } from '../src/core/refusal.ts'
import { transaction } from '../src/db/transaction.ts'
import { issueCredential } from '../src/desk/credentials.ts'
import { PLATFORMS } from '../src/dialects/index.ts'
import type { House } from './house.ts'
import { ask } from './measure.ts'

/** Reads, and gives what was answered. */
type Read = () => Promise<string>

export type Language = {
  /** Twenty of one common state, with whatever total this platform gives. */
  list: Read
  /** The same ten thousand rows further down. */
  far: Read
  /** The name this language has for the first return of that list, out of what `list` answered. */
  named: (list: string) => string
  one: (name: string) => Promise<string>
}

type Path = { path: string; query: string }

export async function languagesOf(house: House): Promise<Record<string, Language>> {
  const [shopee, aftership, shopflix] = await Promise.all([
    clientOf(house, 'shopee'),
    clientOf(house, 'aftership'),
    clientOf(house, 'shopflix', { username: 'bench@example.com' }),
  ])
  const byShopee = ({ path, query }: Path) => read(house, signed(shopee, `/api/v2/returns/${path}`, query), {})
  const byAfterShip = ({ path, query }: Path) =>
    read(house, `/returns/2026-07/${path}?${query}`, { 'as-api-key': `${aftership.api_key}` })
  const password = Buffer.from(`${shopflix.username}:${shopflix.password}`).toString('base64')
  const byShopflix = ({ path, query }: Path) =>
    read(house, `/api/${path}?${query}`, { authorization: `Basic ${password}` })
  return {
    Shopee: {
      list: () => byShopee({ path: 'get_return_list', query: 'page_no=0&page_size=20&status=REQUESTED' }),
      far: () => byShopee({ path: 'get_return_list', query: 'page_no=500&page_size=20&status=REQUESTED' }),
      named: text => JSON.parse(text).response.return[0].return_sn,
      one: name => byShopee({ path: 'get_return_detail', query: `return_sn=${name}` }),
    },
    AfterShip: {
      list: () => byAfterShip({ path: 'returns', query: 'page=1&limit=20&approval_status=submitted' }),
      far: () => byAfterShip({ path: 'returns', query: 'page=200&limit=50&approval_status=submitted' }),
      named: text => JSON.parse(text).data.returns[0].id,
      one: name => byAfterShip({ path: `returns/${name}`, query: '' }),
    },
    Shopflix: {
      list: () => byShopflix({ path: 'returns', query: 'page=1&itemsPerPage=20&status=U' }),
      far: () => byShopflix({ path: 'returns', query: 'page=500&itemsPerPage=20&status=U' }),
      named: text => JSON.parse(text).orders[0].return_order_reference,
      one: name => byShopflix({ path: `returns/${name}`, query: '' }),
    },
  }
}

/** Makes a return of one piece of an order by its own id, as SHOPLINE's clients do. */
export async function shoplineFiling(house: House): Promise<(order: string) => Promise<void>> {
  const { access_token: token } = await clientOf(house, 'shopline')
  const [line] = house.template.lines
  return async order => {
    const body = {
      order_seq: order,
      return_line_items: [
        { fulfillment_id: house.template.fulfilments[0]?.externalId, line_item_id: line?.externalId, quantity: 1 },
      ],
    }
    const { status, text } = await ask(
      `${house.url}/admin/openapi/v20260301/return/create.json`,
      { authorization: `Bearer ${token}` },
      'POST',
      body,
    )
    if (status !== 200) throw new Error(`${status} ${text}`)
  }
}

async function clientOf({ desk, org, shop }: House, dialect: string, wish = {}): Promise<Record<string, unknown>> {
  const made = PLATFORMS.find(({ name }) => name === dialect)?.newClient(shop, wish)
  if (made === undefined || refused(made)) throw new Error(`No client of ${dialect}: ${JSON.stringify(made)}`)
  await transaction(desk.db, tx => issueCredential(tx, desk, { org, shop: shop.id, dialect, ...made }))
  return made.secret
}

async function read({ url }: House, path: string, headers: Record<string, string>): Promise<string> {
  const { status, text } = await ask(url + path, headers)
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
  return text
}

/** Shopee's callers sign every call anew. */
function signed(secret: Record<string, unknown>, path: string, query: string): string {
  const { partner_id: partner, partner_key: key, shop_id: shop, access_token: token } = secret
  const now = Math.floor(Date.now() / 1000)
  const sign = createHmac('sha256', `${key}`).update(`${partner}${path}${now}${token}${shop}`).digest('hex')
  return `${path}?partner_id=${partner}&timestamp=${now}&access_token=${token}&shop_id=${shop}&sign=${sign}&${query}`
}
