import type { ItemId } from '../../ids.ts'
import { add, money, subtract, times } from '../../money.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import { plus } from '../../time.ts'
import { quote } from '../../worth/quote.ts'
import { asking, charged, openCharges } from '../charging.ts'
import type { Commands } from '../commands.ts'
import { wholePieces } from '../contents.ts'
import type { Event } from '../events.ts'
import { follow } from '../evolve.ts'
import { itemOf, returned } from '../quantities.ts'
import type { Exchange, ExchangeLine, Resolution, Return } from '../return.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { OPEN, type Row, UNPAID } from '../where.ts'

const BY_SHOPPER: Row = { request: ['submitted'], ...UNPAID }
const BY_MERCHANT: Row = { ...OPEN, ...UNPAID }

/**
 * Propose what goes out for what comes back. There is one proposal at a time: another one takes its place, the same one again changes nothing, and
 * nothing is promised about stock or money until the order is placed. What the shopper owes on top is asked for, never simply taken.
 */
export const exchange: Verb<'exchange'> = {
  may: { shopper: BY_SHOPPER, merchant: BY_MERCHANT },
  locks: ['goods'],

  decide(ret, args, tray) {
    if (ret.exchange?.state === 'ordered')
      return refuse('not_open', { sentence: 'The replacement has been ordered already.' })
    const lines = linesOf(ret, args.lines, tray)
    if (refused(lines)) return lines
    const proposal: Exchange = {
      lines,
      bonus: [],
      chargeBy: args.chargeBy ?? 'shop',
      reservedUntil: args.reserve ? (args.reserve.until ?? reservation(tray)) : null,
      state: 'proposed',
      why: null,
      order: null,
    }
    if (sameProposal(ret, proposal, args.advance ?? false)) return []
    return follow(
      ret,
      now => withdrawn(now, tray),
      now => resolved(now, lines, tray),
      () => [happened(tray, 'exchange.proposed', { exchange: { ...proposal, reservedUntil: null } })],
      () => (proposal.reservedUntil ? [happened(tray, 'stock.reserved', { until: proposal.reservedUntil })] : []),
      now => asked(now, args.advance ?? false, tray),
    )
  },
}

function linesOf(ret: Return, given: Commands['exchange']['lines'], tray: Tray): ExchangeLine[] | Refusal {
  if (given.length === 0)
    return refuse('quantity_invalid', { path: 'lines', sentence: 'Name what shall be sent instead.' })
  const replaced = new Map<ItemId, number>()
  for (const [place, line] of given.entries()) {
    const refusal = lineRefused(line, place, tray) ?? replacesRefused(ret, line, place, replaced)
    if (refusal) return refusal
  }
  return given.map(line => ({ ...line, total: totalOf(line) }))
}

/** `unit` is the price of one piece before tax on top; `tax` is that tax for the whole line. */
const totalOf = ({ unit, tax, quantity }: Omit<ExchangeLine, 'total'>): ExchangeLine['total'] => ({
  presentment: add(times(unit.presentment, quantity), tax.presentment),
  shop: add(times(unit.shop, quantity), tax.shop),
})

function lineRefused(
  { unit, tax, quantity }: Omit<ExchangeLine, 'total'>,
  place: number,
  { order }: Tray,
): Refusal | null {
  if (!wholePieces(quantity))
    return refuse('quantity_invalid', {
      path: `lines[${place}].quantity`,
      sentence: 'Name a whole number of pieces, at least one.',
    })
  for (const [name, amount] of Object.entries({ unit, tax })) {
    if (amount.presentment.currency !== order.currency || amount.shop.currency !== order.shopCurrency) {
      return refuse('currency_mismatch', {
        path: `lines[${place}].${name}`,
        sentence: `State prices in ${order.currency}, and in ${order.shopCurrency} for the shop's books.`,
        currency: order.currency,
      })
    }
    if (
      ![amount.presentment, amount.shop].every(one => Number.isSafeInteger(one.amountMinor) && one.amountMinor >= 0)
    ) {
      return refuse('amount_invalid', {
        path: `lines[${place}].${name}`,
        sentence: 'State an amount in whole minor units, not below zero.',
      })
    }
  }
  return null
}

function replacesRefused(
  ret: Return,
  { replaces, quantity }: Omit<ExchangeLine, 'total'>,
  place: number,
  replaced: Map<ItemId, number>,
): Refusal | null {
  if (replaces === null) return null
  const item = itemOf(ret, replaces)
  if (!item)
    return refuse('unknown_line', {
      path: `lines[${place}].replaces`,
      sentence: 'This return has no such item; name one of its items.',
    })
  const sum = (replaced.get(replaces) ?? 0) + quantity
  replaced.set(replaces, sum)
  if (sum <= returned(item)) return null
  return refuse('quantity_exceeded', {
    path: `lines[${place}].quantity`,
    sentence: `${returned(item)} of this item come back; replace that many or fewer.`,
    most: returned(item),
    asked: sum,
  })
}

/** As long as the shopper has to send the goods; two weeks where that has no end. */
const reservation = ({ at, shop }: Tray) => plus(at, shop.lengths.ship ?? { hours: 14 * 24 })

function sameProposal({ exchange, charges }: Return, proposal: Exchange, advance: boolean): boolean {
  if (exchange?.state !== 'proposed') return false
  const held = openCharges(charges).some(charge => charge.kind === 'not_returned')
  const essence = ({ lines, chargeBy, reservedUntil }: Exchange) =>
    JSON.stringify({ lines, chargeBy, reserved: reservedUntil !== null })
  return held === advance && essence(exchange) === essence(proposal)
}

/** The earlier proposal's stock and its unpaid charges go back. */
const withdrawn = (ret: Return, tray: Tray): Event[] => [
  ...(ret.exchange?.state === 'proposed' && ret.exchange.reservedUntil ? [happened(tray, 'stock.freed', {})] : []),
  ...openCharges(ret.charges)
    .filter(charge => charge.kind !== 'return_cost')
    .map(charge => happened(tray, 'charge.released', { charge: charge.id })),
]

/** An item that is replaced is paid for by its replacement: even when it is the same article in another variant, by its price when it is not. */
const resolved = (ret: Return, lines: readonly ExchangeLine[], tray: Tray): Event[] =>
  ret.items.flatMap(item => {
    const line = lines.find(one => one.replaces === item.id)
    const sold = tray.order.lines.find(one => one.id === item.line)
    if (!line || !sold) return []
    const same = line.product === sold.product.id || line.product === sold.product.externalId
    const resolution: Resolution = same ? { type: 'replace', variant: line.variant } : { type: 'swap' }
    return JSON.stringify(resolution) === JSON.stringify(item.resolution)
      ? []
      : [happened(tray, 'item.changed', { item: item.id, resolution })]
  })

/** The difference is asked for where the shop collects it; for an advance the value of the goods that are still out is to be held until they come. */
function asked(ret: Return, advance: boolean, tray: Tray): Event[] | Refusal {
  const awaited = strands(ret).receiving === 'awaited'
  const answer = quote(ret, tray, awaited ? { basis: 'asked' } : {})
  if (refused(answer)) return answer
  const { currency } = tray.order
  const due = subtract(answer.due.presentment, charged(ret, 'exchange_difference', currency))
  const covered = answer.grants
    .filter(one => one.to === 'exchange')
    .map(one => one.figure.total.presentment)
    .reduce(add, money(0, currency))
  return [
    ...(ret.exchange?.chargeBy === 'shop' ? asking(ret, 'exchange_difference', due, tray) : []),
    ...(advance ? asking(ret, 'not_returned', covered, tray) : []),
  ]
}
