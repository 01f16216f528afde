/** How long the shopper's pages take to be made, from the request to the last byte, in the house's own process. Nothing goes over a wire. */
import { linkMaker } from '../src/api/links.ts'
import type { Order } from '../src/core/order/order.ts'
import { refused } from '../src/core/refusal.ts'
import type { Return } from '../src/core/return/return.ts'
import { act } from '../src/desk/act.ts'
import { keyFor } from '../src/desk/open-desk.ts'
import { enterOne } from '../src/desk/orders.ts'
import { putProducts } from '../src/desk/products.ts'
import { portalOfShop } from '../src/desk/shopper/portal.ts'
import { proved, sealSession, type Session } from '../src/desk/shopper/session.ts'
import { type App, createApp } from '../src/http/app.ts'
import { portalLinks } from '../src/http/portal-links.ts'
import { openPortal } from '../src/portal/index.ts'
import type { House } from './house.ts'
import { oneByOne } from './measure.ts'
import { atMost, milliseconds } from './report.ts'
import { fillTo } from './states.ts'
import type { Bench } from './workplace.ts'

const MOST_MS = 15
/** An order as most are. */
const LINES = 4
const ARTICLES = 500

export async function pages({ report, place, quick }: Bench): Promise<void> {
  const house = await place.house()
  await fillTo(house, quick ? 10_000 : 100_000)
  await sell(house)
  const visitor = await visitorOf(house, await place.keep(portalIn(house)))
  const order = await ordered(house)
  visitor.proves(order)
  const draft = await visitor.drafts(order)
  const other = await ordered(house)
  visitor.proves(other)
  const ret = await filed(house, other)
  const at = (path: string) => () => visitor.get(path)
  const walk = (step: string) => at(`/return/${draft}/${step}`)
  const p50Ms = await oneByOne(
    {
      'find my order': at('/'),
      'my orders': at('/orders'),
      pieces: walk('pieces'),
      why: walk('why'),
      'what I get': walk('get'),
      catalogue: walk(`catalogue?order=${order.id}`),
      'how it travels': walk('travel'),
      check: walk('check'),
      'follow a return': at(`/returns/${ret.number}`),
      'answer an offer': at(`/returns/${ret.number}/offer`),
      'withdraw from a contract': at('/withdraw'),
    },
    { sliceMs: 400, rounds: quick ? 2 : 6 },
  )
  for (const [name, ms] of Object.entries(p50Ms))
    report.say(
      `page: ${name}, ${LINES} lines, p50`,
      milliseconds(ms),
      atMost(ms, MOST_MS, value => `${value} ms`),
    )
}

async function portalIn({ desk }: House): Promise<App> {
  const app = await createApp()
  const links = portalLinks(keyFor(desk, 'portal links'), desk.now)
  await openPortal(app, { desk, files: linkMaker(desk), links })
  await app.ready()
  return app
}

/** A browser as far as the house sees one: it keeps its cookie and sends forms. */
async function visitorOf({ desk, org, shop }: House, app: App) {
  const portal = await portalOfShop(desk, org, shop.id)
  if (portal === null) throw new Error('The shop has no page.')
  const base = `/portal/${portal.slug}`
  let session: Session | null = null
  const headers = () => ({
    'accept-encoding': 'br',
    'sec-fetch-site': 'same-origin',
    ...(session && { cookie: `backhaul_shopper=${sealSession(desk, session)}` }),
  })
  const post = async (path: string, form: Record<string, string> = {}): Promise<string> => {
    const reply = await app.inject({
      method: 'POST',
      url: path,
      headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
    if (reply.statusCode !== 303) throw new Error(`${path}: ${reply.statusCode}`)
    return String(reply.headers.location)
  }
  return {
    proves: (order: Order) => void (session = proved(desk, order, 'customer', session)),
    async get(path: string): Promise<void> {
      const { statusCode } = await app.inject({ method: 'GET', url: `${base}${path}`, headers: headers() })
      if (statusCode !== 200) throw new Error(`${path}: ${statusCode}`)
    },
    /** A request for a few pieces, about which everything is said but not sent. */
    async drafts({ id, lines }: Order): Promise<string> {
      const pieces = await post(`${base}/orders/${id}/start`)
      const chosen = lines.slice(0, 2).map(line => [`q-${line.id}`, '1'])
      const why = await post(pieces, Object.fromEntries(chosen))
      const reasons = chosen.map((_line, place) => [`reason-p${place + 1}`, 'too_small'])
      await post(why, Object.fromEntries(reasons))
      return /return\/([^/]+)\//.exec(pieces)?.[1] ?? ''
    },
  }
}

async function ordered({ desk, owner, shop, template }: House): Promise<Order> {
  const externalId = desk.fresh<string>()
  const lines = Array.from({ length: LINES }, (_, place) => ({
    externalId: `line-${place}`,
    title: `Shirt ${place}`,
    sku: `SHIRT-${place}`,
    quantity: 2,
    unitPrice: { amountMinor: 3_000 + place },
  }))
  const entered = await enterOne(desk, owner, shop.id, {
    externalId,
    number: externalId.slice(-12),
    placedAt: desk.now(),
    currency: template.currency,
    taxesIncluded: true,
    customer: { firstName: 'Maja', lastName: 'Lund', emails: ['maja@example.com'] },
    country: 'DE',
    shipping: { name: 'Maja Lund', street1: 'Lindenweg 4', city: 'Berlin', postalCode: '10115', country: 'DE' },
    lines,
    payments: [
      {
        externalId: `p-${externalId}`,
        kind: 'card',
        gateway: 'simulated',
        captured: { amountMinor: lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amountMinor, 0) },
      },
    ],
    fulfilments: [
      {
        externalId: `f-${externalId}`,
        lines: lines.map(line => ({ line: line.externalId, quantity: line.quantity })),
        sentAt: desk.now(),
        deliveredAt: desk.now(),
      },
    ],
  })
  if (refused(entered)) throw new Error(JSON.stringify(entered))
  return entered.order
}

/** A return the shop has made an offer for. */
async function filed({ desk, owner }: House, order: Order): Promise<Return> {
  const items = order.lines
    .slice(0, 3)
    .map(({ id }) => ({ line: id, quantity: 1, reason: { code: 'too_small' as const } }))
  const acted = await act(desk, owner, { order: order.id }, [{ verb: 'submit', items }])
  if (refused(acted)) throw new Error(JSON.stringify(acted))
  const amount = { amountMinor: 2_000, currency: order.currency }
  const offered = await act(desk, owner, { ret: acted.ret.id }, [
    { verb: 'offer', terms: { handling: 'keep', amount } },
  ])
  if (refused(offered)) throw new Error(JSON.stringify(offered))
  return offered.ret
}

async function sell({ desk, owner, shop, template }: House): Promise<void> {
  const products = Array.from({ length: ARTICLES }, (_, place) => ({
    id: `article-${place}`,
    title: `Article ${place}`,
    type: null,
    vendor: null,
    image: null,
    variants: ['S', 'M', 'L'].map(size => ({
      id: `article-${place}-${size}`,
      sku: `ARTICLE-${place}-${size}`,
      title: size,
      options: [{ name: 'Size', value: size }],
      prices: [{ amountMinor: 2_000 + place, currency: template.currency }],
      stock: 10,
      image: null,
    })),
  }))
  for (let from = 0; from < ARTICLES; from += 100)
    await putProducts(desk, owner, shop.id, products.slice(from, from + 100))
}
