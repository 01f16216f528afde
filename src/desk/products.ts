/** A shop's list of what it sells now: fed in by the shop, looked through by whoever wants something else instead. */
import type { CatalogueProduct } from '../core/catalogue.ts'
import type { LineId, OrgId, ShopId } from '../core/ids.ts'
import type { Line } from '../core/order/order.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import {
  deleteProducts,
  findProducts,
  hasProducts,
  type ProductFinding,
  productsNamed,
  saveProducts,
  type StoredProduct,
} from '../db/products.ts'
import { findShop } from '../db/shops.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'

/** More in one go is sent in several. */
export const MOST_PRODUCTS = 500
const MOST_WORDS = 8

/** New ones enter, known ones are replaced as a whole; the others stay. */
export async function putProducts(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  products: readonly CatalogueProduct[],
): Promise<{ kept: number } | Refusal> {
  const denied = await notTheirs(desk, caller, shop, 'shops:write')
  if (denied) return denied
  if (products.length > MOST_PRODUCTS)
    return refuse('invalid', { path: 'products', sentence: `Send at most ${MOST_PRODUCTS} articles at a time.` })
  const fault = faultIn(products)
  if (fault) return fault
  const last = [...new Map(products.map(product => [product.id, product])).values()]
  if (last.length > 0) await saveProducts(desk.db, caller.org, shop, last, desk.now())
  return { kept: last.length }
}

/** A variant is chosen by its id, so none may occur twice in its article; a price is said once per currency. */
function faultIn(products: readonly CatalogueProduct[]): Refusal | null {
  for (const [place, { variants }] of products.entries()) {
    const path = `products[${place}].variants`
    if (variants.length === 0) return refuse('invalid', { path, sentence: 'An article needs at least one variant.' })
    if (new Set(variants.map(({ id }) => id)).size < variants.length)
      return refuse('invalid', { path, sentence: 'Two variants of this article have the same id.' })
    const twice = variants.findIndex(
      ({ prices }) => new Set(prices.map(({ currency }) => currency)).size < prices.length,
    )
    if (twice >= 0)
      return refuse('invalid', { path: `${path}[${twice}].prices`, sentence: 'State one price per currency.' })
  }
  return null
}

export async function removeProducts(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  ids: readonly string[] | 'all',
): Promise<{ removed: number } | Refusal> {
  const denied = await notTheirs(desk, caller, shop, 'shops:write')
  return denied ?? { removed: await deleteProducts(desk.db, caller.org, shop, ids) }
}

export type ProductPage = { rows: StoredProduct[]; next: { title: string; id: string } | null }

/** Articles in which every word of `search` occurs, by title. */
export async function searchProducts(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  { search = '', after, limit = 24 }: { search?: string } & Partial<Omit<ProductFinding, 'words'>>,
): Promise<ProductPage | Refusal> {
  const denied = await notTheirs(desk, caller, shop, 'shops:read')
  return denied ?? lookThrough(desk, { org: caller.org, shop }, { search, limit, ...(after && { after }) })
}

type Place = { org: OrgId; shop: ShopId }

/** The same for the shop's own page, where everybody may see what the shop sells. */
export async function lookThrough(
  desk: Desk,
  { org, shop }: Place,
  { search, after, limit }: { search: string; limit: number; after?: { title: string; id: string } },
): Promise<ProductPage> {
  const words = search.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const found = await findProducts(desk.db, org, shop, { words, limit: limit + 1, ...(after && { after }) })
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1)?.product : undefined
  return { rows, next: last ? { title: last.title, id: last.id } : null }
}

/** Those the shop sells now, of these; what it no longer sells is left out. */
export const soldNow = async (
  desk: Desk,
  { org, shop }: Place,
  ids: readonly string[],
): Promise<Map<string, CatalogueProduct>> =>
  ids.length === 0
    ? new Map()
    : new Map((await productsNamed(desk.db, org, shop, [...new Set(ids)])).map(({ product }) => [product.id, product]))

/**
 * The articles of sold lines, by the lines' own ids of them. Some exports name an article otherwise than its orders do; then its number tells, as long as
 * one article alone has it.
 */
export async function articlesOf(
  desk: Desk,
  { org, shop }: Place,
  lines: readonly Pick<Line, 'id' | 'product' | 'variant'>[],
): Promise<Map<LineId, CatalogueProduct>> {
  const byId = await soldNow(
    desk,
    { org, shop },
    lines.map(({ product }) => product.externalId),
  )
  const found = await Promise.all(
    lines.map(async ({ id, product, variant: { sku } }): Promise<[LineId, CatalogueProduct][]> => {
      const known =
        byId.get(product.externalId) ?? (sku === '' ? undefined : await articleNumbered(desk, { org, shop }, sku))
      return known ? [[id, known]] : []
    }),
  )
  return new Map(found.flat())
}

async function articleNumbered(desk: Desk, { org, shop }: Place, sku: string): Promise<CatalogueProduct | undefined> {
  const rows = await findProducts(desk.db, org, shop, { words: [sku], limit: 10 })
  const own = rows.filter(({ product }) => product.variants.some(variant => variant.sku === sku))
  return own.length === 1 ? own[0]?.product : undefined
}

export const hasCatalogue = (desk: Desk, { org, shop }: Place): Promise<boolean> => hasProducts(desk.db, org, shop)

async function notTheirs(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  scope: 'shops:read' | 'shops:write',
): Promise<Refusal | null> {
  const denied = missingScope(caller, scope)
  if (denied) return denied
  return reachesShop(caller, shop) && (await findShop(desk.db, caller.org, shop)) !== null ? null : nothingHere('shop')
}
