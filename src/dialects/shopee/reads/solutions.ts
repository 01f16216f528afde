/** get_available_solutions: what the seller may offer, and between which amounts. */

import { allowed } from '../../../core/return/decide.ts'
import { read } from '../../../core/return/reading.ts'
import type { Handling } from '../../../core/return/return.ts'
import { countersLeft } from '../../../core/return/strands/negotiation.ts'
import { receiving } from '../../../core/return/strands/receiving.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import { maximum, minimum } from '../../../core/worth/quote.ts'
import type { Seen } from '../../../desk/look.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { cameAfterCompletion } from '../acts/standing.ts'
import { numberOf } from '../amounts.ts'
import type { Input } from '../door.ts'
import { isNo, type ShopeeNo } from '../errors.ts'
import { snOf } from '../ids.ts'
import { lineOf } from '../say-money.ts'
import { status } from '../words.ts'
import { seenBy } from './named.ts'

export async function getAvailableSolutions(
  house: DialectHouse,
  client: Client,
  input: Input,
): Promise<object | ShopeeNo> {
  const seen = await seenBy(house, 'get_available_solutions', client, input)
  if (isNo(seen)) return seen
  return {
    return_sn: snOf(seen.ret),
    offer_return_refund: saySolution(seen, 'send_back'),
    offer_refund: saySolution(seen, 'keep'),
  }
}

/** The amounts are told only where the seller may name one. */
function saySolution(seen: Seen, handling: Handling) {
  const isAdjustable = seen.shop.offers.adjustable
  return {
    eligibility: isOffered(seen, handling),
    refund_amount_adjustable: isAdjustable,
    ...(isAdjustable && {
      max_refund_amount: numberOf(maximum(seen.ret, seen, handling)),
      min_refund_amount: numberOf(minimum(seen.ret, seen, handling)),
    }),
  }
}

/**
 * Offers are made while the request waits for its answer, as often as the shop lets its people. Goods that cannot travel are not asked back, and after the
 * order was complete none are left with the buyer.
 */
function isOffered({ ret, order, shop }: Seen, handling: Handling): boolean {
  const isOpen =
    read(status, strands(ret)) === 'REQUESTED' &&
    allowed(ret, 'owner', shop.bench).includes('offer') &&
    countersLeft(ret, 'merchant', shop.offers.counters) > 0
  if (!isOpen) return false
  if (handling === 'keep') return !cameAfterCompletion({ ret, order })
  const came = ['partial', 'received'].includes(receiving(ret))
  return came || ret.items.some(item => lineOf(order, item)?.requiresShipping)
}
