/** What a shop sells now, fed in by the shop, so that shoppers can choose something else instead of what they send back. */
import Type from 'typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CatalogueProduct, CatalogueVariant } from '../../core/catalogue.ts'
import type { Shop } from '../../core/shop.ts'
import { refuse } from '../../core/refusal.ts'
import { MOST_PRODUCTS, putProducts, removeProducts, searchProducts } from '../../desk/products.ts'
import type { App } from '../../http/app.ts'
import { readCursor, writeCursor } from '../../http/cursor.ts'
import { ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, reading, refusal } from '../door.ts'
import { hear } from '../hear.ts'
import { said } from '../said.ts'
import {
  ProductPage,
  ProductQuery,
  ProductsInput,
  ProductsKept,
  ProductsRemoved,
  ProductsToRemove,
} from '../wire/product.ts'
import { one } from '../wire/queries.ts'

const TAG = 'Shops'
const LIST = 'products'
const Position = Type.Tuple([Type.String(), Type.String()])

export function productRoutes(app: App, { desk }: Door): void {
  const feedIn = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { products } = hear<{ products: Fed[] }>(ProductsInput, request.body)
    return answered(
      reply,
      await putProducts(desk, request.apiCaller, shopIn(request), products.map(whole)),
      kept => kept,
    )
  }
  app.put('/v1/shops/:id/products', feed, feedIn)
  app.post('/v1/shops/:id/products', feedAgain, feedIn)
  app.get('/v1/shops/:id/products', find, async (request, reply) => {
    const { search = '', limit = 24, after } = request.query as { search?: string; limit?: number; after?: string }
    const place = readCursor(LIST, Position, after)
    const page = await searchProducts(desk, request.apiCaller, shopIn(request), {
      search,
      limit,
      ...(place && { after: { title: place[0], id: place[1] } }),
    })
    return answered(reply, page, ({ rows, next }) => ({
      data: rows.map(({ product, updatedAt }) => said({ ...product, updatedAt })),
      next: next && writeCursor(LIST, [next.title, next.id]),
    }))
  })
  app.delete('/v1/shops/:id/products', remove, async (request, reply) => {
    const { ids, all } = request.query as { ids?: string[]; all?: boolean }
    if (all !== true && !ids?.length)
      return refusal(reply, refuse('invalid', { path: 'ids', sentence: 'Name articles in `ids`, or say `all=true`.' }))
    return answered(
      reply,
      await removeProducts(desk, request.apiCaller, shopIn(request), all ? 'all' : (ids ?? [])),
      gone => gone,
    )
  })
}

type Loose<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>
/** As it comes in: what is not known is left out. */
export type Fed = Omit<Loose<CatalogueProduct, 'type' | 'vendor' | 'image'>, 'variants'> & {
  variants: Loose<CatalogueVariant, 'title' | 'options' | 'stock' | 'image'>[]
}

/** What is not said is not known. */
export const whole = ({ variants, ...product }: Fed): CatalogueProduct => ({
  type: null,
  vendor: null,
  image: null,
  ...product,
  variants: variants.map(variant => ({ title: null, options: [], stock: null, image: null, ...variant })),
})

const shopIn = (request: FastifyRequest): Shop['id'] => (request.params as { id: Shop['id'] }).id

const params = one('shop')

const feeding = {
  summary: 'Feed in articles',
  description: `New ones enter, known ones are replaced as a whole, all others stay. At most ${MOST_PRODUCTS} at a time; sending the same again changes nothing.`,
  params,
  body: ref(ProductsInput),
  response: { 200: answer(ProductsKept, 'How many were taken in.') },
}
const feed = changing(TAG, { operationId: 'putProducts', ...feeding })
const feedAgain = changing(TAG, {
  operationId: 'postProducts',
  ...feeding,
  summary: 'Feed in articles, for systems that only post',
})
const find = reading(TAG, {
  operationId: 'listProducts',
  summary: 'Look through the articles',
  params,
  querystring: ProductQuery,
  response: { 200: answer(ProductPage, 'One page.') },
})
const remove = changing(TAG, {
  operationId: 'removeProducts',
  summary: 'Take articles off the list',
  params,
  querystring: ProductsToRemove,
  response: { 200: answer(ProductsRemoved, 'How many were there.') },
})
