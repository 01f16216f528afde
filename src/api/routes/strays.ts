/** Goods without paper. They are matched to a return with the verb `match`. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ShopId } from '../../core/ids.ts'
import { reportStray, type StrayWish, straysFor } from '../../desk/strays.ts'
import type { App } from '../../http/app.ts'
import { ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, keyed, linksFor, nothingOf, reading } from '../door.ts'
import { hear } from '../hear.ts'
import { placeAfter, sayPage } from '../pages.ts'
import { said } from '../said.ts'
import { StrayPage } from '../wire/answers.ts'
import { Stray, StrayInput } from '../wire/house.ts'
import { StrayQuery } from '../wire/queries.ts'

const TAG = 'Goods without paper'

export function strayRoutes(app: App, door: Door): void {
  app.post('/v1/strays', report, async (request, reply) => {
    const { shop, ...wish } = hear<StrayWish & { shop: ShopId }>(StrayInput, request.body)
    return answered(
      reply,
      nothingOf(request, 'Stray') ?? (await reportStray(door.desk, request.apiCaller, shop, wish, keyed(request))),
      stray => (reply.code(201), said(stray, linksFor(door, request))),
    )
  })
  app.get('/v1/strays', find, (request, reply) => findMany(door, request, reply))
}

const report = changing(TAG, {
  operationId: 'reportStray',
  summary: 'Write down goods without paper',
  body: ref(StrayInput),
  response: { 201: answer(Stray, 'The goods.') },
})
const find = reading(TAG, {
  operationId: 'listStrays',
  summary: 'List goods without paper',
  querystring: StrayQuery,
  response: { 200: answer(StrayPage, 'One page.') },
})

async function findMany(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const {
    shop,
    open,
    limit = 20,
    after,
  } = request.query as { shop?: ShopId[]; open?: boolean; limit?: number; after?: string }
  const wish = {
    ...(shop && { shops: shop }),
    ...(open !== undefined && { open }),
    ...placeAfter('strays', after),
    limit,
  }
  const page = nothingOf(request, 'Stray') ?? (await straysFor(door.desk, request.apiCaller, wish))
  return answered(reply, page, got => sayPage('strays', got, stray => said(stray, linksFor(door, request))))
}
