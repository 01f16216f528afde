/** The line of time: what was done, what is so now, and what comes next, each with its date where there is one. */
import type { Money } from '../../core/money.ts'
import { counted, standing as standingGrants } from '../../core/return/quantities.ts'
import type { Checkpoint, Return } from '../../core/return/return.ts'
import { everMoved } from '../../core/return/strands/parcel.ts'
import type { Instant } from '../../core/time.ts'
import type { FollowedMoney } from './following-money.ts'
import { hasLabel, type Phase, PHASES, type Places } from './following-state.ts'

export type DoneCode =
  | 'submitted'
  | 'offered_by_shop'
  | 'offered_by_you'
  | 'offer_accepted'
  | 'offer_declined'
  | 'offer_lapsed'
  | 'approved'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'reopened'
  | 'disputed_by_you'
  | 'disputed_by_shop'
  | 'dispute_withdrawn'
  | 'verdict_for_you'
  | 'verdict_for_shop'
  | 'label_ready'
  | 'number_given'
  | 'handed_in'
  | 'on_its_way'
  | 'delivered'
  | 'lost'
  | 'turned_away'
  | 'counted'
  | 'sent_back'
  | 'promised'
  | 'paid'
  | 'credited'
  | 'exchanged'
  | 'replacement_ordered'
  | 'paid_elsewhere'
  | 'charged'
  | 'resolved'

export type NowCode = (typeof PHASES)[number]

/** Of what is done and what comes the date may be unknown. `latest` marks a date by which it has to happen. */
export type Moment = { at: Instant | null } & Places &
  ({ when: 'done'; code: DoneCode } | { when: 'now' | 'next'; code: NowCode })

type Done = Extract<Moment, { when: 'done' }>

/** `by` is when the wait that runs now ends. */
export type Now = { phase: Phase; by: Instant | null; travels: boolean; expected: Money | null }

export function lineOf(ret: Return, money: FollowedMoney, now: Now): Moment[] {
  const done = [
    ...requestMoments(ret),
    ...offerMoments(ret, money),
    ...disputeMoments(ret),
    ...parcelMoments(ret),
    ...goodsMoments(ret),
    ...moneyMoments(ret, money),
  ]
  return [...done.toSorted(byTime), ...toCome(now)]
}

/** What has no date of its own follows what has. */
const byTime = (one: Done, other: Done): number =>
  (one.at ?? '9') < (other.at ?? '9') ? -1 : one.at === other.at ? 0 : 1

const done = (code: DoneCode, at: Instant | null | undefined, places: Places = {}): Done[] =>
  at === undefined ? [] : [{ ...places, when: 'done', code, at }]

function requestMoments(ret: Return): Done[] {
  const { marks } = ret
  return [
    ...done('submitted', ret.createdAt),
    ...done('approved', marks.approved?.at),
    ...(ret.request.state === 'rejected' ? done('rejected', marks.rejected?.at) : []),
    ...(ret.request.state === 'cancelled' ? done('cancelled', marks.cancelled?.at) : []),
    ...(ret.request.state === 'expired' ? done('expired', marks.expired?.at) : []),
    ...done('reopened', marks.reopened?.at),
    ...(ret.request.state === 'resolved' ? done('resolved', marks.resolved?.at) : []),
  ]
}

const ENDED = { accepted: 'offer_accepted', declined: 'offer_declined', lapsed: 'offer_lapsed' } as const

/** An offer that another took the place of is not told twice. */
function offerMoments({ offers }: Return, { all }: FollowedMoney): Done[] {
  return offers.flatMap(({ by, at, end, endedAt, terms }) => {
    const amount = all === null ? null : terms.amount
    const ended = end === 'accepted' || end === 'declined' || end === 'lapsed' ? done(ENDED[end], endedAt) : []
    return [...done(by === 'shopper' ? 'offered_by_you' : 'offered_by_shop', at, { amount }), ...ended]
  })
}

function disputeMoments({ dispute }: Return): Done[] {
  if (dispute.state === 'none') return []
  const raised = done(dispute.case.by === 'shopper' ? 'disputed_by_you' : 'disputed_by_shop', dispute.case.at)
  switch (dispute.state) {
    case 'for_shopper':
      return [...raised, ...done('verdict_for_you', dispute.verdict.at)]
    case 'for_merchant':
      return [...raised, ...done('verdict_for_shop', dispute.verdict.at)]
    case 'withdrawn':
      return dispute.moot ? raised : [...raised, ...done('dispute_withdrawn', null)]
    default:
      return raised
  }
}

const MOVED: readonly Checkpoint['kind'][] = ['picked_up', 'moving', 'out_for_delivery']

function parcelMoments({ shipments, dropoffs }: Return): Done[] {
  const parcels = shipments
    .filter(({ leg, cancelledAt }) => leg !== 'onward' && cancelledAt === null)
    .flatMap(shipment => {
      const { leg, checkpoints, carrier, createdAt, trackingNumber, source } = shipment
      const first = (...kinds: Checkpoint['kind'][]) =>
        checkpoints.filter(({ kind }) => kinds.includes(kind)).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0]?.at
      if (leg === 'back') return done('sent_back', first(...MOVED) ?? createdAt, { carrier: carrier.name })
      return [
        ...(hasLabel(shipment) ? done('label_ready', createdAt) : []),
        ...(source === 'shopper' && trackingNumber ? done('number_given', createdAt, { carrier: carrier.name }) : []),
        ...(everMoved(shipment) ? done('on_its_way', first(...MOVED), { carrier: carrier.name }) : []),
        ...done('delivered', first('delivered')),
        ...done('lost', first('lost')),
      ]
    })
  const handed = dropoffs.flatMap(({ drops }) => drops.flatMap(({ at }) => done('handed_in', at)))
  return [...parcels, ...handed]
}

/** What only a carrier said has been told with its parcel. */
function goodsMoments(ret: Return): Done[] {
  const away = ret.receivings.filter(({ refused }) => refused !== null).flatMap(({ at }) => done('turned_away', at))
  const here = counted(ret)
    .filter(({ source }) => source !== 'carrier')
    .flatMap(({ at, lines }) => {
      const count = lines.reduce((all, { quantity }) => all + quantity, 0)
      return count > 0 ? done('counted', at, { count }) : []
    })
  return [...away, ...here]
}

const PAID = {
  refund: 'paid',
  store_credit: 'credited',
  exchange: 'exchanged',
  elsewhere: 'paid_elsewhere',
} as const satisfies Record<FollowedMoney['payouts'][number]['kind'], DoneCode>

function moneyMoments(ret: Return, money: FollowedMoney): Done[] {
  const promises = money.promised === null ? [] : standingGrants(ret).slice(-1)
  const ordered = ret.exchange?.state === 'ordered' ? ret.exchange.order : null
  return [
    ...promises.flatMap(({ at }) => done('promised', at, { amount: money.promised })),
    ...money.payouts
      .filter(({ state }) => state === 'done')
      .flatMap(({ kind, at, amount }) => done(PAID[kind], at, { amount })),
    ...(ordered ? done('replacement_ordered', null, { order: ordered.number }) : []),
    ...money.charges.filter(({ state }) => state === 'done').flatMap(({ amount }) => done('charged', null, { amount })),
  ]
}

/** Nothing is awaited of a return that has ended. Goods that stay do not travel. */
function toCome({ phase, by, travels, expected }: Now): Moment[] {
  if (phase === 'ended') return []
  const ahead = PHASES.slice(PHASES.indexOf(phase) + 1).filter(
    next => travels || (next !== 'send' && next !== 'way' && next !== 'check'),
  )
  return [
    { when: 'now', code: phase, at: null, by },
    ...ahead.map(code => ({ when: 'next' as const, code, at: null, ...(code === 'money' && { amount: expected }) })),
  ]
}
