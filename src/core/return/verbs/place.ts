import { type Refusal, refuse, refused } from '../../refusal.ts'
import { quote } from '../../worth/quote.ts'
import { openCharges } from '../charging.ts'
import type { Commands } from '../commands.ts'
import { granted, offerOvertaken } from '../consequences.ts'
import type { Event } from '../events.ts'
import { follow } from '../evolve.ts'
import { payouts } from '../paying.ts'
import type { Exchange, Resolution, Return } from '../return.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { both, holds, PAYABLE, UNPAID } from '../where.ts'

/**
 * The outside answer to an exchange: its order was placed, or could not be. Once placed, the credit of the pieces goes into it – at once, unless the
 * replacement left in advance: then the goods are still owed, and their credit waits until they are here and somebody pays it.
 */
export const place: Verb<'place'> = {
  may: { system: {}, merchant: {} },
  locks: ['goods', 'money'],

  decide(ret, answer, tray) {
    if (!ret.exchange) return refuse('not_open', { sentence: 'No exchange has been proposed for this return.' })
    return 'failed' in answer
      ? failed(ret, ret.exchange, answer.failed, tray)
      : ordered(ret, ret.exchange, answer.ordered, tray)
  },
}

type Ordered = Extract<Commands['place'], { ordered: unknown }>['ordered']

function ordered(ret: Return, exchange: Exchange, order: Ordered, tray: Tray): Event[] | Refusal {
  if (exchange.state === 'ordered') {
    if (exchange.order?.externalId === order.externalId) return []
    return refuse('not_open', {
      path: 'ordered',
      sentence: 'Another order was placed for this exchange already.',
      order: exchange.order?.externalId,
    })
  }
  const { order: id, externalId, number, customer = ret.contact, country = tray.order.country } = order
  const placed = happened(tray, 'exchange.ordered', { order: { id, externalId, number, customer, country } })
  if (exchange.state !== 'proposed') {
    return [
      placed,
      happened(tray, 'return.flagged', {
        why: `Order ${number} was placed for an exchange that was ${exchange.state}.`,
      }),
    ]
  }
  const advance = ret.charges.some(charge => charge.kind === 'not_returned' && charge.state !== 'released')
  return follow(
    ret,
    () => [placed],
    now => (advance ? [] : promise(now, tray)),
    now => payouts(now, tray, { only: grant => grant.to === 'exchange' }),
  )
}

/** Only the exchanged pieces: what is refunded beside them keeps its own time. A replacement that leaves before inspection is sent on trust. */
function promise(ret: Return, tray: Tray): Event[] | Refusal {
  if (!holds(both(PAYABLE, UNPAID), strands(ret))) return []
  const basis = strands(ret).receiving === 'awaited' ? ({ basis: 'asked' } as const) : {}
  const answer = quote(ret, tray, basis)
  if (refused(answer)) return answer
  const lines = answer.grants.filter(grant => grant.to === 'exchange').flatMap(grant => grant.lines)
  if (lines.length === 0) return []
  return follow(
    ret,
    now => offerOvertaken(now, tray),
    now => granted(now, tray, { ...basis, lines }),
  )
}

function failed(ret: Return, exchange: Exchange, why: string, tray: Tray): Event[] | Refusal {
  if (exchange.state === 'failed') return []
  if (exchange.state !== 'proposed')
    return refuse('not_open', { path: 'failed', sentence: `This exchange is ${exchange.state} already.` })
  return [
    happened(tray, 'exchange.failed', { why }),
    ...(exchange.reservedUntil ? [happened(tray, 'stock.freed', {})] : []),
    ...openCharges(ret.charges)
      .filter(charge => charge.kind !== 'return_cost')
      .map(charge => happened(tray, 'charge.released', { charge: charge.id })),
    ...(why === 'out_of_stock' ? fallback(ret, tray) : []),
  ]
}

/** Sold out: the shop's own choice of what the shopper gets instead. Waiting keeps the wish as it is. */
function fallback(ret: Return, tray: Tray): Event[] {
  const { exchangeFallback } = tray.shop
  if (exchangeFallback === 'wait') return []
  const resolution: Resolution = {
    type: 'refund',
    to: exchangeFallback === 'store_credit' ? 'store_credit' : 'original_payment',
  }
  return ret.items
    .filter(item => item.resolution.type !== 'refund')
    .map(item => happened(tray, 'item.changed', { item: item.id, resolution }))
}
