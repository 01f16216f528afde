/** Everything anybody can do to a return that may change its state, with each outcome of it. */
import { as, type ReceivingId } from '../../src/core/ids.ts'
import type { Role } from '../../src/core/party.ts'
import type { Command, VerbName } from '../../src/core/return/commands.ts'
import { received, returned } from '../../src/core/return/quantities.ts'
import { CHECKPOINT_KINDS, type CheckpointKind, type Item, type Return } from '../../src/core/return/return.ts'
import { standingOffer } from '../../src/core/return/strands/negotiation.ts'
import { liveInbound } from '../../src/core/return/strands/transit.ts'
import { eur, NOON, two } from '../kit/cast.ts'

/** `roles`: one for each side whose act may lead elsewhere; the first that may is taken. Null: there is nothing to do it to. */
export type Move = { name: string; verb: VerbName; roles: readonly Role[]; command: (ret: Return) => Command | null }

const move = (
  name: string,
  roles: Role | readonly Role[],
  command: Command | ((ret: Return) => Command | null),
  verb?: VerbName,
): Move => ({
  name,
  verb: verb ?? (typeof command === 'function' ? (name.split(' ')[0] as VerbName) : command.verb),
  roles: typeof roles === 'string' ? [roles] : roles,
  command: typeof command === 'function' ? command : () => command,
})

const item = (ret: Return): Item => ret.items[0]!
const desk = ['agent', 'system'] as const
const dock = ['warehouse', 'agent'] as const
const half = eur(5_000)

const OFFERS = (['shopper', 'agent'] as const).flatMap(by => [
  ...(['keep', 'send_back'] as const).map(handling =>
    move(`offer ${handling} by ${by}`, by, { verb: 'offer', terms: { handling, amount: half } }),
  ),
  move(`accept by ${by}`, by, ret => ({ verb: 'accept', offer: standingOffer(ret)!.id })),
  move(`decline by ${by}`, by, ret => ({ verb: 'decline', offer: standingOffer(ret)!.id })),
])

const TELLING: readonly CheckpointKind[] = CHECKPOINT_KINDS.filter(kind =>
  ['announced', 'pickup_retry', 'pickup_failed', 'moving', 'delivery_failed', 'lost', 'delivered'].includes(kind),
)

const TRANSPORT = [
  move('choose', ['shopper', 'agent'], ret => (ret.method ? null : { verb: 'choose', method: 'customer_courier' })),
  move('amend method away', ['shopper', 'agent'], ret => (ret.method ? { verb: 'amend', method: null } : null)),
  move('ship', ['shopper', 'agent'], { verb: 'ship', carrier: { slug: 'hermes' }, trackingNumber: 'T1' }),
  ...TELLING.map(kind =>
    move(`track ${kind}`, 'carrier', ret => {
      const parcel = liveInbound(ret).at(-1)
      return parcel
        ? { verb: 'track', shipment: parcel.id, checkpoint: { at: NOON, kind, text: `${parcel.checkpoints.length}` } }
        : null
    }),
  ),
  move('void', desk, ret => {
    const parcel = liveInbound(ret).at(-1)
    return parcel ? { verb: 'void', shipment: parcel.id } : null
  }),
  move('book', desk, ret =>
    ret.dropoffs.length > 0 ? null : { verb: 'book', provider: 'happy_returns', number: 'HR1' },
  ),
  move('drop', 'carrier', ret => {
    const [dropoff] = ret.dropoffs
    return dropoff && dropoff.drops.length === 0
      ? { verb: 'drop', dropoff: dropoff.id, lines: [{ item: item(ret).id, quantity: 1 }] }
      : null
  }),
]

const DOCK = [
  move('receive one', dock, ret => counted(ret, 1)),
  move('receive the rest', dock, ret => counted(ret, returned(item(ret)) - received(ret, item(ret).id))),
  move('dispose missing', dock, ret => ({
    verb: 'dispose',
    key: `m${ret.dispositions.length}`,
    item: item(ret).id,
    quantity: 1,
    to: 'missing',
  })),
  move('dispose back', dock, ret => ({
    verb: 'dispose',
    key: `b${ret.dispositions.length}`,
    item: item(ret).id,
    quantity: 1,
    to: 'back_to_shopper',
  })),
]

const counted = (ret: Return, quantity: number): Command | null =>
  quantity > 0 && received(ret, item(ret).id) + quantity <= returned(item(ret))
    ? {
        verb: 'receive',
        key: as<ReceivingId>(`r${ret.receivings.length}`),
        source: 'dock',
        lines: [{ item: item(ret).id, quantity }],
      }
    : null

const OUTCOMES = { sent: {}, done: {}, declined: { why: 'Card closed' }, unknown: { why: 'No answer' } } as const

const MONEY = [
  move('grant', desk, { verb: 'grant', basis: 'asked' }),
  move('grant half', desk, { verb: 'grant', basis: 'asked', amount: half }),
  move('grant kept', desk, { verb: 'grant', basis: 'asked', handling: 'keep' }),
  move('grant goodwill', desk, { verb: 'grant', basis: 'goodwill', amount: eur(100) }),
  move('refund', desk, { verb: 'refund' }),
  move('refund half', desk, { verb: 'refund', amount: eur(50) }),
  move('credit', desk, { verb: 'credit' }),
  ...(Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[]).flatMap(outcome => [
    move(`settle ${outcome}`, 'system', ret =>
      answer(ret, outcome, payout => ['planned', 'sent', 'unknown'].includes(payout.state)),
    ),
    ...(outcome === 'done' || outcome === 'declined'
      ? [
          move(`settle ${outcome} after all`, 'system', ret =>
            answer(
              ret,
              outcome,
              payout => payout.kind === 'refund' && payout.state === (outcome === 'done' ? 'declined' : 'done'),
            ),
          ),
        ]
      : []),
  ]),
  move('settle_elsewhere', 'agent', { verb: 'settle_elsewhere', reference: 'BANK-1', why: 'By hand' }),
  move('lift', 'owner', { verb: 'lift', why: 'It was not' }),
]

function answer(
  ret: Return,
  outcome: keyof typeof OUTCOMES,
  fits: (payout: Return['payouts'][number]) => boolean,
): Command | null {
  const payout = ret.payouts.find(fits)
  return payout ? ({ verb: 'settle', payout: payout.id, outcome, ...OUTCOMES[outcome] } as Command) : null
}

export const MOVES: readonly Move[] = [
  move('approve', desk, { verb: 'approve' }),
  move('approve keep', desk, { verb: 'approve', handling: 'keep' }),
  move('approve send_back', desk, { verb: 'approve', handling: 'send_back' }),
  move('reject', desk, { verb: 'reject', reason: 'Worn' }),
  move('cancel', ['agent', 'system', 'shopper'], { verb: 'cancel' }),
  move('expire', 'system', { verb: 'expire' }),
  move('resolve', desk, { verb: 'resolve' }),
  move('reopen', ['agent', 'arbiter'], { verb: 'reopen', reason: 'A mistake' }),
  ...(['keep', 'send_back'] as const).map(handling =>
    move(`amend ${handling}`, ['shopper', 'agent'], ret =>
      item(ret).handling === handling ? null : { verb: 'amend', items: [{ item: item(ret).id, handling }] },
    ),
  ),
  move('amend one', ['shopper', 'agent'], ret =>
    returned(item(ret)) === 2 ? { verb: 'amend', items: [{ item: item(ret).id, quantity: 1 }] } : null,
  ),
  ...OFFERS,
  move('lapse offer', 'system', { verb: 'lapse', kind: 'offer' }),
  move('lapse evidence', 'system', { verb: 'lapse', kind: 'evidence' }),
  move('dispute by merchant', 'agent', { verb: 'dispute', reason: 'objection', text: '' }),
  move('dispute by shopper', 'shopper', { verb: 'dispute', reason: 'objection', text: '' }),
  move('examine', ['arbiter', 'system'], { verb: 'examine' }),
  move('withdraw by merchant', 'agent', { verb: 'withdraw' }),
  move('withdraw by shopper', 'shopper', { verb: 'withdraw' }),
  move('prove', 'agent', { verb: 'prove', media: [], text: 'See' }),
  move('judge for the shopper, now', 'arbiter', { verb: 'judge', for: 'shopper', pays: 'now' }),
  move('judge for the shopper, after the goods', 'arbiter', { verb: 'judge', for: 'shopper', pays: 'after_goods' }),
  move('judge for the merchant', 'arbiter', { verb: 'judge', for: 'merchant', pays: 'nothing' }),
  ...TRANSPORT,
  ...DOCK,
  ...MONEY,
]

/** What only marketplaces have: it crosses everything that was granted. */
export const CLAIMS: readonly Move[] = [
  ...(['pending_request', 'not_required', 'not_eligible'] as const).map(outcome =>
    move(`entitle ${outcome}`, ['arbiter', 'system'], { verb: 'entitle', outcome }),
  ),
  move('claim', 'agent', { verb: 'claim', text: 'The box was empty' }),
  move('withdraw_claim', 'agent', { verb: 'withdraw_claim' }),
  move('answer_claim yes', 'arbiter', { verb: 'answer_claim', approved: true }),
  move('answer_claim no', 'arbiter', { verb: 'answer_claim', approved: false }),
  move('lapse claim', 'system', { verb: 'lapse', kind: 'claim' }),
]

const replacement = {
  variant: { externalId: 'v-SHIRT-L', sku: 'SHIRT-L', title: 'L', options: [{ name: 'Size', value: 'L' }] },
  title: 'Shirt',
  product: 'product-SHIRT',
  quantity: 1,
  unit: two(5_000),
  tax: two(0),
  replaces: null,
}

/** A swap settles the same money by another way. */
export const SWAPS: readonly Move[] = [
  move('exchange', ['shopper', 'agent'], { verb: 'exchange', lines: [replacement] }),
  move('place', desk, ret =>
    ret.exchange ? { verb: 'place', ordered: { order: null, externalId: 'x-1', number: '2001' } } : null,
  ),
  move('place failed', desk, ret => (ret.exchange ? { verb: 'place', failed: 'out_of_stock' } : null)),
  move('grant for the swap', desk, { verb: 'grant', basis: 'asked', to: 'exchange' }),
]

/** What only writes around a return, or moves columns as other verbs do; `PAPER` walks those of the second kind. */
export const STILL: readonly VerbName[] = [
  'submit',
  'extend',
  'remind',
  'note',
  'tag',
  'attach',
  'message',
  'assign',
  'flag',
  'label',
  'print',
  'correct',
  'forward',
  'grade',
  'match',
  'authorize',
  'charge',
  'release',
]

/** Parcels from the warehouse that inspects to the shop. */
export const ONWARD: readonly Move[] = [
  move('ship onward', dock, { verb: 'ship', leg: 'onward', carrier: { slug: 'hermes' }, trackingNumber: 'O1' }),
  ...TELLING.map(kind =>
    move(`track ${kind} onward`, 'carrier', ret => {
      const parcel = ret.shipments.filter(shipment => shipment.leg === 'onward').at(-1)
      return parcel && parcel.cancelledAt === null
        ? { verb: 'track', shipment: parcel.id, checkpoint: { at: NOON, kind, text: `${parcel.checkpoints.length}` } }
        : null
    }),
  ),
  move('void onward', desk, ret => {
    const parcel = ret.shipments.filter(shipment => shipment.leg === 'onward').at(-1)
    return parcel ? { verb: 'void', shipment: parcel.id } : null
  }),
]

/** Answers to labels that were ordered, and goods without paper: few kinds of step, which parcels and receipts make in other words too. */
export const PAPER: readonly Move[] = [
  move('print', desk, ret => {
    const label = ret.labels.find(one => one.state === 'ordered')
    return label
      ? {
          verb: 'print',
          label: label.id,
          made: {
            carrier: { slug: 'dhl', name: 'DHL', ref: 7, integrated: true },
            trackingNumber: 'L1',
            label: { url: null, shippingSlug: 'dhl', qr: null, charge: null, reference: null },
          },
        }
      : null
  }),
  move('match', dock, ret => ({ verb: 'match', stray: as('stray-1'), item: item(ret).id })),
]

/** What may become of any of several parcels, and of counts that correct each other: the walks by strand tell these apart. */
export const PARCELS: readonly Move[] = [
  ...TRANSPORT.filter(({ verb }) => !['ship', 'track', 'void'].includes(verb)),
  move('ship one of two', ['shopper', 'agent'], ret =>
    liveInbound(ret).length < 2
      ? { verb: 'ship', carrier: { slug: 'hermes' }, trackingNumber: `T${ret.shipments.length}`, contents: [] }
      : null,
  ),
  ...[0, 1].flatMap(place => [
    ...TELLING.map(kind =>
      move(`track ${kind} on parcel ${place}`, 'carrier', ret => {
        const parcel = liveInbound(ret)[place]
        return parcel
          ? { verb: 'track', shipment: parcel.id, checkpoint: { at: NOON, kind, text: `${parcel.checkpoints.length}` } }
          : null
      }),
    ),
    move(`void parcel ${place}`, desk, ret => {
      const parcel = liveInbound(ret)[place]
      return parcel ? { verb: 'void', shipment: parcel.id } : null
    }),
  ]),
]

export const COUNTS: readonly Move[] = [
  ...DOCK,
  move('receive as the carrier says', 'carrier', ret => ({
    verb: 'receive',
    key: `c${ret.receivings.length}`,
    source: 'carrier',
    lines: [{ item: item(ret).id, quantity: 2 }],
  })),
  move('receive one in its place', dock, ret => {
    const replaced = ret.receivings.at(-1)
    return replaced
      ? {
          verb: 'receive',
          key: `p${ret.receivings.length}`,
          source: 'dock',
          lines: [{ item: item(ret).id, quantity: 1 }],
          replaces: [replaced.id],
        }
      : null
  }),
]

export const PAYMENTS: readonly Move[] = [
  ...MONEY,
  ...SWAPS.filter(({ verb }) => verb !== 'exchange'),
  move('exchange for the item', ['shopper', 'agent'], ret => ({
    verb: 'exchange',
    lines: [{ ...replacement, replaces: item(ret).id }],
  })),
]

/** What opens and closes a request; enough to get the rest going. */
export const REQUESTS: readonly Move[] = MOVES.filter(({ verb }) =>
  ['approve', 'reject', 'cancel', 'expire', 'resolve', 'reopen', 'amend', 'dispute', 'judge'].includes(verb),
)
