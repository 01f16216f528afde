import { type Currency, digits, type Money } from '../../../core/money.ts'
import { type Refusal, refuse, refused } from '../../../core/refusal.ts'
import type { Handling } from '../../../core/return/return.ts'
import type { Seen } from '../../../desk/look.ts'
import { isNo, no, type ShopeeNo, wrong } from '../errors.ts'
import { snOf } from '../ids.ts'
import { type Act, type Asked, change } from './change.ts'
import { numberIn, textIn } from './fields.ts'
import { cameAfterCompletion, statusOf } from './standing.ts'

const SOLUTIONS: Readonly<Record<string, Handling>> = { RETURN_REFUND: 'send_back', REFUND: 'keep' }

/** Propose other terms to the buyer. An earlier offer of the seller's that still waits is replaced, one of the buyer's is countered. */
export const offer: Act = async asked => {
  const proposed = hear(asked)
  if (isNo(proposed)) return proposed
  const done = await change(asked, seen => {
    const closed = gates(seen, proposed)
    if (closed) return closed
    const amount = amountFor(seen, proposed.amount)
    if (isNo(amount) || refused(amount)) return amount
    return [{ verb: 'offer', terms: { handling: proposed.handling, amount } }]
  })
  return isNo(done) ? done : { return_sn: snOf(done.ret) }
}

type Proposed = { handling: Handling; amount: number | undefined }

function hear({ input }: Asked): Proposed | ShopeeNo {
  const solution = textIn(input, 'proposed_solution')
  if (isNo(solution)) return solution
  if (solution === undefined || solution === '') return wrong('proposed_solution is required')
  const handling = Object.hasOwn(SOLUTIONS, solution) ? SOLUTIONS[solution] : undefined
  if (handling === undefined) return UNAVAILABLE
  const amount = numberIn(input, 'proposed_adjusted_refund_amount')
  return isNo(amount) ? amount : { handling, amount }
}

const UNAVAILABLE = no('error_param', 'This proposed solution is not one of the available solutions for this return.')

/** After the order was completed a seller cannot give the money and leave the goods, neither at once nor by an offer. */
const NO_REFUND = no('error_data', 'Type of return does not allow seller to offer refund')

function gates(seen: Seen, { handling }: Proposed): Refusal | ShopeeNo | null {
  const word = statusOf(seen.ret)
  if (word === 'SELLER_DISPUTE' || word === 'JUDGING') return refuse('disputed')
  if (word !== 'REQUESTED') return refuse('not_open')
  return handling === 'keep' && cameAfterCompletion(seen) ? NO_REFUND : null
}

/** What was typed, in whole units. Bounds, and whether an amount may be named at all, are the house's own question. */
function amountFor({ order, shop }: Seen, amount: number | undefined): Money | null | Refusal | ShopeeNo {
  if (amount === undefined) return null
  if (!shop.offers.adjustable) return refuse('amount_fixed')
  return minorOf(amount, order.currency)
}

function minorOf(amount: number, currency: Currency): Money | Refusal | ShopeeNo {
  if (amount <= 0) return refuse('amount_invalid')
  const places = digits(currency)
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(amount)) ?? []
  if (whole === '' || fraction.length > places)
    return no('error_param', `The proposed adjusted refund amount only accepts ${places} digit(s) after decimal point`)
  const amountMinor = Number(whole + fraction.padEnd(places, '0'))
  return Number.isSafeInteger(amountMinor) ? { amountMinor, currency } : refuse('amount_too_high')
}
