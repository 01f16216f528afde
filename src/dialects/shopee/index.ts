/** Shopee's door. */
import { refuse } from '../../core/refusal.ts'
import type { Dialect } from '../dialect.ts'
import { settings } from './settings.ts'

export const shopee: Dialect = {
  name: 'shopee',
  title: 'Shopee',
  settings,
  newClient: () => refuse('invalid', {}),
  open: async () => {},
}
