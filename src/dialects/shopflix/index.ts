/** Shopflix's door. */
import { refuse } from '../../core/refusal.ts'
import type { Dialect } from '../dialect.ts'
import { settings } from './settings.ts'

export const shopflix: Dialect = {
  name: 'shopflix',
  title: 'Shopflix',
  settings,
  newClient: () => refuse('invalid', {}),
  open: async () => {},
}
