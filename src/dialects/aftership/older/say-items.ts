/** What comes back, in the shape of the older generation: every item a row, components of kits too. */
import type { Line } from '../../../core/order/order.ts'
import { returned } from '../../../core/return/quantities.ts'
import type { Item } from '../../../core/return/return.ts'
import type { Seen } from '../../../desk/look.ts'
import type { Links } from '../../../http/file-links.ts'
import { tagIdOf } from '../ids.ts'
import { variantTitle } from '../say-items.ts'
import { lineOf } from '../told.ts'
import type { Wire } from '../versions.ts'
import { priceOf } from './price.ts'

export const olderItemsSaid = (seen: Seen, links: Links): Wire[] =>
  seen.ret.items.map(item => olderItemSaid(seen, item, links))

export function olderItemSaid(seen: Seen, item: Item, links: Links): Wire {
  const line = lineOf(seen, item.line)
  return {
    ...articleSaid(line, seen),
    return_quantity: returned(item),
    exchange_variant: exchangeVariant(item),
    ...reasonSaid(seen, item),
    return_images: item.media.filter(({ by }) => by === 'shopper').map(({ id }) => links(id).url),
    merchant_tags: item.tags.map(({ id }) => ({
      id: tagIdOf(id),
      name: seen.shop.tags.find(tag => tag.id === id)?.name ?? '',
    })),
  }
}

const articleSaid = (line: Line | undefined, { order }: Seen): Wire => ({
  external_id: line?.externalId ?? '',
  external_product_id: line?.product.externalId ?? '',
  title: line?.product.title ?? '',
  sku: line?.variant.sku ?? '',
  ordered_quantity: line === undefined ? 0 : line.quantity - line.cancelled,
  price: line === undefined ? { amount: 0, currency: order.currency } : priceOf(line.listPrice.presentment),
  image_url: line?.product.images[0] ?? '',
})

/** Only where the same article goes out again in another variant. */
const exchangeVariant = ({ resolution }: Item): Wire | null =>
  resolution.type === 'replace'
    ? { external_id: resolution.variant.externalId, title: variantTitle(resolution.variant) ?? '' }
    : null

/** The filer's own words, else what the shop calls that reason. */
function reasonSaid({ shop }: Seen, { reason: { code, text, sub, comment } }: Item): Wire {
  const known = shop.reasons.find(entry => entry.code === code)
  return {
    return_reason: { description: text ?? known?.text ?? '', additional_notes: comment },
    subreason: known?.subs.find(entry => entry.code === sub)?.text ?? sub ?? '',
  }
}
