/** Goods that came without paper: written down on the spot, matched to a return later, never restocked or paid by accident. */
import type { FileId, LocationId, ShopId, StrayId } from '../core/ids.ts'
import { sideOf } from '../core/party.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Stray } from '../core/return/return.ts'
import { send } from '../db/send.ts'
import { findShop } from '../db/shops.ts'
import { insertStray, listStrays } from '../db/strays.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Page, pageOf, pageSize, shopsOf } from './look.ts'
import { type Keyed, note, once } from './once.ts'
import { unknownMedia, useFiles } from './photos.ts'

export type StrayWish = {
  text: string
  sku?: string | null
  quantity?: number
  place?: LocationId | null
  trackingNumber?: string | null
  media?: FileId[]
}

export async function reportStray(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  wish: StrayWish,
  keyed: Keyed = {},
): Promise<Stray | Refusal> {
  const denied = missingScope(caller, 'returns:write')
  if (denied) return denied
  if (sideOf(caller.actor.role) !== 'merchant')
    return refuse('forbidden', { sentence: 'Only the shop and its warehouse write down goods without paper.' })
  if (!reachesShop(caller, shop)) return nothingHere('shop')
  if (!Number.isSafeInteger(wish.quantity ?? 1) || (wish.quantity ?? 1) < 1)
    return refuse('quantity_invalid', {
      path: 'quantity',
      sentence: 'Goods are counted in whole pieces, one at least.',
    })
  const unknown = await unknownMedia(desk, caller, wish)
  if (unknown) return unknown
  return once(desk, caller, { key: keyed.key, request: { shop, wish } }, async tx => {
    if ((await findShop(tx, caller.org, shop)) === null) return nothingHere('shop')
    const gone = await useFiles(tx, desk, caller.org, wish)
    if (gone) return gone
    const stray: Stray = {
      id: desk.fresh<StrayId>(),
      org: caller.org,
      shop,
      at: desk.now(),
      by: caller.actor,
      place: wish.place ?? null,
      text: wish.text,
      sku: wish.sku ?? null,
      quantity: wish.quantity ?? 1,
      media: wish.media ?? [],
      trackingNumber: wish.trackingNumber ?? null,
      matched: null,
    }
    send(insertStray(tx, stray))
    note(tx, desk, caller, 'stray.found', stray.id, { sku: stray.sku, quantity: stray.quantity })
    return stray
  })
}

/** Oldest first. */
export async function straysFor(
  desk: Desk,
  caller: Caller,
  wish: { shops?: readonly ShopId[]; open?: boolean; after?: { at: string; id: string }; limit: number },
): Promise<Page<Stray> | Refusal> {
  const denied = missingScope(caller, 'returns:read')
  if (denied) return denied
  if (sideOf(caller.actor.role) !== 'merchant')
    return refuse('forbidden', { sentence: 'Goods without paper are the shop’s to see.' })
  const limit = pageSize(wish.limit)
  const rows = await listStrays(
    desk.db,
    caller.org,
    await shopsOf(desk, caller, wish.shops),
    wish.open ?? true,
    wish.after ?? null,
    limit + 1,
  )
  return pageOf(rows, limit, stray => ({ at: stray.at, id: stray.id }))
}
