/** How a return stands, as one sentence a shopper can be told in any language: a code and what stands in its places. */
import type { Money } from '../../core/money.ts'
import { unreachable } from '../../core/refusal.ts'
import { photosMissing } from '../../core/return/deadlines.ts'
import type { DueKind, Return, Shipment } from '../../core/return/return.ts'
import { negotiation, standingOffer } from '../../core/return/strands/negotiation.ts'
import { givenOut } from '../../core/return/strands/parcel.ts'
import { liveInbound } from '../../core/return/strands/transit.ts'
import type { Columns } from '../../core/return/where.ts'
import type { Instant } from '../../core/time.ts'

/** Whose move it is. `nobody`: all is done, or has ended. */
export type Whose = 'shopper' | 'shop' | 'arbiter' | 'carrier' | 'nobody'

/** Where on the way a state lies; what lies behind it is what comes next. */
export const PHASES = ['answer', 'send', 'way', 'check', 'money'] as const
export type Phase = (typeof PHASES)[number] | 'ended'

export type Meaning = 'waiting' | 'good' | 'stopped' | 'information'

/** `due` names the wait whose end the sentence tells. */
type StateFacts = { whose: Whose; due: DueKind | null; phase: Phase; meaning: Meaning }

const state = (whose: Whose, due: DueKind | null, phase: Phase, meaning: Meaning): StateFacts => ({
  whose,
  due,
  phase,
  meaning,
})

/** Every state a shopper's return can be in, as far as a shopper is concerned. Each code has words in every language. */
export const STATES = {
  objected: state('arbiter', 'verdict', 'answer', 'information'),
  appealed: state('arbiter', 'verdict', 'answer', 'information'),
  cancelled_by_you: state('nobody', null, 'ended', 'stopped'),
  cancelled_by_shop: state('nobody', null, 'ended', 'stopped'),
  cancelled_without_photos: state('nobody', null, 'ended', 'stopped'),
  cancelled: state('nobody', null, 'ended', 'stopped'),
  rejected: state('nobody', null, 'ended', 'stopped'),
  verdict_for_shop: state('nobody', null, 'ended', 'stopped'),
  expired: state('nobody', null, 'ended', 'stopped'),
  arrived_late: state('shop', null, 'check', 'information'),
  offer_to_answer: state('shopper', 'offer', 'answer', 'waiting'),
  offer_with_shop: state('shop', 'offer', 'answer', 'information'),
  photos_wanted: state('shopper', 'photos', 'answer', 'waiting'),
  to_pay: state('shopper', null, 'answer', 'waiting'),
  submitted: state('shop', 'answer', 'answer', 'information'),
  choose_way: state('shopper', 'ship', 'send', 'waiting'),
  label_coming: state('shop', 'ship', 'send', 'information'),
  label_failed: state('shop', 'ship', 'send', 'information'),
  send_with_label: state('shopper', 'ship', 'send', 'waiting'),
  send_yourself: state('shopper', 'ship', 'send', 'waiting'),
  drop_off: state('shopper', 'ship', 'send', 'waiting'),
  bring_to_store: state('shopper', 'ship', 'send', 'waiting'),
  pickup_coming: state('carrier', 'ship', 'send', 'information'),
  pickup_missed: state('carrier', 'ship', 'send', 'information'),
  pickup_failed: state('shopper', 'ship', 'send', 'waiting'),
  shop_collects: state('shop', 'ship', 'send', 'information'),
  number_given: state('carrier', 'ship', 'way', 'information'),
  on_its_way: state('carrier', 'arrival', 'way', 'information'),
  delivery_failed: state('shop', 'arrival', 'way', 'information'),
  lost: state('shop', 'arrival', 'way', 'information'),
  delivered: state('shop', 'inspect', 'check', 'information'),
  counted_in_part: state('shop', 'inspect', 'check', 'information'),
  counted: state('shop', 'inspect', 'check', 'information'),
  kept: state('shop', 'inspect', 'check', 'good'),
  promised: state('shop', 'payout', 'money', 'good'),
  promised_goods_awaited: state('shopper', 'goods', 'money', 'waiting'),
  paying: state('shop', 'payout', 'money', 'good'),
  payment_failed: state('shop', 'payout', 'money', 'information'),
  paid_in_part: state('shop', 'payout', 'money', 'good'),
  paid_goods_awaited: state('shopper', 'goods', 'send', 'waiting'),
  paid: state('nobody', null, 'ended', 'good'),
  paid_more_to_come: state('shop', 'inspect', 'check', 'good'),
  paid_as_credit: state('nobody', null, 'ended', 'good'),
  paid_elsewhere: state('nobody', null, 'ended', 'good'),
  exchanged: state('nobody', null, 'ended', 'good'),
  nothing_to_pay: state('nobody', null, 'ended', 'information'),
  settling: state('shop', 'payout', 'money', 'good'),
  settled: state('nobody', null, 'ended', 'good'),
  resolved: state('nobody', null, 'ended', 'good'),
} as const satisfies Record<string, StateFacts>

export type StateCode = keyof typeof STATES

/** What stands in a sentence's places. Amounts are missing where they are not this reader's to see. */
export type Places = {
  by?: Instant | null
  at?: Instant | null
  amount?: Money | null
  rest?: Money | null
  count?: number
  text?: string | null
  carrier?: string | null
  order?: string | null
  reference?: string | null
}

type Charges = readonly { state: string; amount: Money }[]

/** What of the money the sentence needs to know, already cut to what this reader may see. */
export type MoneySeen = {
  charges: Charges
  ways: ReadonlySet<string>
  paidMinor: number
  more: boolean
  theirs: boolean
}

/** The code of the state; the columns are the return's own. Read from the top: what stops everything else is said first. */
export function stateCode(ret: Return, columns: Columns, money: MoneySeen): StateCode {
  const { request, dispute, settlement } = columns
  if (dispute === 'raised' || dispute === 'judging')
    return ret.dispute.state !== 'none' && ret.dispute.case.by === 'shopper' ? 'appealed' : 'objected'
  if (ret.request.state === 'cancelled') return CANCELLED[ret.request.cause]
  if (request === 'rejected') return dispute === 'for_merchant' ? 'verdict_for_shop' : 'rejected'
  if (settlement !== 'none') return paidCode(ret, columns, money)
  switch (request) {
    case 'submitted':
      return talking(ret) ?? (photosMissing(ret) ? 'photos_wanted' : toPay(money) ? 'to_pay' : 'submitted')
    case 'approved':
      return talking(ret) ?? (toPay(money) ? 'to_pay' : approvedCode(ret, columns))
    case 'expired':
      return toPay(money)
        ? 'to_pay'
        : columns.receiving === 'partial' || columns.receiving === 'received'
          ? 'arrived_late'
          : 'expired'
    case 'resolved':
      return toPay(money) ? 'to_pay' : 'resolved'
    case 'cancelled':
      return 'cancelled'
    default:
      return unreachable(request)
  }
}

const CANCELLED = {
  shopper: 'cancelled_by_you',
  merchant: 'cancelled_by_shop',
  evidence_missing: 'cancelled_without_photos',
  platform: 'cancelled',
} as const satisfies Record<string, StateCode>

const toPay = ({ charges }: MoneySeen): boolean => charges.some(charge => charge.state === 'asked')

function talking(ret: Return): StateCode | null {
  const word = negotiation(ret)
  if (word === 'awaiting_shopper' && standingOffer(ret)) return 'offer_to_answer'
  return word === 'awaiting_merchant' ? 'offer_with_shop' : null
}

/** Money that was promised is the news, unless the goods are still awaited for it. Once the shop has closed the return it waits for nothing. */
function paidCode(ret: Return, columns: Columns, money: MoneySeen): StateCode {
  const { settlement, transit } = columns
  const awaited =
    columns.handling === 'send_back' &&
    (columns.receiving === 'awaited' || columns.receiving === 'partial') &&
    columns.request === 'approved' &&
    transit !== 'in_transit' &&
    transit !== 'delivered'
  if (settlement === 'elsewhere') return money.theirs ? 'paid_elsewhere' : 'settled'
  if (toPay(money)) return 'to_pay'
  if (!money.theirs && !awaited && settlement !== 'settled') return 'settling'
  if (settlement === 'ordered') return 'paying'
  if (settlement === 'failed') return 'payment_failed'
  if (settlement === 'part') return 'paid_in_part'
  if (settlement === 'due') return awaited ? 'promised_goods_awaited' : 'promised'
  if (awaited) return 'paid_goods_awaited'
  if (money.more) return 'paid_more_to_come'
  return settledCode(ret, money)
}

function settledCode(ret: Return, { ways, paidMinor }: MoneySeen): StateCode {
  if (ways.has('exchange') && ret.exchange?.state === 'ordered') return 'exchanged'
  if (ways.size === 0 && ret.gift) return 'settled'
  if (paidMinor === 0) return 'nothing_to_pay'
  return ways.size === 1 && ways.has('store_credit') ? 'paid_as_credit' : 'paid'
}

function approvedCode(ret: Return, { receiving, transit, handling }: Columns): StateCode {
  if (receiving === 'received') return 'counted'
  if (receiving === 'partial') return 'counted_in_part'
  switch (transit) {
    case 'not_needed':
      return handling === 'keep' ? 'kept' : 'send_yourself'
    case 'to_arrange':
      return ret.labels.some(order => order.state === 'ordered') ? 'label_coming' : 'choose_way'
    case 'ready':
      return readyCode(ret)
    case 'booked':
      return bookedCode(ret)
    case 'pickup_retry':
      return 'pickup_missed'
    case 'pickup_failed':
      return 'pickup_failed'
    case 'in_transit':
      return 'on_its_way'
    case 'delivery_failed':
      return 'delivery_failed'
    case 'lost':
      return 'lost'
    case 'delivered':
      return 'delivered'
    default:
      return unreachable(transit)
  }
}

/** A way is chosen, and no parcel announced yet: what is to be done hangs on the way. */
function readyCode(ret: Return): StateCode {
  switch (ret.method?.type) {
    case 'retailer_label':
      return ret.labels.at(-1)?.state === 'failed' ? 'label_failed' : 'label_coming'
    case 'in_store':
      return 'bring_to_store'
    case 'happy_returns':
    case 'carrier_dropoff':
    case 'retail_reworks':
      return 'drop_off'
    case 'carrier_pickup':
      return 'pickup_coming'
    case 'merchant_arranged':
      return 'shop_collects'
    default:
      return 'send_yourself'
  }
}

function bookedCode(ret: Return): StateCode {
  if (ret.method?.type === 'carrier_pickup') return 'pickup_coming'
  if (ret.method?.type === 'merchant_arranged') return 'shop_collects'
  const parcels = liveInbound(ret)
  if (parcels.some(hasLabel)) return 'send_with_label'
  return parcels.some(parcel => parcel.trackingNumber !== null) ? 'number_given' : 'send_yourself'
}

/** Something to print, or to show at the counter. */
export const hasLabel = (parcel: Shipment): boolean => {
  const label = givenOut(parcel)
  return label !== null && (label.url !== null || label.qr !== null)
}
