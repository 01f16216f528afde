/** Everything Shopflix's door serves. */
import { refused } from '../../core/refusal.ts'
import { numbered } from '../../desk/numbered.ts'
import type { App } from '../../http/app.ts'
import type { Client, DialectHouse } from '../dialect.ts'
import { message, notFound } from './answers.ts'
import { signIn } from './auth.ts'
import { decide } from './decide.ts'
import { findReturn } from './find.ts'
import { type Heard, heardList, type Query } from './hear.ts'
import { sayDetail, sayRow } from './say.ts'
import { settingsFor } from './settings.ts'
import type { List } from './wire.ts'

/** A slash at the end of an address means nothing: some clients write one. */
export function returnRoutes(scope: App, house: DialectHouse): void {
  scope.addHook('onRequest', signIn(house))

  for (const slash of ['', '/']) {
    scope.get(`/returns${slash}`, async (request, reply) => {
      const client = request.client as Client
      const heard = heardList(request.query as Query, settingsFor(client.shop), client.shop.currency)
      return typeof heard === 'string' ? message(reply, 400, heard) : list(house, client, heard)
    })

    scope.get(`/returns/:returnId${slash}`, async (request, reply) => {
      const { returnId } = request.params as { returnId: string }
      const seen = await findReturn(house, request.client as Client, returnId)
      return refused(seen) ? notFound(reply, returnId) : sayDetail(seen)
    })

    scope.put(`/returns/:returnId${slash}`, async (request, reply) => {
      const { returnId } = request.params as { returnId: string }
      const decided = await decide(house, request.client as Client, returnId, request.body)
      if (decided === 'unknown') return notFound(reply, returnId)
      return decided === 'success' ? message(reply, 200, decided) : message(reply, 400, decided.sentence)
    })
  }
}

async function list({ desk }: DialectHouse, { caller, shop }: Client, { said, wish, page }: Heard): Promise<List> {
  const listed =
    wish === null
      ? { rows: [], total: 0 }
      : await numbered(desk, caller, { ...wish, shops: [shop.id] }, page ?? { page: 0, size: 1, total: true })
  if (refused(listed)) throw new Error(`A client may not list the returns of its shop: ${listed.code}.`)
  const { page: number, items_per_page, ...filters } = said
  return {
    params: { page: number, items_per_page, total_items: listed.total ?? 0, ...filters },
    orders: page === null ? [] : listed.rows.map(sayRow),
  }
}
