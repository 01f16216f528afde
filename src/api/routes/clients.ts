/** Programs that were written for a platform and call here instead: letting them in, seeing them, turning them away. */
import type { FastifyRequest } from 'fastify'
import type { ShopId } from '../../core/ids.ts'
import { type ClientWish, clientsFor, createClient, withdrawClient } from '../../desk/clients.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, reading } from '../door.ts'
import { said } from '../said.ts'
import { ClientList } from '../wire/answers.ts'
import { Client, ClientInput } from '../wire/client.ts'
import { id } from '../wire/fields.ts'

const TAG = 'Platform clients'

export function clientRoutes(app: App, { desk }: Door): void {
  app.get('/v1/shops/:shop/clients', list, async (request, reply) =>
    answered(reply, await clientsFor(desk, request.apiCaller, shopIn(request)), all => ({ data: all.map(sayClient) })),
  )
  app.post('/v1/shops/:shop/clients', create, async (request, reply) =>
    answered(
      reply,
      await createClient(desk, request.apiCaller, shopIn(request), request.body as ClientWish),
      // The secret is said in the platform's words, so its names stay as they are.
      ({ client, secret }) => (reply.code(201), { ...sayClient(client), secret }),
    ),
  )
  app.delete('/v1/shops/:shop/clients/:id', withdraw, async (request, reply) =>
    answered(reply, await withdrawClient(desk, request.apiCaller, shopIn(request), idIn(request)), sayClient),
  )
}

const ofShop = exactly({ shop: id('The shop.') })
const params = exactly({ shop: id('The shop.'), id: id('The client.') })

const list = reading(TAG, {
  operationId: 'listClients',
  summary: 'List clients of platforms',
  params: ofShop,
  response: { 200: answer(ClientList, 'Clients, without their secrets.') },
})
const create = changing(TAG, {
  operationId: 'createClient',
  summary: 'Let a client of a platform in',
  description:
    'What it has to be set up with is shown in this answer and never again, so no answer is remembered: an `Idempotency-Key` is taken and changes nothing.',
  params: ofShop,
  body: ref(ClientInput),
  response: { 201: answer(Client, 'The client, with its secret.') },
})
const withdraw = changing(TAG, {
  operationId: 'revokeClient',
  summary: 'Turn a client of a platform away',
  description:
    'From its next call on nothing is answered. Doing it twice is fine, so an `Idempotency-Key` is taken and changes nothing.',
  params,
  response: { 200: answer(Client, 'The client, revoked.') },
})

const shopIn = (request: FastifyRequest): ShopId => (request.params as { shop: string }).shop.toLowerCase() as ShopId
const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id.toLowerCase()

const sayClient = (client: object): object => said(client) as object
