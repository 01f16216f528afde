/** Taking back a discount that what stays no longer deserves. */
import type { Figure, Part } from '../figure.ts'
import { alike, least, type Money, rateOf, sum, type Two, times } from '../money.ts'
import type { Line, Order } from '../order/order.ts'
import { chosen, type Facts } from '../policy/condition.ts'
import type { Policy, Reprice } from '../policy/policy.ts'
import { standing } from '../return/quantities.ts'
import type { Return } from '../return/return.ts'
import { nothingOf } from './quote-fees.ts'
import type { Counter, Pieces } from './quote-pieces.ts'
import { addTwo, grantedPieces, isNothing, negateTwo, nextTwo, subtractTwo } from './worth.ts'

/**
 * Once what the shopper keeps is worth less than the promotion asked for, the kept pieces cost their full price and the difference comes off. The sum
 * taken is always that for what is kept *now*: when more comes back later, what was taken for those pieces is given back, so that a purchase
 * returned whole is repaid whole.
 */
export function repriced(ret: Return, tray: Counter, policy: Policy, facts: Facts, pieces: readonly Pieces[]): Part[] {
  const rule = chosen(policy, 'discount', facts)?.effect.discount ?? 'keep'
  if (rule === 'keep' || pieces.length === 0) return []
  const taken = [ret, ...tray.siblings]
    .flatMap(standing)
    .map(grant => takenBy(grant.figure, tray.order))
    .reduce(addTwo, nothingOf(tray.order))
  const amount = subtractTwo(taken, lost(ret, tray, rule, pieces))
  return isNothing(amount) ? [] : [{ kind: 'deduction', amount, why: 'reprice' }]
}

const isReprice = (part: Part): boolean => part.kind === 'deduction' && part.why === 'reprice'

/** What a grant really took: where it would have gone below zero, what was waived was not taken. */
function takenBy({ parts }: Figure, order: Order): Two {
  const of = (wanted: (part: Part) => boolean) =>
    parts
      .filter(wanted)
      .map(part => part.amount)
      .reduce(addTwo, nothingOf(order))
  const deducted = negateTwo(of(isReprice))
  if (deducted.presentment.amountMinor <= 0) return deducted
  const left = subtractTwo(
    deducted,
    of(part => part.kind === 'waived'),
  )
  return left.presentment.amountMinor > 0 ? left : nothingOf(order)
}

type Kept = { line: Line; from: number; pieces: number }

/** What the discount of the pieces that stay amounts to, when they fall below the threshold. Never more than the discount they really had. */
function lost(ret: Return, tray: Counter, { repriceBelow, ratePpm }: Reprice, pieces: readonly Pieces[]): Two {
  const kept = tray.order.lines.map(line => keptOf(line, ret, tray, pieces))
  const side = repriceBelow.currency === tray.order.currency ? 'presentment' : 'shop'
  const stays = sum(
    kept.map(one => times(one.line.unitPrice[side], one.pieces)),
    tray.order[side === 'shop' ? 'shopCurrency' : 'currency'],
  )
  const none = nothingOf(tray.order)
  if (stays.currency !== repriceBelow.currency || stays.amountMinor >= repriceBelow.amountMinor) return none
  return kept.map(one => lostOn(one, ratePpm)).reduce(addTwo, none)
}

function keptOf(line: Line, ret: Return, { siblings }: Counter, pieces: readonly Pieces[]): Kept {
  const now = pieces.reduce((all, one) => (one.line.id === line.id ? all + one.quantity : all), 0)
  const from = grantedPieces(line.id, [ret, ...siblings]) + now
  return { line, from, pieces: Math.max(0, line.quantity - line.cancelled - from) }
}

/** Taxes on top grow with the price, so the loss is scaled from net to what was paid. */
function lostOn({ line, from, pieces }: Kept, ratePpm: number): Two {
  const had = nextTwo(line.discount, from, pieces, line.quantity)
  const onTop = line.taxes.filter(tax => !tax.included).map(tax => tax.amount)
  const net = onTop.reduce(subtractTwo, line.paid)
  const side = (of: 'presentment' | 'shop'): Money => {
    const loss = least(rateOf(times(line.unitPrice[of], pieces), ratePpm), had[of])
    return net[of].amountMinor > 0 ? alike(loss, net[of], line.paid[of]) : loss
  }
  return { presentment: side('presentment'), shop: side('shop') }
}
