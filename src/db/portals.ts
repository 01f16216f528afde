/** Under which address a shop's own page stands. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export type PortalPlace = { slug: string; org: OrgId; shop: ShopId; host: string | null }

type Row = { slug: string; org_id: OrgId; shop_id: ShopId; host: string | null }
const placeOf = (row: Row | undefined): PortalPlace | null =>
  row ? { slug: row.slug, org: row.org_id, shop: row.shop_id, host: row.host } : null

export const portalBySlug = async (on: Queryable, slug: string): Promise<PortalPlace | null> =>
  placeOf((await query<Row>(on, sql`select slug, org_id, shop_id, host from portals where slug = ${slug}`)).rows[0])

export const portalByHost = async (on: Queryable, host: string): Promise<PortalPlace | null> =>
  placeOf((await query<Row>(on, sql`select slug, org_id, shop_id, host from portals where host = ${host}`)).rows[0])

export const portalByShop = async (on: Queryable, org: OrgId, shop: ShopId): Promise<PortalPlace | null> =>
  placeOf(
    (
      await query<Row>(
        on,
        sql`select slug, org_id, shop_id, host from portals where org_id = ${org} and shop_id = ${shop}`,
      )
    ).rows[0],
  )

/** The page of the installation's first shop, for visitors who name none. */
export const firstPortal = async (on: Queryable): Promise<PortalPlace | null> =>
  placeOf(
    (await query<Row>(on, sql`select slug, org_id, shop_id, host from portals order by created_at, slug limit 1`))
      .rows[0],
  )

/** False when the slug is taken by another shop. */
export async function insertPortal(on: Queryable, place: PortalPlace, at: Instant): Promise<boolean> {
  const { rowCount } = await query(
    on,
    sql`insert into portals (slug, org_id, shop_id, host, created_at) values (${place.slug}, ${place.org}, ${place.shop}, ${place.host}, ${at}) on conflict do nothing`,
  )
  return rowCount === 1
}

/** Throws the constraint `portals_host_key` when another shop stands under this host. */
export const movePortal = (on: Queryable, shop: ShopId, host: string | null): Promise<unknown> =>
  query(on, sql`update portals set host = ${host} where shop_id = ${shop}`)

export const deletePortal = (on: Queryable, org: OrgId, shop: ShopId): Promise<unknown> =>
  query(on, sql`delete from portals where org_id = ${org} and shop_id = ${shop}`)
