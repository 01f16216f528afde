/** Shopee's door. */
import type { Dialect } from '../dialect.ts'
import { newClient } from './new-client.ts'
import { routes } from './routes.ts'
import { settings } from './settings.ts'

export const shopee: Dialect = { name: 'shopee', title: 'Shopee', settings, newClient, open: routes }
