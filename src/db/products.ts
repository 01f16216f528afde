/** What a shop sells now, article by article. */
import type { CatalogueProduct } from '../core/catalogue.ts'
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

export type StoredProduct = { product: CatalogueProduct; updatedAt: Instant }

type Row = { doc: CatalogueProduct; updated_at: Instant }
const storedOf = ({ doc, updated_at }: Row): StoredProduct => ({ product: doc, updatedAt: updated_at })

/** New ones enter, known ones are replaced. One statement, however many there are. */
export const saveProducts = (
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  products: readonly CatalogueProduct[],
  at: Instant,
): Promise<unknown> =>
  query(
    on,
    sql`insert into products (org_id, shop_id, id, title, words, updated_at, doc)
      select ${org}::uuid, ${shop}::uuid, id, title, words, ${at}::timestamptz, doc
      from unnest(${products.map(({ id }) => id)}::text[], ${products.map(({ title }) => title)}::text[], ${products.map(wordsOf)}::text[],
        ${products.map(product => json(product))}::json[]) as row (id, title, words, doc)
      on conflict (org_id, shop_id, id) do update set title = excluded.title, words = excluded.words, updated_at = excluded.updated_at, doc = excluded.doc`,
  )

function wordsOf({ title, type, vendor, variants }: CatalogueProduct): string {
  const ofVariants = variants.flatMap(variant => [
    variant.sku,
    variant.title ?? '',
    ...variant.options.map(({ value }) => value),
  ])
  return [...new Set([title, type ?? '', vendor ?? '', ...ofVariants])].join(' ').toLowerCase()
}

/** How many of these were there. */
export async function deleteProducts(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  ids: readonly string[] | 'all',
): Promise<number> {
  const { rowCount } =
    ids === 'all'
      ? await query(on, sql`delete from products where org_id = ${org} and shop_id = ${shop}`)
      : await query(
          on,
          sql`delete from products where org_id = ${org} and shop_id = ${shop} and id = any (${ids}::text[])`,
        )
  return rowCount ?? 0
}

export async function productsNamed(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  ids: readonly string[],
): Promise<StoredProduct[]> {
  const { rows } = await query<Row>(
    on,
    sql`select doc, updated_at from products where org_id = ${org} and shop_id = ${shop} and id = any (${ids}::text[])`,
  )
  return rows.map(storedOf)
}

export type ProductFinding = { words: readonly string[]; after?: { title: string; id: string }; limit: number }

/** Those in which every word occurs, by title. A shop's whole list is looked through: it is some thousand rows of one shop. */
export async function findProducts(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  { words, after, limit }: ProductFinding,
): Promise<StoredProduct[]> {
  const patterns = words.map(word => `%${word.toLowerCase().replaceAll(/[\\%_]/g, sign => `\\${sign}`)}%`)
  const { rows } = await query<Row>(
    on,
    sql`select doc, updated_at from products where org_id = ${org} and shop_id = ${shop} and words like all (${patterns}::text[])
      and (title, id) > (${after?.title ?? ''}, ${after?.id ?? ''}) order by title, id limit ${limit}`,
  )
  return rows.map(storedOf)
}

export async function hasProducts(on: Queryable, org: OrgId, shop: ShopId): Promise<boolean> {
  const { rows } = await query(on, sql`select 1 from products where org_id = ${org} and shop_id = ${shop} limit 1`)
  return rows.length > 0
}
