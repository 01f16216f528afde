/** Everything Shopee's door answers to, on one screen. */
import type { App } from '../../http/app.ts'
import { acceptJson } from '../../http/body.ts'
import type { DialectHouse } from '../dialect.ts'
import { actRoutes, mediaRoutes } from './acts/index.ts'
import { speakErrors } from './gateway.ts'
import { pushRoutes } from './push-calls.ts'
import { readRoutes } from './reads/index.ts'
import { consentPages, publicRoutes, shopRoutes, tokenRoutes } from './sign-in/index.ts'

export async function routes(scope: App, house: DialectHouse): Promise<void> {
  const behind = (on: App, prefix: string, lay: (scope: App) => void) =>
    on.register(async inner => lay(inner as unknown as App), { prefix })

  await behind(scope, '/api/v2', api => {
    speakErrors(api)
    acceptJson(api)
    void behind(api, '/auth', auth => tokenRoutes(auth, house))
    void behind(api, '/public', open => publicRoutes(open, house))
    void behind(api, '/shop', shop => shopRoutes(shop, house))
    void behind(api, '/media', media => mediaRoutes(media, house))
    void behind(api, '/push', push => pushRoutes(push, house))
    void behind(api, '/returns', returns => {
      readRoutes(returns, house)
      actRoutes(returns, house)
    })
  })
  await behind(scope, '', pages => consentPages(pages, house))
}
