/** Following returns for programs, and what a shopper may do with them. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import { act } from '../../desk/act.ts'
import { list, surroundings } from '../../desk/look.ts'
import { type Followed, follow, followed, isOpenTo, openReturn } from '../../desk/shopper/following.ts'
import { SHOPPER_ACTS } from '../../desk/shopper/following-acts.ts'
import type { App } from '../../http/app.ts'
import { versionTag } from '../../http/etag.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, causeOf, changing, conditions, type Door, linksFor, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { sayFollowed } from '../say-shopper.ts'
import { answeredTo, bySession, keyedIn } from '../shopper-door.ts'
import { MEANS } from '../verbs.ts'
import { BODIES, titled } from '../wire/bodies.ts'
import { said } from '../wire/fields.ts'
import { ShopperReturn, ShopperReturns } from '../wire/shopper-return.ts'

const TAG = 'Shopper'
const MOST_RETURNS = 100

export function shopperReturnRoutes(app: App, door: Door): void {
  const { desk } = door
  app.get('/v1/shopper/returns', listing, (request, reply) => returnsOf(door, request, reply))
  app.get('/v1/shopper/returns/:number', following, async (request, reply) => {
    const { session } = request.shopper
    return answeredTo(desk, reply, await follow(desk, session, request.apiCaller, numberIn(request)), got =>
      told(door, request, reply, got),
    )
  })
  for (const verb of SHOPPER_ACTS)
    app.post(`/v1/shopper/returns/:number/${verb}`, acting(verb), (request, reply) =>
      perform(door, verb, request, reply),
    )
}

const numbered = exactly({ number: said('The return’s number.', 'K7M2XQ4P', 64) })

const listing = bySession(
  reading(TAG, {
    operationId: 'listShopperReturns',
    summary: 'See the returns of the orders',
    description: `The newest ${MOST_RETURNS}.`,
    response: { 200: answer(ShopperReturns, 'The returns.') },
  }),
)
const following = bySession(
  reading(TAG, {
    operationId: 'getShopperReturn',
    summary: 'Follow a return',
    params: numbered,
    response: { 200: answer(ShopperReturn, 'The return.') },
  }),
)
const acting = (verb: (typeof SHOPPER_ACTS)[number]) =>
  bySession(
    changing(TAG, {
      operationId: `shopper${titled(verb)}`,
      summary: verb,
      description: `${MEANS[verb]} Open while it stands under \`may\` of the return.`,
      params: numbered,
      body: ref(BODIES[verb]),
      response: { 200: answer(ShopperReturn, 'The return as it now is.') },
      matched: true,
    }),
  )

const numberIn = (request: FastifyRequest): string => (request.params as { number: string }).number.trim()

async function returnsOf(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { desk } = door
  const { orders: open } = request.shopper
  const page = await list(desk, request.apiCaller, { limit: MOST_RETURNS })
  if (refused(page)) return answeredTo(desk, reply, page, () => null)
  const standings = new Map(open.map(({ order, standing }) => [order.id, standing]))
  const links = linksFor(door, request)
  const theirs = page.rows.flatMap(ret => {
    const standing = standings.get(ret.order)
    return standing !== undefined && isOpenTo(ret, standing) ? [{ ret, standing }] : []
  })
  const rows = theirs.map(async ({ ret, standing }) => followed(await surroundings(desk, ret), standing, desk.now()))
  return { data: (await Promise.all(rows)).map(row => sayFollowed(row, links)) }
}

function told(door: Door, request: FastifyRequest, reply: FastifyReply, got: Followed): unknown {
  reply.header('etag', versionTag(got.version)).header('cache-control', 'no-store')
  return sayFollowed(got, linksFor(door, request))
}

async function perform(
  door: Door,
  verb: (typeof SHOPPER_ACTS)[number],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { desk } = door
  const { session } = request.shopper
  const { expectedVersion: _, ...args } = hear<{ expectedVersion?: number }>(BODIES[verb], request.body)
  const opened = await openReturn(desk, session, request.apiCaller, numberIn(request))
  if (refused(opened)) return answeredTo(desk, reply, opened, () => null)
  const acted = await act(desk, request.apiCaller, { ret: opened.seen.ret.id }, [{ verb, ...args } as Command], {
    ...conditions(request),
    ...keyedIn(request),
    ...causeOf(request),
  })
  if (refused(acted)) return answeredTo(desk, reply, acted, () => null)
  if (acted.replayed) reply.header('idempotent-replayed', 'true')
  return answeredTo(desk, reply, await follow(desk, session, request.apiCaller, numberIn(request)), got =>
    told(door, request, reply, got),
  )
}
