/** AfterShip's door. */
import { refuse } from '../../core/refusal.ts'
import type { Dialect } from '../dialect.ts'
import { settings } from './settings.ts'

export const aftership: Dialect = {
  name: 'aftership',
  title: 'AfterShip',
  settings,
  newClient: () => refuse('invalid', {}),
  open: async () => {},
}
