/** What follows from how a return stands: the second sentence, mostly about money. */
import type { Return } from '../../core/return/return.ts'
import type { Seen } from '../look.ts'
import type { FollowedMoney } from './following-money.ts'
import type { Phase, Places, StateCode } from './following-state.ts'

export type ThenCode =
  | 'money_if_agreed'
  | 'credit_if_agreed'
  | 'exchange_if_agreed'
  | 'money_after_check'
  | 'credit_after_check'
  | 'exchange_after_check'
  | 'money_for_kept'
  | 'bank_days'
  | 'more_to_come'
  | 'goods_or_charge'
  | 'exchange_failed'
  | 'may_appeal'
  | 'goods_on_way_back'
  | 'money_stands'

type Then = { code: ThenCode } & Places

export function thenOf({ ret, shop }: Seen, code: StateCode, phase: Phase, money: FollowedMoney): Then | null {
  const expected = money.expected !== null && money.expected.amountMinor > 0 ? money.expected : null
  if (code === 'paid' || code === 'paying') return { code: 'bank_days' }
  if (code === 'paid_more_to_come' || code === 'paid_in_part')
    return expected ? { code: 'more_to_come', amount: expected } : null
  if (code === 'paid_goods_awaited' || code === 'promised_goods_awaited') return { code: 'goods_or_charge' }
  if (phase === 'ended' || code === 'arrived_late') return afterEnd(ret, code, money, shop.bench === 'arbiter')
  if (ret.exchange?.state === 'failed') return { code: 'exchange_failed' }
  if (phase === 'money' || code === 'to_pay') return null
  if (code === 'kept') return expected ? { code: 'money_for_kept', amount: expected } : null
  const wish = wishOf(ret)
  if (wish !== 'exchange' && expected === null) return null
  return { code: `${wish}_${phase === 'answer' ? 'if_agreed' : 'after_check'}`, amount: expected }
}

function afterEnd(ret: Return, code: StateCode, money: FollowedMoney, hasArbiter: boolean): Then | null {
  if (ret.shipments.some(({ leg, cancelledAt }) => leg === 'back' && cancelledAt === null))
    return { code: 'goods_on_way_back' }
  if (code === 'rejected' && hasArbiter && (ret.dispute.state === 'none' || ret.dispute.state === 'withdrawn'))
    return { code: 'may_appeal' }
  const stands =
    ['rejected', 'verdict_for_shop', 'expired', 'arrived_late'].includes(code) || code.startsWith('cancelled')
  return stands && money.promised !== null && money.promised.amountMinor > 0
    ? { code: 'money_stands', amount: money.promised }
    : null
}

/** What most of it is about: one word for the whole return, as its pieces say. */
function wishOf({ items }: Return): 'money' | 'credit' | 'exchange' {
  const wishes = new Set(
    items.map(({ resolution }) =>
      resolution.type !== 'refund' ? 'exchange' : resolution.to === 'store_credit' ? 'credit' : 'money',
    ),
  )
  return wishes.has('money') ? 'money' : wishes.has('credit') ? 'credit' : 'exchange'
}
