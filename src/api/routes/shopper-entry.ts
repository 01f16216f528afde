/** A shop's returns page for programs: how it looks, and proving an order. No key is needed; guesses are counted. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../core/languages.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import { redeemCode, sendCode } from '../../desk/shopper/codes.ts'
import { consider } from '../../desk/shopper/consider.ts'
import { EMPTY_DRAFT } from '../../desk/shopper/drafts.ts'
import { type Portal, portalAt } from '../../desk/shopper/portal.ts'
import { type Guess, lookUp, type ProvedOrder } from '../../desk/shopper/proof.ts'
import { ordersOf, proved, sealSession } from '../../desk/shopper/session.ts'
import { nothingHere } from '../../desk/caller.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, changing, type Door, reading, refusal } from '../door.ts'
import { hear } from '../hear.ts'
import { sayConsidered, sayPortal } from '../say-shopper.ts'
import { answeredTo, answerBrowsers, shopperIn } from '../shopper-door.ts'
import { id, text } from '../wire/fields.ts'
import {
  ShopperCode,
  ShopperCodeInput,
  ShopperLookupInput,
  ShopperPortal,
  ShopperRedeemInput,
  ShopperSession,
} from '../wire/shopper.ts'

const TAG = 'Shopper'

export function shopperEntryRoutes(app: App, { desk }: Door): void {
  answerBrowsers(app, request => portalAt(desk, slugIn(request)))
  app.get('/v1/shopper/portals/:portal', look, (request, reply) =>
    at(desk, request, reply, async portal => sayPortal(portal)),
  )
  app.post('/v1/shopper/portals/:portal/sessions', proving, (request, reply) =>
    at(desk, request, reply, async portal => {
      const found = await lookUp(desk, portal, hear<Guess>(ShopperLookupInput, request.body), { address: request.ip })
      return opened(desk, request, reply, portal, found)
    }),
  )
  app.post('/v1/shopper/portals/:portal/codes', asking, (request, reply) =>
    at(desk, request, reply, async portal => {
      const { language, ...wish } = hear<CodeAsked>(ShopperCodeInput, request.body)
      const spoken = language ?? portal.settings.languages[0] ?? 'en'
      const sent = await sendCode(desk, portal, wish, { address: request.ip }, spoken)
      return answeredTo(desk, reply, sent, ({ code, until }) => (reply.code(201), { id: code, expires_at: until }))
    }),
  )
  app.post('/v1/shopper/portals/:portal/codes/:code/redeem', redeeming, (request, reply) =>
    at(desk, request, reply, async portal => {
      const { digits } = hear<{ digits: string }>(ShopperRedeemInput, request.body)
      const { code } = request.params as { code: string }
      return opened(
        desk,
        request,
        reply,
        portal,
        await redeemCode(desk, portal, { code, digits }, { address: request.ip }),
      )
    }),
  )
}

type CodeAsked = { orderNumber: string; gift?: boolean; language?: Language }
type Desk = Door['desk']

const slug = text('The shop’s word in addresses.', 'linnea', 64, { minLength: 1 })
const params = exactly({ portal: slug })
/** A session that is there already may come along. */
const OPEN: Record<string, string[]>[] = [{}, { session: [] }]
const JOINS =
  'Sent with the token of a session at the same shop, the order joins what that one opens, and its token takes the place of the one before. Too many tries end in 429 with `Retry-After`. Wrong answers are told apart by nothing.'
const KEY_CHANGES_NOTHING = 'An `Idempotency-Key` is taken and changes nothing.'

const look = reading(TAG, {
  operationId: 'getShopperPortal',
  summary: 'See how a shop’s returns page looks and speaks',
  params,
  response: { 200: answer(ShopperPortal, 'The page.') },
})
look.schema = { ...look.schema, security: [] } as never

const open = (described: ReturnType<typeof changing>) => ({ schema: { ...described.schema, security: OPEN } })

const proving = open(
  changing(TAG, {
    operationId: 'openShopperSession',
    summary: 'Prove an order',
    description: `By its number and what the shop asks for under \`proof\`. ${JOINS} ${KEY_CHANGES_NOTHING}`,
    params,
    body: ref(ShopperLookupInput),
    response: { 201: answer(ShopperSession, 'What was proved.') },
  }),
)
const asking = open(
  changing(TAG, {
    operationId: 'sendShopperCode',
    summary: 'Have a one-time code sent',
    description: `To the address of the order, by mail; it opens the order for ten minutes. The answer is the same whether or not there is such an order. ${KEY_CHANGES_NOTHING}`,
    params,
    body: ref(ShopperCodeInput),
    response: { 201: answer(ShopperCode, 'Sent, if there is such an order.') },
  }),
)
const redeeming = open(
  changing(TAG, {
    operationId: 'redeemShopperCode',
    summary: 'Prove an order with a one-time code',
    description: `Five tries, then a new code is needed. ${JOINS} ${KEY_CHANGES_NOTHING}`,
    params: exactly({ portal: slug, code: id('What was given when the code was asked for.') }),
    body: ref(ShopperRedeemInput),
    response: { 201: answer(ShopperSession, 'What was proved.') },
  }),
)

const slugIn = (request: FastifyRequest): string => (request.params as { portal: string }).portal

async function at(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (portal: Portal) => Promise<unknown>,
): Promise<unknown> {
  const portal = await portalAt(desk, slugIn(request))
  reply.header('cache-control', 'no-store')
  return portal === null ? refusal(reply, nothingHere('returns page')) : work(portal)
}

async function opened(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  portal: Portal,
  found: ProvedOrder | Refusal,
): Promise<unknown> {
  if (refused(found)) return answeredTo(desk, reply, found, () => null)
  const before = await shopperIn(desk, request)
  const session = proved(desk, found.order, found.standing, before?.session ?? null)
  const orders = await ordersOf(desk, session)
  const draft = { ...EMPTY_DRAFT, orders: orders.map(({ order }) => order.id) }
  const considered = await consider(desk, session, orders, draft)
  reply.code(201)
  return {
    token: sealSession(desk, session),
    expires_at: session.until,
    orders: considered.orders.map(one => sayConsidered(one, portal.shop.name)),
  }
}
