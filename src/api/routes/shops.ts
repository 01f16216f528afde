/** Shops and their settings. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { refused } from '../../core/refusal.ts'
import type { Shop as House } from '../../core/shop.ts'
import {
  type ShopChange as Change,
  changeShop,
  createShop,
  type ShopWish,
  shopFor,
  shopsFor,
} from '../../desk/shops.ts'
import type { App } from '../../http/app.ts'
import { isUnchanged, versionTag } from '../../http/etag.ts'
import { ref } from '../../http/schema.ts'
import { answer, answered, changing, conditions, type Door, keyed, reading, refusal } from '../door.ts'
import { hear } from '../hear.ts'
import { checkOwnTexts } from '../own-texts.ts'
import { sayShop } from '../say.ts'
import { ShopList } from '../wire/answers.ts'
import { one } from '../wire/queries.ts'
import { Methods, Reasons, Shop, ShopChange, ShopInput } from '../wire/shop.ts'

const TAG = 'Shops'

export function shopRoutes(app: App, { desk }: Door): void {
  app.get('/v1/shops', list, async (request, reply) =>
    answered(reply, await shopsFor(desk, request.apiCaller), shops => ({
      data: shops.map(shop => sayStored(request, shop)),
    })),
  )
  app.post('/v1/shops', create, async (request, reply) =>
    answered(
      reply,
      await createShop(desk, request.apiCaller, heard<ShopWish>(ShopInput, request), keyed(request)),
      shop => sayTagged(request, reply.code(201), shop),
    ),
  )
  app.get('/v1/shops/:id', read, (request, reply) => readOne(desk, request, reply))
  app.patch('/v1/shops/:id', change, (request, reply) => changeOne(desk, request, reply))
  for (const part of ['reasons', 'methods'] as const) {
    app.get(`/v1/shops/:id/${part}`, partRead(part), async (request, reply) =>
      answered(reply, await shopFor(desk, request.apiCaller, shopIn(request)), ({ shop }) => ({ [part]: shop[part] })),
    )
    app.put(`/v1/shops/:id/${part}`, partWrite(part), async (request, reply) => {
      const changed = await changeShop(
        desk,
        request.apiCaller,
        shopIn(request),
        hear<Change>(PARTS[part], request.body),
        conditions(request),
      )
      return answered(reply, changed, ({ shop, version }) => {
        reply.header('etag', versionTag(version))
        return { [part]: shop[part] }
      })
    })
  }
}

const params = one('shop')
const PARTS = { reasons: Reasons, methods: Methods }
const MEANS = { reasons: 'the reasons a shop offers', methods: 'the ways back a shop offers' }
const NAMES = { reasons: 'Reasons', methods: 'Methods' }

const list = reading(TAG, {
  operationId: 'listShops',
  summary: 'List shops',
  response: { 200: answer(ShopList, 'Shops.') },
})
const create = changing(TAG, {
  operationId: 'createShop',
  summary: 'Found a shop',
  body: ref(ShopInput),
  response: { 201: answer(Shop, 'The new shop.') },
})
const read = reading(TAG, {
  operationId: 'getShop',
  summary: 'Read a shop',
  params,
  response: { 200: answer(Shop, 'The shop.') },
})
const change = changing(TAG, {
  operationId: 'changeShop',
  summary: 'Change a shop’s settings',
  description:
    'What is named is changed, lists as a whole; the rest stays. Returns under way keep the deadlines they were given.',
  params,
  body: ref(ShopChange),
  response: { 200: answer(Shop, 'The shop as it now is.') },
  matched: true,
})
const partRead = (part: keyof typeof PARTS) =>
  reading(TAG, {
    operationId: `get${NAMES[part]}`,
    summary: `Read ${MEANS[part]}`,
    params,
    response: { 200: answer(PARTS[part], 'The list.') },
  })
const partWrite = (part: keyof typeof PARTS) =>
  changing(TAG, {
    operationId: `put${NAMES[part]}`,
    summary: `Replace ${MEANS[part]}`,
    params,
    body: ref(PARTS[part]),
    response: { 200: answer(PARTS[part], 'The list as it now is.') },
    matched: true,
  })

const shopIn = (request: FastifyRequest): string => (request.params as { id: string }).id.toLowerCase()

function heard<T extends Pick<Change, 'portal'>>(schema: TSchema, request: FastifyRequest): T {
  const wish = hear<T>(schema, request.body)
  checkOwnTexts(wish)
  return wish
}

type Stored = { shop: House; version: number }

const sayStored = (request: FastifyRequest, { shop, version }: Stored) =>
  sayShop(shop, request.apiCaller.actor.role, { version, whole: request.apiCaller.scopes.has('shops:write') })

function sayTagged(request: FastifyRequest, reply: FastifyReply, stored: Stored): unknown {
  reply.header('etag', versionTag(stored.version))
  return sayStored(request, stored)
}

async function readOne(desk: Door['desk'], request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const stored = await shopFor(desk, request.apiCaller, shopIn(request))
  if (refused(stored)) return refusal(reply, stored)
  if (isUnchanged(request.headers['if-none-match'], stored.version))
    return reply.header('etag', versionTag(stored.version)).code(304).send()
  return sayTagged(request, reply, stored)
}

async function changeOne(desk: Door['desk'], request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { expectedVersion: _, ...changes } = heard<Change & { expectedVersion?: number }>(ShopChange, request)
  const changed = await changeShop(desk, request.apiCaller, shopIn(request), changes, conditions(request))
  return answered(reply, changed, stored => sayTagged(request, reply, stored))
}
