/** What must be true of every return whatever happened to it. A breach is a bug of ours, so it throws and nothing is saved. */
import { heldOf, received, returned, standing } from './quantities.ts'
import type { Return } from './return.ts'
import { strands } from './strands/strands.ts'
import { type Columns, OPEN, type Row, rowHolds, UNPAID } from './where.ts'

type StateRule = { says: string; when: Row; then: Row }

/** The rules that can be seen from the strands alone; the walk over all reachable states checks the same list. */
export const STATE_RULES: readonly StateRule[] = [
  {
    says: 'An offer stands only while the request is open.',
    when: { negotiation: ['awaiting_merchant', 'awaiting_shopper'] },
    then: { ...OPEN, ...UNPAID },
  },
  { says: 'Nothing is granted on a request nobody has approved.', when: { request: ['submitted'] }, then: UNPAID },
  {
    says: 'Nothing is granted on a rejected or cancelled request.',
    when: { request: ['rejected', 'cancelled'] },
    then: UNPAID,
  },
  {
    says: 'Evidence is due only during a dispute.',
    when: { evidence: ['due'] },
    then: { dispute: ['raised', 'judging'] },
  },
  { says: 'A dispute the merchant raised has nothing granted.', when: { dispute: ['raised'] }, then: UNPAID },
  {
    says: 'Compensation follows a grant.',
    when: {
      compensation: [
        'initial',
        'not_required',
        'not_eligible',
        'pending_request',
        'requested',
        'cancelled',
        'rejected',
        'approved',
      ],
    },
    then: { settlement: ['due', 'ordered', 'part', 'settled', 'failed', 'elsewhere'] },
  },
]

export const brokenRules = (columns: Columns): string[] =>
  STATE_RULES.filter(rule => rowHolds(rule.when, columns) && !rowHolds(rule.then, columns)).map(rule => rule.says)

export function assertInvariants(ret: Return): void {
  const broken = [...brokenRules(strands(ret)), ...brokenCounts(ret)]
  if (broken.length > 0) throw new Error(`Return ${ret.number} broke what must always be true: ${broken.join(' ')}`)
}

/** Pieces stay held until they are freed; freed are those not received, once the request is over. */
function brokenCounts(ret: Return): string[] {
  const held = ['submitted', 'approved', 'resolved'].includes(ret.request.state)
  return ret.items.flatMap(item => [
    ...(returned(item) < 0 ? ['More pieces were removed than asked for.'] : []),
    ...(held && heldOf(item) > item.asked ? ['More pieces are held than were asked for.'] : []),
    ...(item.slices.some(slice => slice.quantity <= 0) ? ['A hold is empty.'] : []),
    ...(received(ret, item.id) < 0 ? ['A count went below zero.'] : []),
    ...standing(ret).flatMap(grant =>
      grant.figure.total.presentment.amountMinor < 0 ? ['A grant is below zero.'] : [],
    ),
  ])
}
