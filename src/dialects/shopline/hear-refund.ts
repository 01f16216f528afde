/** What a client says when it refunds, or asks what a refund would come to. */
import type { Line, Order } from '../../core/order/order.ts'
import { isNo, type No, no } from './answer.ts'
import { lineNamed } from './find.ts'
import { bodyOf, Hearing } from './hearing.ts'
import { minorIn } from './money.ts'

type Members = Readonly<Record<string, unknown>>

export type RefundHeard = {
  order: string
  note: string | null
  notify: boolean
  currency: string | null
  lines: { path: string; line: string; quantity: number }[]
  payments: { path: string; id: string | null; amount: string; currency: string | null }[]
}

/** Pieces that were never sent are no return, and nothing else is refunded here. */
const TYPES = ['Unshipped', 'Returned'] as const
const RESTOCKS = ['return', 'no_restock'] as const

export function hearRefund(body: unknown): RefundHeard | No {
  const hearing = new Hearing()
  const said = bodyOf(hearing, body)
  hearing.moment(said.processed_at, 'processed_at')
  const payments = hearing.rows(said.transactions, 'transactions').map((row, place) => hearPayment(hearing, row, place))
  const heard = {
    order: hearing.id(said.order_id, 'order_id', { required: true }) ?? '',
    note: hearing.text(said.note, 'note') || null,
    notify: hearing.flag(said.notify, 'notify'),
    ...common(hearing, said),
    payments,
  }
  return hearing.trouble ?? heard
}

export type TrialHeard = Pick<RefundHeard, 'currency' | 'lines'>

export function hearTrial(body: unknown): TrialHeard | No {
  const hearing = new Hearing()
  const heard = common(hearing, bodyOf(hearing, body))
  return hearing.trouble ?? heard
}

function common(hearing: Hearing, said: Members): TrialHeard {
  hearShipping(hearing, said.shipping)
  return {
    currency: hearing.text(said.currency, 'currency') || null,
    lines: hearing
      .rows(said.refund_line_items, 'refund_line_items', { required: true })
      .map((row, place) => hearLine(hearing, row, `refund_line_items[${place}]`)),
  }
}

function hearLine(hearing: Hearing, row: Members, path: string): RefundHeard['lines'][number] {
  const type = hearing.word(row.type, `${path}.type`, TYPES, { required: true })
  if (type === 'Unshipped') hearing.refuse(`${path}.type: Only products that have been returned can be refunded here.`)
  hearing.word(row.restock_type || null, `${path}.restock_type`, RESTOCKS)
  hearing.text(row.location_id, `${path}.location_id`)
  const quantity = hearing.whole(row.quantity, `${path}.quantity`, { required: true })
  if (quantity !== null && quantity < 1) hearing.refuse(`${path}.quantity must be at least 1.`)
  // An integer in one of the platform's refund calls, a string in the other.
  const line = hearing.id(row.line_item_id, `${path}.line_item_id`, { required: true, numbers: true })
  return { path, line: line ?? '', quantity: quantity ?? 0 }
}

function hearPayment(hearing: Hearing, row: Members, place: number): RefundHeard['payments'][number] {
  const path = `transactions[${place}]`
  hearing.text(row.gateway, `${path}.gateway`)
  hearing.flag(row.type, `${path}.type`)
  hearing.word(row.kind || null, `${path}.kind`, ['refund'])
  return {
    path,
    id: hearing.id(row.id, `${path}.id`),
    amount: hearing.text(row.amount, `${path}.amount`, { required: true, most: 20 }) ?? '',
    currency: hearing.text(row.currency, `${path}.currency`) || null,
  }
}

/** Freight goes back as the shop's policy says, so nobody types it; asking for none of it is no matter. */
function hearShipping(hearing: Hearing, value: unknown): void {
  const said = hearing.members(value, 'shipping') ?? {}
  const amount = hearing.text(said.amount, 'shipping.amount') || '0'
  if (hearing.flag(said.full_refund, 'shipping.full_refund') || Number(amount) !== 0)
    hearing.refuse('shipping: Shipping is refunded as the shop’s policy says; leave it out.')
}

/** Pieces by line of the order; the same line named twice is judged by the sum. */
export function piecesHeard(
  { lines, currency }: TrialHeard,
  order: Order,
): { line: Line; path: string; quantity: number }[] | No {
  if (currency !== null && currency !== order.currency) return no(422, `currency must be ${order.currency}.`)
  const pieces = new Map<Line, { line: Line; path: string; quantity: number }>()
  for (const { path, line: id, quantity } of lines) {
    const line = lineNamed(order, id)
    if (line === null) return no(422, `${path}.line_item_id: The order has no such product line.`)
    const sum = pieces.get(line)
    pieces.set(line, { line, path: sum?.path ?? path, quantity: (sum?.quantity ?? 0) + quantity })
  }
  return [...pieces.values()]
}

/** What all transactions together say is paid back, in minor units; null when they say nothing. */
export function amountHeard({ payments }: RefundHeard, order: Order): number | null | No {
  const amounts = payments.map(({ path, id, amount, currency }) => {
    if (currency !== null && currency !== order.currency)
      return no(
        422,
        `${path}.currency: the input currency must be the settlement currency of the payment: ${order.currency}`,
      )
    if (id !== null && !order.payments.some(known => known.externalId === id || known.id === id))
      return no(422, `${path}.id: The order has no such payment.`)
    return minorIn(amount, order.currency) || no(422, `${path}.amount must be an amount of ${order.currency} above 0.`)
  })
  const wrong = amounts.find(isNo)
  if (wrong) return wrong
  return amounts.length === 0 ? null : (amounts as number[]).reduce((all, amount) => all + amount, 0)
}
