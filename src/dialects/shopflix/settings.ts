/** What a shop may set for Shopflix's door. */
import Type, { type Static } from 'typebox'
import type { Shop } from '../../core/shop.ts'
import { settingsOf } from '../settings.ts'

export const settings = Type.Object({})
export type Settings = Static<typeof settings>

export const settingsFor = (shop: Shop): Settings => settingsOf(shop, 'shopflix', settings)
