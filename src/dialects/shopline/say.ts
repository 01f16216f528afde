/** A return as SHOPLINE shows it. */
import { read } from '../../core/return/reading.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Item } from '../../core/return/return.ts'
import type { Fulfilment, Order } from '../../core/order/order.ts'
import type { Shop } from '../../core/shop.ts'
import type { Instant } from '../../core/time.ts'
import type { Seen } from '../../desk/look.ts'
import { fulfilmentDigits, orderDigits, returnId, returnLineId } from './ids.ts'
import { linesOf, type ReturnLine } from './lines.ts'
import { asTexts, piecesIn, sayLine } from './say-line.ts'
import { settingsFor } from './settings.ts'
import {
  LINE_REASONS,
  type LineReason,
  REASON_WORD,
  SEED_WORD,
  type StatusWord,
  status,
  webhookStatus,
} from './words.ts'

/** `texts`: the answer to a create writes two members of a line item as text. Everything else has them as number and boolean. */
export type Wire = { texts: boolean }

export const sayReturn = (seen: Pick<Seen, 'ret' | 'order' | 'shop'>, { texts }: Wire) => ({
  id: returnId(seen.ret),
  order_id: sayOrderId(seen.order, seen.shop),
  status: sayStatus(seen),
  return_reason: seen.ret.comment ?? '',
  created_at: sayTime(seen.ret.createdAt),
  return_line_items: linesOf(seen.ret, seen.order).map(line => ({
    id: returnLineId(seen.ret, line.place),
    fulfillment_id: sayFulfilmentId(line.fulfilment, seen.order, seen.shop),
    quantity: line.quantity,
    fulfillment_line_item: sayFulfilmentLine(line, seen, texts),
    ...sayReason(line.item),
  })),
})

/** What of a line was sent in the fulfilment its pieces came in. */
export function sayFulfilmentLine(
  { line, fulfilment }: ReturnLine,
  { order, shop }: Pick<Seen, 'order' | 'shop'>,
  texts = false,
) {
  const said = sayLine({ line, order, shop, fulfilment })
  return { quantity: piecesIn(fulfilment, line), line_item: texts ? asTexts(said) : said }
}

/** Left out when nothing was said. */
export function sayReason({ reason }: Item): { return_reason?: LineReason; return_reason_note?: string } {
  const word = reasonWord(reason)
  return { ...(word && { return_reason: word }), ...(reason.comment && { return_reason_note: reason.comment }) }
}

/** Where the shop has no reason of its own for a word, the word itself was kept beside "other". */
const reasonWord = ({ code, text }: Item['reason']): LineReason | null =>
  (code === 'other' ? LINE_REASONS.find(word => word === text) : null) ?? REASON_WORD[code]

export const sayStatus = ({ ret, shop }: Pick<Seen, 'ret' | 'shop'>): StatusWord =>
  folded(read(status, strands(ret)) ?? 'OPEN', shop)

/** Webhooks know one word more. */
export const sayWebhookStatus = ({ ret, shop }: Pick<Seen, 'ret' | 'shop'>): StatusWord =>
  folded(read(webhookStatus, strands(ret)) ?? 'OPEN', shop)

const folded = (word: StatusWord, shop: Shop): StatusWord =>
  settingsFor(shop).seed_words_only ? SEED_WORD[word] : word

export const sayOrderId = (order: Order, shop: Shop): string =>
  settingsFor(shop).platform_ids ? orderDigits(order) : order.refs.externalId

export const sayFulfilmentId = (fulfilment: Fulfilment, order: Order, shop: Shop): string =>
  settingsFor(shop).platform_ids ? fulfilmentDigits(order, fulfilment) : fulfilment.externalId

/** `2022-11-04T10:18:46+00:00`: whole seconds and an offset, never a Z. */
export const sayTime = (at: Instant): string => `${at.slice(0, 19)}+00:00`
