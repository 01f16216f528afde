/** Rows of lists as they were last written: whoever looks at a list again and again is told anew only what has changed. */
import { LRUCache } from 'lru-cache'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import { type For, sayReturn } from './say.ts'

/** Some three thousand characters each. */
const MOST = 2_000

const written = new LRUCache<string, string>({ max: MOST })

/** The row as JSON. Everything it is made of is in the name it is kept under. */
export function rowText(ret: Return, shop: Pick<Shop, 'bench' | 'name'>, to: For): string {
  const name = JSON.stringify([ret.id, ret.version, ret.updatedAt, to.role, to.links.until, shop.bench, shop.name])
  const known = written.get(name)
  if (known !== undefined) return known
  const text = JSON.stringify(sayReturn(ret, shop, to))
  written.set(name, text)
  return text
}
