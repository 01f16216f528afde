/** What is photographed: a sandbox with a few more orders, and ways to stand in it as the shopper of any of them. */
import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import type { Page } from 'playwright-core'
import { readConfig } from '../../src/config.ts'
import type { Order } from '../../src/core/order/order.ts'
import type { Return } from '../../src/core/return/return.ts'
import type { Shop } from '../../src/core/shop.ts'
import { findShop } from '../../src/db/shops.ts'
import { callerOf } from '../../src/desk/keys.ts'
import { list, surroundings } from '../../src/desk/look.ts'
import { keyFor } from '../../src/desk/open-desk.ts'
import { enterOne, findByNumber } from '../../src/desk/orders.ts'
import { followed } from '../../src/desk/shopper/following.ts'
import type { StateCode } from '../../src/desk/shopper/following-state.ts'
import { portalLinks } from '../../src/http/portal-links.ts'
import { filePath } from '../../src/sandbox/sandbox-file.ts'
import { kept } from '../../src/sandbox/shop.ts'
import { startSandbox } from '../../src/sandbox/start-sandbox.ts'
import { furtherOrders } from './further-orders.ts'

export type Scene = { code: StateCode; ret: Return; order: Order }

export type Set = {
  url: string
  /** `/portal/linnea` */
  base: string
  shop: Shop
  /** Calls the native API as the owner. */
  api: <T>(path: string, body?: unknown) => Promise<T>
  order: (number: string) => Promise<Order>
  /** Opens the order for this visitor, and leads to a page of theirs. */
  enter: (page: Page, order: Order, to?: string, gift?: boolean) => Promise<void>
  /** One return for every state there is, with its order. */
  scenes: () => Promise<Scene[]>
  close: () => Promise<void>
}

/** The same ids and codes each time, so that two sets of pictures can be laid upon each other. */
const SEED = 7

export async function openSet(folder: string): Promise<Set> {
  const running = await startSandbox(
    { ...readConfig({}), port: 0 },
    { folder, seed: SEED, logger: pino({ level: 'error' }), log: () => {} },
  )
  const { desk, url } = running
  const file = JSON.parse(await readFile(filePath(folder), 'utf8'))
  const owner = kept(await callerOf(desk, file.keys.owner, 'api'), 'The owner’s key')
  const links = portalLinks(keyFor(desk, 'portal links'), desk.now)
  const stored = await findShop(desk.db, owner.org, file.orders[0].shop)
  if (stored === null) throw new Error('The sandbox has lost its shop.')
  const { shop } = stored
  for (const input of furtherOrders(desk.now())) kept(await enterOne(desk, owner, shop.id, input), 'An order')

  async function order(number: string): Promise<Order> {
    const [found] = kept(await findByNumber(desk, owner, number, shop.id), `Order ${number}`)
    if (!found) throw new Error(`There is no order ${number}.`)
    return found
  }

  async function scenes(): Promise<Scene[]> {
    const found = new Map<StateCode, Scene>()
    for (let after: { at: Return['createdAt']; id: string } | undefined; ; ) {
      const page = kept(
        await list(desk, owner, { shops: [shop.id], limit: 100, ...(after && { after }) }),
        'The returns',
      )
      for (const ret of page.rows.filter(({ gift }) => gift === null)) {
        const seen = await surroundings(desk, ret)
        const { code } = followed(seen, 'customer', desk.now()).state
        if (!found.has(code) && seen.order.customer.emails.length > 0) found.set(code, { code, ret, order: seen.order })
      }
      if (page.next === null) return [...found.values()]
      after = page.next
    }
  }

  return {
    url,
    base: `/portal/${shop.refs.handle}`,
    shop,
    order,
    scenes,
    async api(path: string, body?: unknown) {
      const answer = await fetch(`${url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${file.keys.owner}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as never
    },
    async enter(page, { org, id, customer, gift: present }, to, gift) {
      const email = (gift ? present?.recipient : customer)?.emails[0] ?? null
      const link = links.entry({ org, order: id, email, ...(to !== undefined && { to }), ...(gift && { gift }) })
      await page.goto(`${url}${link}`)
    },
    close: () => running.stop(),
  }
}
