/** What a shop may set for AfterShip's door. */
import Type, { type Static } from 'typebox'
import type { Shop } from '../../core/shop.ts'
import { settingsOf } from '../settings.ts'

export const settings = Type.Object({
  decimals: Type.Enum(['two', 'own'], {
    type: 'string',
    default: 'two',
    description:
      'How many decimals amounts have: `two` as AfterShip documents it, so that 1000 yen are "1000.00" (dinars keep their three); `own` as many as the currency has.',
  }),
})
export type Settings = Static<typeof settings>

export const settingsFor = (shop: Shop): Settings => settingsOf(shop, 'aftership', settings)
