/** SHOPLINE's door. */
import type { Dialect } from '../dialect.ts'
import { newClient } from './new-client.ts'
import { openRoutes } from './routes.ts'
import { settings } from './settings.ts'

export const shopline: Dialect = {
  name: 'shopline',
  title: 'SHOPLINE',
  settings,
  newClient,
  open: openRoutes,
}
