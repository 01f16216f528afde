/** Whose returns page somebody has opened. */
import type { OrgId, ShopId } from '../../core/ids.ts'
import { type PortalSettings, portalOf } from '../../core/portal.ts'
import type { Shop } from '../../core/shop.ts'
import { transaction } from '../../db/transaction.ts'
import {
  deletePortal,
  firstPortal,
  insertPortal,
  movePortal,
  type PortalPlace,
  portalByHost,
  portalByShop,
  portalBySlug,
} from '../../db/portals.ts'
import type { Queryable } from '../../db/pool.ts'
import { findShop } from '../../db/shops.ts'
import type { Desk } from '../desk.ts'

/** A shop's page: its word in the address, the shop, and how it wants to look and speak. */
export type Portal = { org: OrgId; slug: string; shop: Shop; settings: PortalSettings }

/** Null when there is none, or the shop has switched it off: both look the same from outside. */
export const portalAt = async (desk: Desk, slug: string): Promise<Portal | null> =>
  open(desk, await portalBySlug(desk.db, slug))

/** The shop that stands under this host name, else the installation's first; null where there is no shop at all. */
export const portalFor = async (desk: Desk, host: string): Promise<Portal | null> =>
  open(desk, (await portalByHost(desk.db, host.toLowerCase())) ?? (await firstPortal(desk.db)))

/** The shop that lends this host name, and no other. */
export const portalUnder = async (desk: Desk, host: string): Promise<Portal | null> =>
  open(desk, await portalByHost(desk.db, host.toLowerCase()))

/** The page of a shop that is known already; made if it has none yet. */
export async function portalOfShop(desk: Desk, org: OrgId, shop: ShopId): Promise<Portal | null> {
  const known = await portalByShop(desk.db, org, shop)
  if (known) return open(desk, known)
  const stored = await findShop(desk.db, org, shop)
  if (stored === null) return null
  await transaction(desk.db, tx => foundPortal(tx, desk, stored.shop))
  return open(desk, await portalByShop(desk.db, org, shop))
}

async function open(desk: Desk, place: PortalPlace | null): Promise<Portal | null> {
  const stored = place && (await findShop(desk.db, place.org, place.shop))
  if (!place || !stored) return null
  const settings = portalOf(stored.shop)
  return settings.on ? { org: place.org, slug: place.slug, shop: stored.shop, settings } : null
}

/** Gives a shop its place: its short name, with a number where another shop has the same. A host that is taken throws `portals_host_key`. */
export async function foundPortal(on: Queryable, desk: Desk, shop: Shop): Promise<void> {
  await placeIn(on, desk, shop)
  const { host } = portalOf(shop)
  if (host !== null) await movePortal(on, shop.id, host)
}

async function placeIn(on: Queryable, desk: Desk, shop: Shop): Promise<void> {
  const word = slugOf(shop.refs.handle)
  for (let number = 1; number <= MOST_ALIKE; number++) {
    const slug = number === 1 ? word : `${word}-${number}`
    if (await insertPortal(on, { slug, org: shop.org, shop: shop.id, host: null }, desk.now())) return
    if (await portalByShop(on, shop.org, shop.id)) return
  }
  await insertPortal(on, { slug: shop.id, org: shop.org, shop: shop.id, host: null }, desk.now())
}

/** What of a shop's change concerns its place: another short name, another host. Refuses nothing; a host that is taken throws `portals_host_key`. */
export async function movedPortal(on: Queryable, desk: Desk, before: Shop, after: Shop): Promise<void> {
  if (before.refs.handle !== after.refs.handle) {
    await deletePortal(on, after.org, after.id)
    await foundPortal(on, desk, after)
  } else if (portalOf(before).host !== portalOf(after).host) await movePortal(on, after.id, portalOf(after).host)
}

const MOST_ALIKE = 50

/** Words of the house's own addresses are not given away. */
const OURS = new Set(['orders', 'assets', 'files'])

function slugOf(handle: string): string {
  const word = handle
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60)
  return word === '' || OURS.has(word) ? 'shop' : word
}
