/** The native API: everything the house can do, over HTTP, in JSON. */
import type { Desk } from '../desk/desk.ts'
import type { App } from '../http/app.ts'
import { describeApi } from '../http/openapi.ts'
import { showReference } from '../http/reference-page.ts'
import { requireKey } from './auth.ts'
import type { Door } from './door.ts'
import { CHAPTERS, DESCRIPTION, TOLD } from './introduction.ts'
import { lazyValidator } from './lazily.ts'
import { linkMaker } from './links.ts'
import { readParts } from './read-parts.ts'
import { automationRoutes } from './routes/automations.ts'
import { clientRoutes } from './routes/clients.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { fileRoutes, uploadRoutes } from './routes/files.ts'
import { groupRoutes } from './routes/groups.ts'
import { holidayRoutes } from './routes/holidays.ts'
import { houseRoutes } from './routes/house.ts'
import { mailRoutes } from './routes/mails.ts'
import { orderRoutes } from './routes/orders.ts'
import { policyRoutes } from './routes/policies.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { productRoutes } from './routes/products.ts'
import { returnRoutes } from './routes/returns.ts'
import { shopperEntryRoutes } from './routes/shopper-entry.ts'
import { shopperPaperRoutes } from './routes/shopper-papers.ts'
import { shopperPhotoRoutes } from './routes/shopper-photos.ts'
import { shopperRequestRoutes } from './routes/shopper-request.ts'
import { shopperReturnRoutes } from './routes/shopper-returns.ts'
import { shopperWithdrawalRoutes } from './routes/shopper-withdrawal.ts'
import { shopRoutes } from './routes/shops.ts'
import { strayRoutes } from './routes/strays.ts'
import { trackingRoutes } from './routes/tracking.ts'
import { verbRoutes } from './routes/verbs.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { withdrawalRoutes } from './routes/withdrawals.ts'
import { answerBrowsers, requireSession } from './shopper-door.ts'
import { COMPONENTS } from './wire/components.ts'

export const TITLE = 'Backhaul'
export const VERSION = '1.0.0'

/** Opens the door on this app. Everything under `/v1` needs a key but signed links to files and what is the shopper’s own. */
export async function openApi(app: App, desk: Desk): Promise<void> {
  const about = { title: TITLE, version: VERSION, description: DESCRIPTION, chapters: CHAPTERS, webhooks: TOLD }
  await describeApi(app, about, COMPONENTS)
  showReference(app, `${TITLE} API`)
  const door: Door = { desk, links: linkMaker(desk) }
  await app.register(async plain => fileRoutes(plain as unknown as App, door))
  await app.register(async signed => {
    const scope = signed as unknown as App
    validated(scope)
    requireKey(scope, desk)
    for (const routes of [
      returnRoutes,
      groupRoutes,
      verbRoutes,
      orderRoutes,
      trackingRoutes,
      strayRoutes,
      withdrawalRoutes,
      mailRoutes,
      policyRoutes,
      automationRoutes,
      shopRoutes,
      productRoutes,
      holidayRoutes,
      clientRoutes,
      houseRoutes,
      privacyRoutes,
      webhookRoutes,
      deliveryRoutes,
    ])
      routes(scope, door)
    await scope.register(async files => uploadRoutes(files as unknown as App, door))
  })
  await openToShoppers(app, door)
}

/** Shoppers hold no keys: they prove their orders, and hold a session. */
async function openToShoppers(app: App, door: Door): Promise<void> {
  await app.register(async open => {
    const scope = open as unknown as App
    validated(scope)
    shopperEntryRoutes(scope, door)
  })
  await app.register(async open => {
    const scope = open as unknown as App
    validated(scope)
    shopperWithdrawalRoutes(scope, door)
  })
  await app.register(async proved => {
    const scope = proved as unknown as App
    validated(scope)
    requireSession(scope, door.desk)
    answerBrowsers(scope)
    for (const routes of [shopperRequestRoutes, shopperReturnRoutes, shopperPaperRoutes]) routes(scope, door)
    await scope.register(async photos => shopperPhotoRoutes(photos as unknown as App, door))
  })
}

function validated(app: App): void {
  sayAsIs(app)
  readParts(app)
  app.setValidatorCompiler(lazyValidator(COMPONENTS) as never)
}

/**
 * Answers are written as they stand. What belongs in them is said by `say.ts` alone, and the tests hold every answer against the reference; a second
 * filter behind it would drop a forgotten field in silence.
 */
const sayAsIs = (app: App): void => void app.setSerializerCompiler(() => body => JSON.stringify(body))
