/** A shopper's request for programs: what may come back, what it would come to, and filing it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { ResolutionOffer } from '../../core/policy/policy.ts'
import { refuse, refused } from '../../core/refusal.ts'
import { lookThrough } from '../../desk/products.ts'
import { consider } from '../../desk/shopper/consider.ts'
import { type Draft, EMPTY_DRAFT } from '../../desk/shopper/drafts.ts'
import { sendDraft } from '../../desk/shopper/filing.ts'
import { estimateDraft } from '../../desk/shopper/filing-estimate.ts'
import { offersFor, offersTo, offersToAll } from '../../desk/shopper/filing-offers.ts'
import { follow } from '../../desk/shopper/following.ts'
import { type AskedRequest, draftOf, keptDraft, unkeptDraft, withoutReason } from '../../desk/shopper/request.ts'
import type { App } from '../../http/app.ts'
import { readCursor, writeCursor } from '../../http/cursor.ts'
import { ref } from '../../http/schema.ts'
import { answer, causeOf, changing, type Door, linksFor, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { sayArticle, sayConsidered, sayEstimate, sayFollowed, sayOffer } from '../say-shopper.ts'
import { answeredTo, bySession, keyedIn } from '../shopper-door.ts'
import { wirePath } from '../wire/names.ts'
import { ShopperOrders } from '../wire/shopper.ts'
import {
  CataloguePage,
  CatalogueQuery,
  ShopperEstimate,
  ShopperOffers,
  ShopperRequestInput,
} from '../wire/shopper-request.ts'
import { ShopperReturns } from '../wire/shopper-return.ts'

const TAG = 'Shopper'
/** Each is worked out anew for every resolution. */
const MOST_COMPARED = 20

export function shopperRequestRoutes(app: App, door: Door): void {
  app.get('/v1/shopper/orders', orders, (request, reply) => considering(door, request, reply, everyOrder(request)))
  app.post('/v1/shopper/assessment', assessing, (request, reply) => considering(door, request, reply, draftIn(request)))
  app.post('/v1/shopper/estimate', estimating, (request, reply) => estimate(door, request, reply))
  app.post('/v1/shopper/offers', offering, (request, reply) => offersOf(door, request, reply))
  app.get('/v1/shopper/catalogue', searching, request => search(door, request))
  app.post('/v1/shopper/returns', filing, (request, reply) => file(door, request, reply))
}

const orders = bySession(
  reading(TAG, {
    operationId: 'listShopperOrders',
    summary: 'See what the session opens',
    description:
      'Every order, and line by line what may come back: how many, until when, why not, for which reasons and what for.',
    response: { 200: answer(ShopperOrders, 'The orders.') },
  }),
)
const assessing = bySession(
  reading(TAG, {
    operationId: 'assessShopperRequest',
    summary: 'See what may be chosen, for certain wishes',
    description:
      'What a reason opens or closes, what must be given with it, and what may be chosen for each wish. Nothing is changed by asking.',
    body: ref(ShopperRequestInput),
    response: { 200: answer(ShopperOrders, 'The orders it is about, with every wish judged.') },
  }),
)
const estimating = bySession(
  changing(TAG, {
    operationId: 'estimateShopperRequest',
    summary: 'See what filing would give',
    description:
      'Worked out by the same commands that filing carries out, and nothing is kept. An `Idempotency-Key` is taken and changes nothing.',
    body: ref(ShopperRequestInput),
    response: { 200: answer(ShopperEstimate, 'The money, to the cent.') },
  }),
)
const offering = bySession(
  changing(TAG, {
    operationId: 'compareShopperOffers',
    summary: 'See what each resolution comes to',
    description: `Every resolution on offer is tried out as if it had been chosen: for all wishes together, where all may have it, and for each by itself. At most ${MOST_COMPARED} wishes at a time. An \`Idempotency-Key\` is taken and changes nothing.`,
    body: ref(ShopperRequestInput),
    response: { 200: answer(ShopperOffers, 'The offers side by side.') },
  }),
)
const filing = bySession(
  changing(TAG, {
    operationId: 'fileShopperRequest',
    summary: 'File a request',
    description:
      'One return per order, all of them or none. With an `Idempotency-Key` repeating is safe within the session.',
    body: ref(ShopperRequestInput),
    response: { 201: answer(ShopperReturns, 'The returns it has become.') },
  }),
)
const searching = bySession(
  reading(TAG, {
    operationId: 'listShopperCatalogue',
    summary: 'See what may be chosen instead',
    querystring: CatalogueQuery,
    response: { 200: answer(CataloguePage, 'A page of articles.') },
  }),
)
const everyOrder = ({ shopper }: FastifyRequest): Draft => ({
  ...EMPTY_DRAFT,
  orders: shopper.orders.map(({ order }) => order.id),
})

const draftIn = (request: FastifyRequest): Draft => draftOf(hear<AskedRequest>(ShopperRequestInput, request.body))

/** Refusals of a filing name a piece; in the body it stands at a place. */
const placedAt =
  (piece: unknown) =>
  (path: string): string => {
    const place = Number(/^p(\d+)$/.exec(String(piece))?.[1]) - 1
    return wirePath(path).replace(/^items\[\d+\]/, Number.isNaN(place) ? 'pieces' : `pieces[${place}]`)
  }

async function considering({ desk }: Door, request: FastifyRequest, reply: FastifyReply, draft: Draft) {
  const { session, orders: open, portal } = request.shopper
  const considered = await consider(desk, session, open, draft)
  reply.header('cache-control', 'no-store')
  return { data: considered.orders.map(one => sayConsidered(one, portal.shop.name)) }
}

async function estimate({ desk }: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { session, portal } = request.shopper
  const estimated = await estimateDraft(desk, session, request.apiCaller, unkeptDraft(desk, session, draftIn(request)))
  return answeredTo(
    desk,
    reply,
    estimated,
    got => sayEstimate(got, portal.shop.name),
    refused(estimated) ? placedAt(estimated.detail.piece) : undefined,
  )
}

async function offersOf({ desk }: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { session, orders: open } = request.shopper
  const doc = draftIn(request)
  if (doc.pieces.length > MOST_COMPARED)
    return answeredTo(
      desk,
      reply,
      refuse('invalid', { path: 'pieces', sentence: `Name at most ${MOST_COMPARED}.` }),
      () => null,
    )
  const considered = await consider(desk, session, open, doc)
  const asking = { session, caller: request.apiCaller, draft: unkeptDraft(desk, session, doc) }
  const hasGift = considered.orders.some(({ standing }) => standing === 'recipient')
  const compared = (pieces: readonly string[], offers: readonly ResolutionOffer[]) =>
    offersFor(desk, asking, pieces, offers).then(found => found.map(offer => sayOffer(offer, hasGift)))
  const judged = considered.orders.flatMap(order => order.pieces.map(piece => ({ piece, standing: order.standing })))
  const [all, ...each] = await Promise.all([
    compared(
      judged.map(({ piece }) => piece.piece.id),
      judged.length > 0 ? offersToAll(considered.orders) : [],
    ),
    ...judged.map(({ piece, standing }) => compared([piece.piece.id], offersTo(standing, piece))),
  ])
  return { all, pieces: judged.map(({ piece }, place) => ({ piece: piece.piece.id, offers: each[place] })) }
}

async function file(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { desk } = door
  const { session } = request.shopper
  const doc = draftIn(request)
  const draft = withoutReason(doc) ?? (await keptDraft(desk, session, doc, keyedIn(request).key))
  const sent = refused(draft) ? draft : await sendDraft(desk, session, request.apiCaller, draft, causeOf(request))
  if (refused(sent)) return answeredTo(desk, reply, sent, () => null, placedAt(sent.detail.piece))
  const followedAll = await Promise.all(sent.returns.map(ret => follow(desk, session, request.apiCaller, ret.number)))
  reply.code(201)
  const links = linksFor(door, request)
  return { data: followedAll.flatMap(one => (refused(one) ? [] : [sayFollowed(one, links)])) }
}

async function search({ desk }: Door, request: FastifyRequest): Promise<unknown> {
  const { portal } = request.shopper
  const { q = '', limit = 24, after } = request.query as { q?: string; limit?: number; after?: string }
  const place = readCursor(CATALOGUE, Position, after)
  const page = await lookThrough(
    desk,
    { org: portal.org, shop: portal.shop.id },
    { search: q, limit, ...(place && { after: { title: place[0], id: place[1] } }) },
  )
  return {
    data: page.rows.map(sayArticle(portal.settings.minimumStock ?? 0)),
    next: page.next && writeCursor(CATALOGUE, [page.next.title, page.next.id]),
  }
}

const CATALOGUE = 'catalogue'
const Position = Type.Tuple([Type.String({ maxLength: 500 }), Type.String({ maxLength: 200 })])
