/** Shops with their settings, their policies, and the numbers their returns get. */
import type { OrgId, PolicyVersionId, ShopId } from '../core/ids.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { send } from './send.ts'
import { json, sql } from './statement.ts'
import type { Transaction } from './transaction.ts'

/** A shop as stored: `version` counts its changes, so that two people do not overwrite each other's settings. */
export type StoredShop = { shop: Shop; version: number }

export async function findShop(on: Queryable, org: OrgId, id: ShopId): Promise<StoredShop | null> {
  const { rows } = await query<{ doc: Shop; version: number }>(
    on,
    sql`select doc, version from shops where org_id = ${org} and id = ${id}`,
  )
  return rows[0] ? { shop: rows[0].doc, version: rows[0].version } : null
}

/** Holds the shop's row until the transaction ends; filing returns and entering orders goes on meanwhile. */
export async function lockShop(on: Queryable, org: OrgId, id: ShopId): Promise<StoredShop | null> {
  const { rows } = await query<{ doc: Shop; version: number }>(
    on,
    sql`select doc, version from shops where org_id = ${org} and id = ${id} for no key update`,
  )
  return rows[0] ? { shop: rows[0].doc, version: rows[0].version } : null
}

export async function listShops(on: Queryable, org: OrgId): Promise<StoredShop[]> {
  const { rows } = await query<{ doc: Shop; version: number }>(
    on,
    sql`select doc, version from shops where org_id = ${org} order by serial`,
  )
  return rows.map(row => ({ shop: row.doc, version: row.version }))
}

export async function shopIds(on: Queryable, org: OrgId): Promise<ShopId[]> {
  const { rows } = await query<{ id: ShopId }>(on, sql`select id from shops where org_id = ${org} order by serial`)
  return rows.map(row => row.id)
}

/** The next small number of a shop in its organisation. */
export async function nextShopSerial(on: Queryable, org: OrgId): Promise<number> {
  const { rows } = await query<{ next: number }>(
    on,
    sql`select coalesce(max(serial), 0) + 1 as next from shops where org_id = ${org}`,
  )
  return rows[0]?.next ?? 1
}

export function insertShop(on: Transaction, shop: Shop, at: Instant): void {
  send(
    query(
      on,
      sql`insert into shops (org_id, id, serial, name, version, created_at, updated_at, doc) values (${shop.org}, ${shop.id}, ${shop.serial}, ${shop.name}, 1, ${at}, ${at}, ${json(shop)})`,
    ),
  )
  send(query(on, sql`insert into serials (org_id, shop_id) values (${shop.org}, ${shop.id})`))
}

export const updateShop = (on: Queryable, shop: Shop, at: Instant): Promise<unknown> =>
  query(
    on,
    sql`update shops set name = ${shop.name}, version = version + 1, updated_at = ${at}, doc = ${json(shop)} where org_id = ${shop.org} and id = ${shop.id}`,
  )

/** Takes a block of numbers for the shop's next returns and gives the last number before the block. */
export async function takeSerials(on: Queryable, org: OrgId, shop: ShopId, many: number): Promise<number> {
  const { rows } = await query<{ last: number }>(
    on,
    sql`update serials set last = last + ${many} where org_id = ${org} and shop_id = ${shop} returning last`,
  )
  if (!rows[0]) throw new Error(`Shop ${shop} has no row for its numbers.`)
  return rows[0].last - many
}

export async function findPolicy(on: Queryable, org: OrgId, id: PolicyVersionId): Promise<Policy | null> {
  const { rows } = await query<{ doc: Policy }>(on, sql`select doc from policies where org_id = ${org} and id = ${id}`)
  return rows[0]?.doc ?? null
}

export async function livePolicy(on: Queryable, org: OrgId, shop: ShopId): Promise<Policy | null> {
  const { rows } = await query<{ doc: Policy }>(
    on,
    sql`select doc from policies where org_id = ${org} and shop_id = ${shop} and state = 'live'`,
  )
  return rows[0]?.doc ?? null
}

/** The version that applied to a purchase: the one valid then, else the first there ever was, because a shop's first policy also covers what it sold before. */
export async function policyAt(on: Queryable, org: OrgId, shop: ShopId, at: Instant): Promise<PolicyVersionId | null> {
  const { rows } = await query<{ id: PolicyVersionId }>(
    on,
    sql`select id from policies where org_id = ${org} and shop_id = ${shop} and state <> 'draft'
      order by (valid_from <= ${at} and coalesce(valid_until, 'infinity') > ${at}) desc, valid_from limit 1`,
  )
  return rows[0]?.id ?? null
}

export async function listPolicies(on: Queryable, org: OrgId, shop: ShopId): Promise<Policy[]> {
  const { rows } = await query<{ doc: Policy }>(
    on,
    sql`select doc from policies where org_id = ${org} and shop_id = ${shop} order by version desc limit 200`,
  )
  return rows.map(row => row.doc)
}

export async function nextPolicyVersion(on: Queryable, org: OrgId, shop: ShopId): Promise<number> {
  const { rows } = await query<{ next: number }>(
    on,
    sql`select coalesce(max(version), 0) + 1 as next from policies where org_id = ${org} and shop_id = ${shop}`,
  )
  return rows[0]?.next ?? 1
}

export const savePolicy = (on: Queryable, policy: Policy, at: Instant): Promise<unknown> =>
  query(
    on,
    sql`insert into policies (org_id, id, shop_id, version, state, valid_from, valid_until, created_at, doc)
      values (${policy.org}, ${policy.id}, ${policy.shop}, ${policy.version}, ${policy.state}, ${policy.validFrom}, ${policy.validUntil}, ${at}, ${json(policy)})
      on conflict (org_id, id) do update set state = excluded.state, valid_from = excluded.valid_from, valid_until = excluded.valid_until, doc = excluded.doc`,
  )
