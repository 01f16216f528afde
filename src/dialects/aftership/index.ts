/** AfterShip's door. */
import type { Dialect } from '../dialect.ts'
import { newClient } from './client.ts'
import { openRoutes } from './routes.ts'
import { settings } from './settings.ts'

export const aftership: Dialect = {
  name: 'aftership',
  title: 'AfterShip',
  settings,
  newClient,
  open: openRoutes,
}
