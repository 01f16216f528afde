/** Returns: filing, finding, reading. What may be done to one stands in `verbs.ts`. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReturnId, ShopId } from '../../core/ids.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Return } from '../../core/return/return.ts'
import type { Shop } from '../../core/shop.ts'
import { bounds, type Quote as QuoteFound, quote } from '../../core/worth/quote.ts'
import type { Acted } from '../../desk/act.ts'
import { count, countsByState, findOne, history, list, type Seen, surroundings } from '../../desk/look.ts'
import type { App } from '../../http/app.ts'
import { isUnchanged, versionTag } from '../../http/etag.ts'
import { sendProblem } from '../../http/problem.ts'
import { ref } from '../../http/schema.ts'
import { countsSaid } from '../counts.ts'
import { answer, answered, changing, type Door, keyed, nothingOf, reading, refusal, toWhom } from '../door.ts'
import { fileReturn } from '../filing.ts'
import { hear } from '../hear.ts'
import { pageText, placeAfter } from '../pages.ts'
import { rowText } from '../row-texts.ts'
import { said } from '../said.ts'
import { type Expansion, sayEvents, saySeen } from '../say.ts'
import { show } from '../show.ts'
import { Counts, EventList, Quote, ReturnPage } from '../wire/answers.ts'
import { CountQuery, EventQuery, Expand, QuoteQuery, ReturnName, ReturnQuery } from '../wire/queries.ts'
import { Return as ReturnWire } from '../wire/return.ts'
import { Submission } from '../wire/submission.ts'
import { UUID } from '../wire/uuid.ts'
import { hiddenFilters, wishOf } from '../wishes.ts'

const TAG = 'Returns'

export function returnRoutes(app: App, door: Door): void {
  app.post('/v1/returns', file, (request, reply) => submit(door, request, reply, false))
  app.post('/v1/returns/preview', filePreview, (request, reply) => submit(door, request, reply, true))
  app.get('/v1/returns', find, (request, reply) => findMany(door, request, reply))
  app.get('/v1/returns/counts', counts, async (request, reply) =>
    answered(
      reply,
      await countsByState(door.desk, request.apiCaller, (request.query as { shop?: Shop['id'][] }).shop),
      rows => show({ role: request.apiCaller.actor.role, shopName: '' }, 'Counts', countsSaid(rows)),
    ),
  )
  app.get('/v1/returns/:id', read, (request, reply) => readOne(door, request, reply))
  app.get('/v1/returns/:id/events', events, (request, reply) => readEvents(door, request, reply))
  app.get('/v1/returns/:id/quote', quoted, async (request, reply) => {
    const seen = nothingOf(request, 'Quote') ?? (await findOne(door.desk, request.apiCaller, nameIn(request)))
    return answered(reply, refused(seen) ? seen : quoteOf(seen, request.query as QuoteQuery), ({ due, ...found }) => ({
      ...(said(found) as object),
      due: said(due),
    }))
  })
}

const filed = {
  operationId: 'fileReturn',
  summary: 'File a return',
  body: ref(Submission),
  response: { 201: answer(ReturnWire, 'The return as filed, with what happened.') },
}
const file = changing(TAG, {
  ...filed,
  description:
    'Name the order by `order_id`, by `shop_id` and `order_external_id`, or by `order_number`. What policy allows is binding for shoppers and advice for staff; see the assessment of the order first.',
})
const filePreview = changing(TAG, {
  ...filed,
  operationId: 'previewReturn',
  summary: 'See what filing a return would give',
  description:
    'Works everything out, with amounts and what policy decides by itself, and changes nothing. No key is used up.',
  response: { 200: answer(ReturnWire, 'The return as it would be.') },
})
const find = reading(TAG, {
  operationId: 'listReturns',
  summary: 'List returns',
  description:
    'All filters must hold; words separated by commas are alternatives. A filter over something the key is not shown is refused. To follow all changes, sort by `updated_at` and remember the last one you saw.',
  querystring: ReturnQuery,
  response: { 200: answer(ReturnPage, 'One page.') },
})
const counts = reading(TAG, {
  operationId: 'countReturns',
  summary: 'Count returns by state',
  querystring: CountQuery,
  response: { 200: answer(Counts, 'How many stand where.') },
})
const read = reading(TAG, {
  operationId: 'getReturn',
  summary: 'Read a return',
  params: ReturnName,
  querystring: Expand,
  response: { 200: answer(ReturnWire, 'The return.') },
})
const events = reading(TAG, {
  operationId: 'listReturnEvents',
  summary: 'Read what happened to a return',
  params: ReturnName,
  querystring: EventQuery,
  description:
    'Keys that are not shown everything are not shown every event either, so a page may hold fewer than asked for; read on until `next` is null.',
  response: { 200: answer(EventList, 'Events, oldest first.') },
})
const quoted = reading(TAG, {
  operationId: 'quoteReturn',
  summary: 'See what a return is worth',
  params: ReturnName,
  querystring: QuoteQuery,
  response: { 200: answer(Quote, 'The money, unfolded.') },
})

/** An id, or the number people read out. */
export function nameIn(request: FastifyRequest): ReturnId | { number: string } {
  const { id } = request.params as { id: string }
  return UUID.test(id) ? (id.toLowerCase() as ReturnId) : { number: id.trim() }
}

async function submit(door: Door, request: FastifyRequest, reply: FastifyReply, preview: boolean): Promise<unknown> {
  const acted = await fileReturn(door, request, hear(Submission, request.body), { ...keyed(request), preview })
  return answered(reply, acted, got => sayActed(door, request, reply.code(preview ? 200 : 201), got, preview))
}

/** What every act answers: the return as it now is, and what happened. */
export function sayActed(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  acted: Acted,
  preview = false,
): unknown {
  if (acted.replayed) reply.header('idempotent-replayed', 'true')
  if (!preview) reply.header('etag', versionTag(acted.ret.version))
  return saySeen(acted, toWhom(door, request), { happened: acted.events, preview })
}

async function findMany(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const query = request.query as ReturnQuery
  const hidden = hiddenFilters(request.apiCaller.actor.role, query)
  if (hidden) return sendProblem(reply, hidden)
  const { desk } = door
  const listName = `returns ${query.sort ?? '-created_at'}`
  const wish = wishOf(query)
  const [page, total] = await Promise.all([
    list(desk, request.apiCaller, { ...wish, ...placeAfter(listName, query.after as string | undefined) }),
    query.count === true ? count(desk, request.apiCaller, wish) : null,
  ])
  if (refused(page)) return refusal(reply, page)
  if (refused(total)) return refusal(reply, total)
  const rows = await rowsSaid(door, request, page, (query.expand ?? []) as Expansion[])
  reply.type('application/json; charset=utf-8')
  return pageText(listName, page.next, rows, total === null ? {} : { total })
}

/** Rows by themselves, as text, need only to know their shop; with expansions each is read whole. */
async function rowsSaid(
  door: Door,
  request: FastifyRequest,
  { rows, shops }: { rows: readonly Return[]; shops: ReadonlyMap<ShopId, Shop> },
  wanted: readonly Expansion[],
): Promise<string[]> {
  if (wanted.length > 0)
    return Promise.all(
      rows.map(async ret => JSON.stringify(await whole(door, request, await surroundings(door.desk, ret), wanted))),
    )
  const to = toWhom(door, request)
  return rows.map(ret => rowText(ret, shops.get(ret.shop) as Shop, to))
}

async function whole(
  door: Door,
  request: FastifyRequest,
  seen: Seen,
  wanted: readonly Expansion[],
): Promise<Record<string, unknown>> {
  const log = wanted.includes('events') ? await history(door.desk, request.apiCaller, seen.ret.id) : null
  return saySeen(seen, toWhom(door, request), { wanted, events: refused(log) ? null : log })
}

async function readOne(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const seen = await findOne(door.desk, request.apiCaller, nameIn(request))
  if (refused(seen)) return refusal(reply, seen)
  const wanted = (request.query as { expand?: Expansion[] }).expand ?? []
  reply.header('etag', versionTag(seen.ret.version))
  if (wanted.length === 0 && isUnchanged(request.headers['if-none-match'], seen.ret.version))
    return reply.code(304).send()
  return whole(door, request, seen, wanted)
}

async function readEvents(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { after = 0, limit = 100 } = request.query as { after?: number; limit?: number }
  const seen = await findOne(door.desk, request.apiCaller, nameIn(request))
  if (refused(seen)) return refusal(reply, seen)
  const log = await history(door.desk, request.apiCaller, seen.ret.id, { after, limit: limit + 1 })
  return answered(reply, log, got => {
    const page = got.slice(0, limit)
    const next = got.length > limit ? (page.at(-1)?.sequence ?? null) : null
    return sayEvents(page, next, seen.shop, toWhom(door, request))
  })
}

function quoteOf(seen: Seen, { amount_minor, ...asking }: QuoteQuery): (QuoteFound & { offers: object }) | Refusal {
  const { ret } = seen
  const money =
    amount_minor === undefined ? {} : { amount: { amountMinor: amount_minor, currency: seen.order.currency } }
  const found = quote(ret, seen, { ...asking, ...money })
  if (refused(found)) return found
  return { ...found, offers: { sendBack: bounds(ret, seen, 'send_back'), keep: bounds(ret, seen, 'keep') } }
}
