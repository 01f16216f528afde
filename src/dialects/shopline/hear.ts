/** What a client says when it creates a return, read and made into our command. */
import type { Line, Order, Fulfilment } from '../../core/order/order.ts'
import type { ReasonCode } from '../../core/reasons.ts'
import type { Asked, Command, ReasonGiven } from '../../core/return/commands.ts'
import type { Shop } from '../../core/shop.ts'
import { epochMs, type Instant } from '../../core/time.ts'
import { isNo, type No, no } from './answer.ts'
import { fulfilmentNamed, lineNamed } from './find.ts'
import { bodyOf, Hearing } from './hearing.ts'
import { LINE_REASONS, type LineReason, REASON_HEARD } from './words.ts'

export type CreateHeard = {
  order: string
  notify: boolean
  happenedAt: Instant | null
  comment: string | null
  lines: LineHeard[]
}
type LineHeard = {
  fulfilment: string
  line: string
  quantity: number
  reason: LineReason | null
  note: string | null
}

/** At most 128 characters (create a return, v20260301). */
const LONGEST_NOTE = 128
/** Clocks differ; what is later than this has not happened yet. */
const CLOCK_MS = 5 * 60_000

/** Only what can be judged without looking at the order. Members nobody knows are passed over. */
export function hearCreate(body: unknown, now: Instant): CreateHeard | No {
  const hearing = new Hearing()
  const said = bodyOf(hearing, body)
  const order = hearing.id(said.order_seq, 'order_seq', { required: true }) ?? ''
  // Marked as required, and still missing from what clients send that leave out every false.
  const notify = hearing.flag(said.notify_customer, 'notify_customer')
  const happenedAt = hearing.moment(said.processed_at, 'processed_at')
  if (happenedAt !== null && epochMs(happenedAt) > epochMs(now) + CLOCK_MS)
    hearing.refuse('processed_at must not be in the future.')
  const comment = hearing.text(said.return_reason, 'return_reason') || null
  const rows = hearing.rows(said.return_line_items, 'return_line_items', { required: true })
  const lines = rows.map((row, place) => hearLine(hearing, row, `return_line_items[${place}]`))
  return hearing.trouble ?? { order, notify, happenedAt, comment, lines }
}

function hearLine(hearing: Hearing, row: Readonly<Record<string, unknown>>, path: string): LineHeard {
  const quantity = hearing.whole(row.quantity, `${path}.quantity`, { required: true })
  if (quantity !== null && quantity < 1) hearing.refuse(`${path}.quantity must be at least 1.`)
  return {
    fulfilment: hearing.id(row.fulfillment_id, `${path}.fulfillment_id`, { required: true }) ?? '',
    // Small numbers; the platform's own refund call has them as integers.
    line: hearing.id(row.line_item_id, `${path}.line_item_id`, { required: true, numbers: true }) ?? '',
    quantity: quantity ?? 0,
    reason: row.return_reason === '' ? null : hearing.word(row.return_reason, `${path}.return_reason`, LINE_REASONS),
    note: hearing.text(row.return_reason_note, `${path}.return_reason_note`, { most: LONGEST_NOTE }) || null,
  }
}

/** The command, or what the order has against it. Repeated pairs stay items of their own; the holds judge them by their sum. */
export function submitOf(heard: CreateHeard, order: Order, shop: Shop): Command<'submit'> | No {
  if (order.state === 'cancelled') return no(422, 'The order has been cancelled.')
  if (!order.fulfilments.some(({ state }) => state === 'sent'))
    return no(422, 'Nothing of the order has been fulfilled yet.')
  const items: Asked[] = []
  for (const [place, line] of heard.lines.entries()) {
    const asked = askedOf(line, order, shop, `return_line_items[${place}]`)
    if (isNo(asked)) return asked
    items.push(asked)
  }
  const { comment, happenedAt } = heard
  return { verb: 'submit', items, comment, happenedAt, approved: true, lane: 'special' }
}

function askedOf(heard: LineHeard, order: Order, shop: Shop, path: string): Asked | No {
  const fulfilment = fulfilmentNamed(order, heard.fulfilment)
  if (fulfilment === null) return no(422, `${path}.fulfillment_id: The order has no such fulfillment.`)
  if (fulfilment.state === 'cancelled') return no(422, `${path}.fulfillment_id: The fulfillment has been cancelled.`)
  const line = lineNamed(order, heard.line)
  if (line === null || !holds(fulfilment, line, order))
    return no(422, `${path}.line_item_id: The product line is not part of the fulfillment.`)
  return {
    line: line.id,
    fulfilment: fulfilment.id,
    quantity: heard.quantity,
    reason: reasonGiven(heard, shop),
  }
}

/** A kit is in a fulfilment when all its parts are. */
function holds(fulfilment: Fulfilment, line: Line, order: Order): boolean {
  const parts = order.lines.filter(({ kit }) => kit?.parent === line.id)
  return (parts.length === 0 ? [line] : parts).every(part => fulfilment.lines.some(entry => entry.line === part.id))
}

/** A shop that keeps no such reason files it under "other" and keeps the platform's word beside it, so that the word comes back as itself. */
function reasonGiven({ reason, note }: LineHeard, shop: Shop): ReasonGiven {
  const code = reason === null ? 'none' : REASON_HEARD[reason]
  const comment = note
  if (knows(shop, code) || !knows(shop, 'other')) return { code, comment }
  return { code: 'other', text: reason, comment }
}

const knows = ({ reasons }: Shop, code: ReasonCode): boolean =>
  reasons.length === 0 || reasons.some(entry => entry.code === code)
