/** SHOPLINE's door. */
import { refuse } from '../../core/refusal.ts'
import type { Dialect } from '../dialect.ts'
import { settings } from './settings.ts'

export const shopline: Dialect = {
  name: 'shopline',
  title: 'SHOPLINE',
  settings,
  newClient: () => refuse('invalid', {}),
  open: async () => {},
}
