/** What comes back, item by item. Components of a whole kit stand inside one row of the kit. */
import type { Line, Variant } from '../../core/order/order.ts'
import { disposed, received, returned } from '../../core/return/quantities.ts'
import type { Item } from '../../core/return/return.ts'
import { hexOf, itemIdOf, tagIdOf } from './ids.ts'
import { kitPrices, pricesSaid } from './say-prices.ts'
import { amountOf, lineOf, type Told, wholeKitOf } from './told.ts'
import { inVersion, type Wire } from './versions.ts'

export const itemsSaid = (told: Told): Wire[] => rowsOf(told.ret.items).map(row => rowSaid(told, row))

/** The row an item stands in, which for a component of a whole kit is its kit's. */
export const itemSaid = (told: Told, item: Item): Wire =>
  rowSaid(told, rowsOf(told.ret.items).find(row => row.includes(item)) ?? [item])

type Row = readonly [Item, ...Item[]]

function rowsOf(items: readonly Item[]): Row[] {
  const kits = new Map<string, Row>()
  for (const item of items) {
    const key = wholeKitOf(item) ?? item.id
    const row = kits.get(key)
    kits.set(key, row ? [...row, item] : [item])
  }
  return [...kits.values()]
}

function rowSaid(told: Told, [first, ...others]: Row): Wire {
  const kit = wholeKitOf(first)
  const wire = kit === null ? singleSaid(told, first) : kitSaid(told, lineOf(told, kit), [first, ...others])
  return inVersion('item', told.version, wire)
}

function singleSaid(told: Told, item: Item): Wire {
  const line = lineOf(told, item.line)
  return {
    id: itemIdOf(told.ret, told.order, item),
    ...articleSaid(line),
    ...countsSaid(told, item, line),
    ...pricesSaid(told, line),
    ...wordsSaid(told, [item], line),
    bundled_items: [],
    exchange_variant: exchangeVariant(told, item, line),
    parent_item_id: item.kit === null ? null : (lineOf(told, item.kit.line)?.externalId ?? hexOf(item.kit.line)),
  }
}

/** A kit is as often asked for, removed or received as all of its components are. */
function kitSaid(told: Told, kit: Line | undefined, items: Row): Wire {
  const [first] = items
  const perKit = (count: (item: Item) => number): number =>
    Math.min(...items.map(item => Math.floor(count(item) / (lineOf(told, item.line)?.kit?.per ?? 1))))
  const { ret } = told
  return {
    id: kit?.externalId ?? hexOf(first.kit?.line ?? first.id),
    ...articleSaid(kit),
    ordered_quantity: kit === undefined ? 0 : kit.quantity - kit.cancelled,
    intended_return_quantity: perKit(item => item.asked),
    return_quantity: perKit(returned),
    refund_quantity: perKit(item => refundable(item)),
    received_quantity: perKit(item => shownReceived(told, item)),
    restocked_quantity: perKit(item => disposed(ret, item.id, 'restock')),
    removed_quantity: perKit(removed),
    ...kitPrices(told, kit),
    ...wordsSaid(told, items, kit),
    bundled_items: items.map(item => componentSaid(told, item)),
    exchange_variant: null,
    parent_item_id: null,
  }
}

function componentSaid(told: Told, item: Item): Wire {
  const line = lineOf(told, item.line)
  const { external_order_item_id: external_id, ...article } = articleSaid(line)
  return {
    external_id,
    ...article,
    ...inVersion('item', told.version, pricesSaid(told, line)),
    product_categories: line?.product.categories ?? [],
    product_tags: line?.product.tags ?? [],
    intended_return_quantity: item.asked,
    return_quantity: returned(item),
    received_quantity: shownReceived(told, item),
    ordered_quantity: line === undefined ? 0 : line.quantity - line.cancelled,
  }
}

const articleSaid = (line: Line | undefined): Wire => ({
  external_order_item_id: line?.externalId ?? '',
  external_product_id: line?.product.externalId ?? '',
  external_variant_id: line?.variant.externalId ?? '',
  sku: line?.variant.sku ?? '',
  product_title: line?.product.title ?? '',
  variant_title: line === undefined ? null : variantTitle(line.variant),
})

/** `Blue - XL`, from the options where there are any. */
export const variantTitle = ({ title, options }: Variant): string | null =>
  options.length > 0 ? options.map(({ value }) => value).join(' - ') : title

const countsSaid = (told: Told, item: Item, line: Line | undefined): Wire => ({
  ordered_quantity: line === undefined ? 0 : line.quantity - line.cancelled,
  intended_return_quantity: item.asked,
  return_quantity: returned(item),
  refund_quantity: refundable(item),
  received_quantity: shownReceived(told, item),
  restocked_quantity: disposed(told.ret, item.id, 'restock'),
  removed_quantity: removed(item),
})

const removed = (item: Item): number => item.removed.reduce((all, { quantity }) => all + quantity, 0)

/** What is exchanged is not refunded. */
const refundable = (item: Item): number => (item.resolution.type === 'refund' ? returned(item) : 0)

/** More than was announced may have come; the surplus is the shop's own question. */
const shownReceived = ({ ret }: Told, item: Item): number => Math.min(received(ret, item.id), returned(item))

/** Reasons are texts here: the filer's own, else what the shop calls that reason. */
function wordsSaid({ shop, links }: Told, [first, ...others]: Row, line: Line | undefined): Wire {
  const items = [first, ...others]
  const { code, text, sub, comment } = first.reason
  const media = items.flatMap(item => item.media)
  const tags = items.flatMap(item => item.tags).filter(({ id }, at, all) => all.findIndex(one => one.id === id) === at)
  const images = line?.product.images ?? []
  const known = shop.reasons.find(entry => entry.code === code)
  return {
    return_reason: text ?? known?.text ?? '',
    return_subreason: known?.subs.find(entry => entry.code === sub)?.text ?? sub ?? '',
    return_reason_comment: comment ?? '',
    properties: (line?.properties ?? []).map(({ name, value }) => ({ name, value })),
    shopper_uploaded_image_urls: media.filter(({ by }) => by === 'shopper').map(({ id }) => links(id).url),
    merchant_uploaded_image_urls: media.filter(({ by }) => by !== 'shopper').map(({ id }) => links(id).url),
    product_image_urls: images,
    image_urls: images,
    product_categories: line?.product.categories ?? [],
    product_tags: line?.product.tags ?? [],
    item_tags: tags.map(({ id, at }) => ({
      id: tagIdOf(id),
      name: shop.tags.find(tag => tag.id === id)?.name ?? '',
      created_at: at,
    })),
    green_return: items.every(({ handling }) => handling === 'keep'),
  }
}

/** Only where the same article goes out again in another variant. Its price is that of the proposal, when there is one. */
function exchangeVariant({ ret, shop }: Told, item: Item, line: Line | undefined): Wire | null {
  if (item.resolution.type !== 'replace') return null
  const { variant } = item.resolution
  const price = ret.exchange?.lines.find(({ replaces }) => replaces === item.id)?.unit.presentment ?? null
  return {
    external_product_id: line?.product.externalId ?? '',
    external_variant_id: variant.externalId,
    sku: variant.sku,
    product_title: line?.product.title ?? '',
    title: variantTitle(variant) ?? '',
    unit_display_price: price && amountOf(price, shop),
  }
}
