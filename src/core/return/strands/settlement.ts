/** Where the money is: read from what was granted and what was paid. */
import { standing } from '../quantities.ts'
import type { Payout, Return } from '../return.ts'
import type { Word } from '../where.ts'

const IN_FLIGHT: readonly Payout['state'][] = ['planned', 'sent', 'unknown']

/** What was promised and still stands, in minor units of the order's currency. */
export const grantedMinor = (ret: Return): number =>
  standing(ret).reduce((all, grant) => all + grant.figure.total.presentment.amountMinor, 0)

export const paidMinor = (ret: Return): number => sumOf(ret.payouts.filter(payout => payout.state === 'done'))

/** Promised, and neither paid nor on its way. */
export const owedMinor = (ret: Return): number =>
  grantedMinor(ret) - sumOf(ret.payouts.filter(payout => payout.state === 'done' || IN_FLIGHT.includes(payout.state)))

export const inFlight = (ret: Return): Payout[] => ret.payouts.filter(payout => IN_FLIGHT.includes(payout.state))

/** The mark that the money went another way; lifted ones do not stand. */
export const elsewhere = (ret: Return): Payout | undefined =>
  ret.payouts.find(payout => payout.kind === 'elsewhere' && payout.state === 'done')

export function settlement(ret: Return): Word<'settlement'> {
  if (elsewhere(ret)) return 'elsewhere'
  if (standing(ret).length === 0) return 'none'
  if (inFlight(ret).length > 0) return 'ordered'
  const paid = paidMinor(ret)
  if (paid >= grantedMinor(ret)) return 'settled'
  if (ret.payouts.findLast(payout => payout.kind !== 'elsewhere')?.state === 'declined') return 'failed'
  return paid > 0 ? 'part' : 'due'
}

const sumOf = (payouts: readonly Payout[]): number =>
  payouts.reduce((all, payout) => all + payout.amount.amountMinor, 0)
