/** Shopflix's door: a merchant's returns as its first public API has them. */
import type { App } from '../../http/app.ts'
import type { Dialect } from '../dialect.ts'
import { speakHere } from './answers.ts'
import { newClient } from './auth.ts'
import { returnRoutes } from './routes.ts'
import { settings } from './settings.ts'

export const shopflix: Dialect = {
  name: 'shopflix',
  title: 'Shopflix',
  settings,
  newClient,
  open: async (scope, house) => {
    await scope.register(
      async inside => {
        const api = inside as unknown as App
        speakHere(api)
        await api.register(async known => returnRoutes(known as unknown as App, house))
      },
      { prefix: '/api' },
    )
  },
}
