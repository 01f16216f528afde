/** What a shopper may do with a return now, and which of it is the one thing to do. */
import { unsent } from '../../core/return/contents.ts'
import type { VerbName } from '../../core/return/commands.ts'
import { allowed } from '../../core/return/decide.ts'
import type { Return } from '../../core/return/return.ts'
import { countersLeft, standingOffer } from '../../core/return/strands/negotiation.ts'
import type { Seen } from '../look.ts'
import type { FollowedParcel } from './following-parcels.ts'
import type { StateCode } from './following-state.ts'
import type { Standing } from './session.ts'

/** Verbs the page has a place for. Filing, choosing a replacement and paying have pages of their own. */
export const SHOPPER_ACTS = [
  'accept',
  'decline',
  'offer',
  'prove',
  'attach',
  'message',
  'amend',
  'cancel',
  'choose',
  'ship',
  'correct',
  'dispute',
  'withdraw',
] as const satisfies readonly VerbName[]
export type Act = (typeof SHOPPER_ACTS)[number]

/** What the core allows, less what would lead to nothing: photos for what is over, an offer nobody has left, a parcel that holds nothing. */
export function actsOf(seen: Seen, standing: Standing, parcels: readonly FollowedParcel[]): Act[] {
  const open = new Set<string>(allowed(seen.ret, 'shopper', seen.shop.bench))
  return SHOPPER_ACTS.filter(act => open.has(act) && (SENSIBLE[act]?.({ ...seen, standing, parcels }) ?? true))
}

type Looked = Seen & { standing: Standing; parcels: readonly FollowedParcel[] }

const isOpen = ({ request }: Return): boolean => request.state === 'submitted' || request.state === 'approved'

const SENSIBLE: Partial<Record<Act, (looked: Looked) => boolean>> = {
  accept: ({ ret }) => standingOffer(ret)?.by === 'merchant',
  decline: ({ ret }) => standingOffer(ret)?.by === 'merchant',
  // Bounds would tell a recipient what the present cost.
  offer: looked => looked.standing === 'customer' && mayPropose(looked),
  attach: ({ ret }) => isOpen(ret),
  choose: ({ ret }) => otherMethods(ret).length > 0,
  ship: ({ ret }) =>
    ret.request.state === 'approved' && ret.items.some(item => unsent(ret, item) > 0) && ownParcel(ret),
  correct: ({ parcels }) => parcels.some(({ mendable }) => mendable),
  withdraw: ({ ret }) => 'case' in ret.dispute && ret.dispute.case.by === 'shopper',
}

/** The shop talks about amounts, or has begun to talk; else a request is answered and not haggled over. */
function mayPropose({ ret, shop }: Looked): boolean {
  const begun = ret.offers.length > 0 || ret.request.state === 'submitted'
  return (
    begun && (shop.offers.adjustable || ret.offers.length > 0) && countersLeft(ret, 'shopper', shop.offers.counters) > 0
  )
}

/** Ways of travelling on which somebody else makes the parcel. */
const ARRANGED = ['happy_returns', 'carrier_pickup', 'in_store', 'retail_reworks', 'merchant_arranged']

const ownParcel = ({ method }: Return): boolean => method === null || !ARRANGED.includes(method.type)

export const otherMethods = ({ assessment, method }: Return): Return['assessment']['methods'] =>
  assessment.methods.filter(
    ({ type, name }) => type !== 'green_return' && (type !== method?.type || name !== method.name),
  )

/** The one thing to do when it is the shopper's turn. */
export type MainAct = 'offer' | 'evidence' | 'pay' | 'method' | 'label' | 'ship' | 'code' | null

const MAIN: Partial<Record<StateCode, MainAct>> = {
  offer_to_answer: 'offer',
  photos_wanted: 'evidence',
  to_pay: 'pay',
  choose_way: 'method',
  send_with_label: 'label',
  send_yourself: 'ship',
  drop_off: 'code',
  bring_to_store: 'code',
  pickup_failed: 'method',
}

/** Goods that are awaited although the money is there set out like any others. */
const AWAITED: readonly StateCode[] = ['promised_goods_awaited', 'paid_goods_awaited']

export function mainAct(state: StateCode, may: readonly Act[], papers: ReadonlySet<string>): MainAct {
  if (!AWAITED.includes(state)) return MAIN[state] ?? null
  if (papers.has('label')) return 'label'
  if (papers.has('code')) return 'code'
  return may.includes('ship') ? 'ship' : null
}
