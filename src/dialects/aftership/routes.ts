/** Every address of AfterShip's door: the current generation by its dated versions, and the older one. */
import { acceptJson } from '../../http/body.ts'
import type { App } from '../../http/app.ts'
import type { DialectHouse } from '../dialect.ts'
import { actRoutes } from './acts/index.ts'
import { requireClient } from './auth.ts'
import { from, reading, speakHere } from './door.ts'
import { olderRoutes } from './older/index.ts'
import { listTags } from './reads/item-tags.ts'
import { listOf, ListQuery } from './reads/list.ts'
import { readOne } from './reads/one.ts'
import { VERSION_IN_ROUTE, versionOf } from './versions.ts'

export async function openRoutes(app: App, house: DialectHouse): Promise<void> {
  await app.register(async scope => currentGeneration(scope as unknown as App, house), {
    prefix: `/returns/${VERSION_IN_ROUTE}`,
  })
  await app.register(async scope => olderGeneration(scope as unknown as App, house), { prefix: '/returnscenter/v2' })
}

function currentGeneration(scope: App, house: DialectHouse): void {
  scope.addHook('onRequest', async (request, reply) => void reply.header('as-api-version', versionOf(request)))
  openDoor(scope, house)
  scope.get('/returns', { schema: { querystring: ListQuery } }, reading(listOf(house)))
  scope.get('/returns/:id', reading(readOne(house)))
  scope.get('/returns/rma/:rma', reading(readOne(house)))
  scope.get('/item-tags', reading(from('2024-10', listTags(house))))
  actRoutes(scope, house)
}

function olderGeneration(scope: App, house: DialectHouse): void {
  openDoor(scope, house)
  olderRoutes(scope, house)
}

/** Answers are written as they were said: no schema stands behind them to drop a member in silence. */
function openDoor(scope: App, house: DialectHouse): void {
  acceptJson(scope, { keepBytes: true })
  speakHere(scope)
  requireClient(scope, house)
  scope.setSerializerCompiler(() => body => JSON.stringify(body))
}
