/** What is still under way on a return, and so speaks against forgetting whose it is: somebody has to be written to, paid or sent something. */
import type { Return } from '../return/return.ts'
import { parcelState } from '../return/strands/parcel.ts'
import { strands } from '../return/strands/strands.ts'
import type { Columns } from '../return/where.ts'

export const OPEN_MATTERS = ['request', 'dispute', 'compensation', 'payout', 'charge', 'parcel'] as const
export type OpenMatter = (typeof OPEN_MATTERS)[number]

export const OPEN_MATTER_MEANS: Record<OpenMatter, string> = {
  request: 'The request is not decided, or approved and not yet paid.',
  dispute: 'A dispute waits for its verdict.',
  compensation: 'The marketplace owes the merchant an answer.',
  payout: 'Money was promised and has not arrived.',
  charge: 'The shopper owes something that was not collected or let go.',
  parcel: 'A parcel is on its way back to the shopper.',
}

export function openMatters(ret: Return, columns: Columns = strands(ret)): OpenMatter[] {
  const open: Record<OpenMatter, boolean> = {
    request: columns.request === 'submitted' || (columns.request === 'approved' && !isPaid(columns)),
    dispute: columns.dispute === 'raised' || columns.dispute === 'judging',
    compensation: columns.compensation === 'pending_request' || columns.compensation === 'requested',
    payout: ['due', 'ordered', 'part', 'failed'].includes(columns.settlement),
    charge: ret.charges.some(charge => ['asked', 'authorized', 'sent'].includes(charge.state)),
    parcel: ret.shipments.some(
      parcel => parcel.leg === 'back' && !['delivered', 'lost', 'cancelled'].includes(parcelState(parcel)),
    ),
  }
  return OPEN_MATTERS.filter(matter => open[matter])
}

const isPaid = ({ settlement }: Columns): boolean => settlement === 'settled' || settlement === 'elsewhere'
