/** What was delivered, told in components: a delivered kit is its parts. */
import type { FulfilmentId, LineId } from '../ids.ts'
import { type Fault, fault } from './entry-check.ts'
import type { Entry } from './entry-needs.ts'
import type { Fulfilment, Line, Order } from './order.ts'
import type { FulfilmentInput, OrderInput } from './order-input.ts'

/** The name of the one delivery an order gets that came without any. */
const WHOLE = 'whole'

/**
 * Known deliveries keep their ids, and one that is no longer named stays: goods do not become undelivered by silence (say `cancelled`). The delivery
 * that was made up for an order without any becomes the first real one, so that pieces held on it stay held.
 */
export function fulfilmentsOf(
  input: OrderInput,
  lines: readonly Line[],
  before: Order | null,
  fresh: Entry['fresh'],
): Fulfilment[] {
  const known = before?.fulfilments ?? []
  if (input.fulfilments === undefined)
    return known.length > 0 || input.state === 'cancelled'
      ? madeUpAnew(known, input, lines)
      : [whole(input, lines, fresh())]
  const madeUp = known.find(one => one.externalId === WHOLE)
  const named = input.fulfilments.map((delivery, place) => {
    const id =
      known.find(one => one.externalId === delivery.externalId)?.id ??
      (place === 0 ? madeUp?.id : undefined) ??
      fresh<FulfilmentId>()
    return fulfilmentOf(delivery, id, lines)
  })
  return [...known.filter(one => !named.some(other => other.id === one.id)), ...named]
}

/** Pieces cancelled or a delivery day learned later change the made-up delivery; real ones are left as they were told. */
const madeUpAnew = (known: readonly Fulfilment[], input: OrderInput, lines: readonly Line[]): Fulfilment[] =>
  known.map(one => (one.externalId === WHOLE ? whole(input, lines, one.id) : one))

const whole = (input: OrderInput, lines: readonly Line[], id: FulfilmentId): Fulfilment => ({
  id,
  externalId: WHOLE,
  state: 'sent',
  lines: goods(lines)
    .map(line => ({ line: line.id, quantity: line.quantity - line.cancelled }))
    .filter(one => one.quantity > 0),
  sentAt: null,
  deliveredAt: input.completedAt ?? null,
  carrier: null,
  tracking: [],
})

const fulfilmentOf = (delivery: FulfilmentInput, id: FulfilmentId, lines: readonly Line[]): Fulfilment => ({
  id,
  externalId: delivery.externalId,
  state: delivery.state ?? 'sent',
  lines: merged(delivery.lines.flatMap(one => piecesOf(lines, one.line, one.quantity))),
  sentAt: delivery.sentAt ?? null,
  deliveredAt: delivery.deliveredAt ?? null,
  carrier: delivery.carrier ?? null,
  tracking: delivery.tracking ?? [],
})

/** Lines that are handled piece by piece: everything but the parents of kits. */
function goods(lines: readonly Line[]): Line[] {
  const parents = new Set(lines.map(line => line.kit?.parent))
  return lines.filter(line => !parents.has(line.id))
}

type Delivered = { line: LineId; quantity: number }

function piecesOf(lines: readonly Line[], name: string, quantity: number): Delivered[] {
  const line = lines.find(one => one.externalId === name)
  if (!line) return []
  const parts = lines.filter(one => one.kit?.parent === line.id)
  return parts.length === 0
    ? [{ line: line.id, quantity }]
    : parts.map(part => ({ line: part.id, quantity: quantity * (part.kit?.per ?? 1) }))
}

function merged(delivered: readonly Delivered[]): Delivered[] {
  const pieces = new Map<LineId, number>()
  for (const { line, quantity } of delivered) pieces.set(line, (pieces.get(line) ?? 0) + quantity)
  return [...pieces].map(([line, quantity]) => ({ line, quantity }))
}

/** Names of lines that are not in the order, counts that are no counts, and more delivered than was ordered and not cancelled. */
export function deliveryFaults(input: OrderInput, lines: readonly Line[], fulfilments: readonly Fulfilment[]): Fault[] {
  const named = (input.fulfilments ?? []).flatMap((delivery, place) =>
    delivery.lines.flatMap((one, at) => memberFaults(one, `fulfilments.${place}.lines.${at}`, lines)),
  )
  const deals = (input.deals ?? []).flatMap((deal, place) =>
    deal.lines.flatMap((one, at) => memberFaults(one, `deals.${place}.lines.${at}`, lines)),
  )
  const faults = [...named, ...deals]
  return faults.length > 0 ? faults : lines.flatMap(line => overDelivered(line, fulfilments))
}

function memberFaults(
  { line, quantity }: { line: string; quantity: number },
  path: string,
  lines: readonly Line[],
): Fault[] {
  return [
    ...(lines.some(one => one.externalId === line) ? [] : [fault(`${path}.line`, `The order has no line ${line}.`)]),
    ...(Number.isSafeInteger(quantity) && quantity > 0
      ? []
      : [fault(`${path}.quantity`, 'This must be a whole number of at least 1.')]),
  ]
}

function overDelivered(line: Line, fulfilments: readonly Fulfilment[]): Fault[] {
  const sent = fulfilments.filter(one => one.state === 'sent').flatMap(one => one.lines)
  const delivered = sent.reduce((all, one) => (one.line === line.id ? all + one.quantity : all), 0)
  const there = line.quantity - line.cancelled
  if (delivered <= there) return []
  return [
    fault(
      'fulfilments',
      `Of line ${line.externalId} ${delivered} pieces are delivered, but only ${there} were ordered and not cancelled.`,
    ),
  ]
}
