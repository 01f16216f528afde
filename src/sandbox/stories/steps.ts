/** What people do to returns in the sandbox's stories, in the words of the shop. */
import { type Money, money } from '../../core/money.ts'
import type { Role } from '../../core/party.ts'
import type { ReasonCode } from '../../core/reasons.ts'
import type { Command, Commands } from '../../core/return/commands.ts'
import { received, returned } from '../../core/return/quantities.ts'
import type { CheckpointKind, DisputeReasonCode, Return, Shipment } from '../../core/return/return.ts'
import { plus } from '../../core/time.ts'
import type { Standing, Step } from './story.ts'

const step = (by: Role, says: Step['says'], hours?: number): Step => ({
  by,
  says,
  ...(hours !== undefined && { hours }),
})

/** Part of what the goods were worth when the order was paid, in whole hundreds of minor units. */
const partOf = ({ order }: Standing, minor: number): Money => ({ amountMinor: minor, currency: order.currency })

// The request

export const approves = step('agent', () => ({ verb: 'approve' }))
export const letsKeep = step('agent', () => ({ verb: 'approve', handling: 'keep' }))
export const rejects = (reason: string) => step('agent', () => ({ verb: 'reject', reason }))
export const cancels = step('shopper', () => ({ verb: 'cancel', reason: 'I keep it after all.' }))
export const neverShows = step('system', () => ({
  verb: 'cancel',
  cause: 'evidence_missing',
  reason: 'The photos never came.',
}))
export const neverSends = step('system', () => ({ verb: 'expire' }), 15 * 24)
export const resolves = step('agent', () => ({ verb: 'resolve', note: 'All done.' }))
export const reopens = step('agent', () => ({ verb: 'reopen', reason: 'The parcel turned up after all.' }))

// The offers

export const offers = (by: 'agent' | 'shopper', handling: 'keep' | 'send_back', minor: number | null = null) =>
  step(by, standing => ({
    verb: 'offer',
    terms: { handling, amount: minor === null ? null : partOf(standing, minor) },
  }))
const standing = (ret: Return) => ret.offers.at(-1)?.id as Commands['accept']['offer']
export const accepts = (by: 'agent' | 'shopper') => step(by, ({ ret }) => ({ verb: 'accept', offer: standing(ret) }))
export const declines = (by: 'agent' | 'shopper') => step(by, ({ ret }) => ({ verb: 'decline', offer: standing(ret) }))

// The dispute

export const objects = step('agent', () => ({
  verb: 'dispute',
  reason: 'objection',
  text: 'The photo shows another article.',
  email: 'samir.holt@example.com',
}))
export const saysNotReturned = step('agent', () => ({
  verb: 'dispute',
  reason: 'not_returned',
  text: 'The box was empty.',
  email: 'samir.holt@example.com',
}))
export const objectsThat = (reason: DisputeReasonCode) =>
  step('agent', () => ({
    verb: 'dispute',
    reason,
    text: 'Our papers say something else.',
    email: 'samir.holt@example.com',
  }))
export const reassesses = (code: ReasonCode) => step('arbiter', () => ({ verb: 'amend', reassessed: code }))
export const appeals = step('shopper', () => ({
  verb: 'dispute',
  reason: 'objection',
  text: 'It was broken when it came.',
}))
export const proves = (by: 'agent' | 'shopper') =>
  step(by, ({ photos }) => ({ verb: 'prove', media: photos.slice(-1), text: 'As it left us.' }))
export const missesTheEvidence = step('system', () => ({ verb: 'lapse', kind: 'evidence' }))
export const examines = step('arbiter', () => ({ verb: 'examine' }))
export const takesBack = step('agent', () => ({ verb: 'withdraw' }))
export const judges = (who: 'shopper' | 'merchant', pays: Commands['judge']['pays']) =>
  step('arbiter', () => ({ verb: 'judge', for: who, pays, text: `The pictures speak for the ${who}.` }))

// The parcel

const numberOf = ({ ret, order }: Standing): string => `RT${order.refs.number}${ret.shipments.length + 1}`
export const ships = (contents?: number): Step =>
  step('shopper', now => ({
    verb: 'ship',
    carrier: { slug: 'dhl' },
    trackingNumber: numberOf(now),
    ...(contents !== undefined && { contents: [{ item: first(now.ret).id, quantity: contents }] }),
  }))
export const sendsOn = step('warehouse', now => ({
  verb: 'ship',
  leg: 'onward',
  carrier: { slug: 'gls' },
  trackingNumber: numberOf(now),
}))
export const sendsBack = step('warehouse', now => ({
  verb: 'ship',
  leg: 'back',
  carrier: { slug: 'dpd' },
  trackingNumber: numberOf(now),
}))
const newest = (ret: Return, leg: Shipment['leg']) =>
  ret.shipments.findLast(shipment => shipment.leg === leg)?.id as Commands['void']['shipment']

const TEXTS: Partial<Record<CheckpointKind, string>> = {
  pickup_retry: 'Nobody was at home; we come again tomorrow.',
  pickup_failed: 'The parcel could not be collected.',
  picked_up: 'The parcel is on its way.',
  delivery_failed: 'The parcel could not be delivered.',
  lost: 'The parcel cannot be found.',
  delivered: 'The parcel was delivered.',
}
export const scans = (kind: CheckpointKind, leg: Shipment['leg'] = 'inbound') =>
  step('carrier', ({ ret, at }) => ({
    verb: 'track',
    shipment: newest(ret, leg),
    checkpoint: { at, kind, text: TEXTS[kind] ?? kind },
  }))
export const callsOff = (leg: Shipment['leg']) =>
  step('agent', ({ ret }) => ({ verb: 'void', shipment: newest(ret, leg) }))
export const ordersLabel = step('agent', () => ({ verb: 'label', reference: 'standard' }))
export const labelIsMade = step('system', ({ ret, order }) => ({
  verb: 'print',
  label: ret.labels.at(-1)?.id ?? '',
  made: {
    carrier: { slug: 'dhl', name: 'DHL', ref: 1, integrated: false },
    trackingNumber: `LB${order.refs.number}`,
    label: {
      url: `https://labels.example.com/${order.refs.number}.pdf`,
      shippingSlug: 'dhl',
      qr: null,
      charge: null,
      reference: 'standard',
    },
  },
}))
export const fails = step('system', ({ ret }) => ({
  verb: 'print',
  label: ret.labels.at(-1)?.id ?? '',
  failed: 'The carrier does not know this address.',
}))
/** A parcel somebody of the shop, or a system of theirs, told us of, with every paper there is. */
export const sends = (source: 'api' | 'merchant') =>
  step('agent', now => ({
    verb: 'ship',
    source,
    carrier: { slug: 'ups' },
    trackingNumber: numberOf(now),
    label: { url: paper(now, 'label'), shippingSlug: 'ups', qr: null, charge: partOf(now, 495), reference: 'standard' },
    documents: [
      { kind: 'packing_slip', url: paper(now, 'packing-slip'), has: [] },
      { kind: 'combined', url: paper(now, 'papers'), has: ['label', 'packing_slip', 'conditional'] },
      { kind: 'conditional', url: paper(now, 'customs'), has: [] },
      { kind: 'invoice', url: paper(now, 'invoice'), has: [] },
    ],
    eta: { from: plus(now.at, { hours: 48 }), to: plus(now.at, { hours: 96 }) },
    refs: { pin: '4711', contactNumber: '+49 30 5550199', queryNumber: 'Q-20' },
  }))
const paper = ({ order }: Standing, what: string): string =>
  `https://labels.example.com/${order.refs.number}/${what}.pdf`
/** Collected on the shop's account, with the receipt photographed. */
export const arranges = step('agent', now => ({
  verb: 'ship',
  carrier: { ref: 1 },
  trackingNumber: numberOf(now),
  proof: { media: now.photos.slice(0, 1), remarks: 'Handed to the driver.' },
}))
export const opensDropoff = (provider = 'happy_returns') =>
  step('system', ({ order }) => ({ verb: 'book', provider, number: `HR${order.refs.number}` }))
const dropoffOf = (ret: Return) => ret.dropoffs.at(-1)?.id as Commands['drop']['dropoff']
export const dropsOne = step('carrier', ({ ret }) => ({
  verb: 'drop',
  dropoff: dropoffOf(ret),
  lines: [{ item: first(ret).id, quantity: 1 }],
}))
export const forwards = step('carrier', ({ ret, order }) => ({
  verb: 'forward',
  dropoff: dropoffOf(ret),
  externalId: `box-${order.refs.number}`,
  carrierCode: 'fedex',
  trackingNumber: `FX${order.refs.number}`,
  contents: ret.items.map(item => ({ item: item.id, quantity: returned(item), bagBarcodes: [`BAG-${item.position}`] })),
}))
export const dropsOff = step('carrier', ({ ret }) => ({
  verb: 'drop',
  dropoff: dropoffOf(ret),
  lines: ret.items.map(item => ({ item: item.id, quantity: returned(item) })),
}))

// The dock

const first = (ret: Return) => ret.items[0] as Return['items'][number]
const key = (ret: Return, what: string) => `${what}-${ret.version}`
/** All that was announced, or so many pieces of the first item. */
export const counts = (pieces?: number, grade: 'a' | 'b' | 'c' | 'd' | null = 'a'): Step =>
  step('warehouse', ({ ret }) => {
    const items =
      pieces === undefined
        ? ret.items.map(item => ({ item, quantity: returned(item) }))
        : [{ item: first(ret), quantity: pieces }]
    const lines = items.map(({ item, quantity }) => ({
      item: item.id,
      quantity,
      ...(grade && { gradings: [{ grade, quantity }] }),
    }))
    return { verb: 'receive', key: key(ret, 'count'), source: 'dock', lines }
  })
export const putsAway = (to: Commands['dispose']['to']) =>
  step('warehouse', ({ ret }) =>
    ret.items.map(
      (item): Command => ({
        verb: 'dispose',
        key: key(ret, item.id),
        item: item.id,
        quantity: to === 'missing' ? returned(item) - received(ret, item.id) : received(ret, item.id),
        to,
      }),
    ),
  )
/** Sold a second time, as far as it has come: from being on offer to being given up. */
export const resells = (stage: 3 | 4 | 5 | 6) =>
  step('warehouse', ({ ret, order }) => ({
    verb: 'dispose',
    key: key(ret, `stage-${stage}`),
    item: first(ret).id,
    quantity: received(ret, first(ret).id),
    to: 'restock',
    resale: {
      stage,
      orders: stage === 4 ? [`SECOND-${order.refs.number}`] : [],
      next: stage === 6 ? 'Disposed of in thirty days' : null,
    },
  }))
export const turnsAway = step('warehouse', ({ ret }) => ({
  verb: 'receive',
  key: key(ret, 'refused'),
  source: 'dock',
  lines: [],
  refused: 'The box was wet through.',
}))

// The money

export const refunds = step('agent', () => ({ verb: 'refund' }))
export const givesCredit = step('agent', () => ({ verb: 'credit' }))
export const promises = (minor: number) =>
  step('agent', now => ({ verb: 'grant', basis: 'goodwill', amount: partOf(now, minor), why: 'For the trouble.' }))
export const paidElsewhere = step('agent', () => ({
  verb: 'settle_elsewhere',
  reference: 'Bank transfer 2207',
  why: 'The card was closed.',
}))
const open = (ret: Return) => ret.payouts.filter(payout => payout.state !== 'done' && payout.state !== 'declined')
export const moneyArrives = step('system', ({ ret, order }) =>
  open(ret).map(
    (payout, place): Command => ({
      verb: 'settle',
      payout: payout.id,
      outcome: 'done',
      externalId: `re-${order.refs.number}-${place + 1}`,
    }),
  ),
)
export const cardSaysNo = step('system', ({ ret }) =>
  open(ret).map(
    (payout): Command => ({ verb: 'settle', payout: payout.id, outcome: 'declined', why: 'The card’s bank said no.' }),
  ),
)

// The replacement

type Swap = { dearerMinor?: number; other?: boolean; chargeBy?: 'shop' | 'other'; advance?: boolean }
/** The first item for the same in another size, or for something else that costs more. */
export const swaps = ({ dearerMinor = 0, other = false, chargeBy = 'shop', advance = false }: Swap = {}) =>
  step('agent', ({ ret, order }) => {
    const item = first(ret)
    const sold = order.lines.find(line => line.id === item.line) as Standing['order']['lines'][number]
    const each = Math.round(sold.paid.presentment.amountMinor / sold.quantity) + dearerMinor
    const zero = { presentment: money(0, order.currency), shop: money(0, order.shopCurrency) }
    return {
      verb: 'exchange',
      chargeBy,
      advance,
      lines: [
        {
          variant: {
            externalId: `${sold.variant.externalId}9`,
            sku: `${sold.variant.sku}-X`,
            title: 'X',
            options: [{ name: 'Size', value: 'X' }],
          },
          title: other ? 'Winter coat' : sold.product.title,
          product: other ? '7000000042' : sold.product.externalId,
          quantity: returned(item),
          unit: { presentment: money(each, order.currency), shop: money(each, order.shopCurrency) },
          tax: zero,
          replaces: item.id,
        },
      ],
    }
  })
export const orders = step('system', ({ order }) => ({
  verb: 'place',
  ordered: { order: null, externalId: `64000${order.refs.number}`, number: `E${order.refs.number}` },
}))
export const sellsOut = step('system', () => ({ verb: 'place', failed: 'The store did not answer.' }))
const openCharge = (ret: Return) =>
  ret.charges.findLast(charge => charge.state === 'asked' || charge.state === 'authorized')
    ?.id as Commands['release']['charge']
export const authorizes = step('system', ({ ret, at, order }) => ({
  verb: 'authorize',
  charge: openCharge(ret),
  externalId: `hold-${order.refs.number}`,
  until: plus(at, { hours: 30 * 24 }),
}))
export const collects = (outcome: 'done' | 'declined') =>
  step('system', ({ ret, order }) => ({
    verb: 'charge',
    charge: openCharge(ret),
    outcome,
    externalId: `ch-${order.refs.number}`,
  }))
export const releases = step('agent', ({ ret }) => ({ verb: 'release', charge: openCharge(ret) }))

// The compensation

export const entitles = (outcome: Commands['entitle']['outcome']) =>
  step('arbiter', () => ({ verb: 'entitle', outcome }))
export const claims = step('agent', ({ photos }) => ({
  verb: 'claim',
  text: 'The lamp came back broken by the carrier.',
  media: photos.slice(0, 1),
}))
export const takesClaimBack = step('agent', () => ({ verb: 'withdraw_claim' }))
export const answersClaim = (minor: number | null) =>
  step('arbiter', now => ({
    verb: 'answer_claim',
    approved: minor !== null,
    ...(minor !== null && { parts: [{ type: 'damage', amount: partOf(now, minor) }] }),
  }))

// Around

export const writesTo = (to: 'shopper' | 'merchant', text: string) =>
  step(to === 'shopper' ? 'agent' : 'shopper', () => ({ verb: 'message', to, text }))
export const notes = (text: string) => step('agent', () => ({ verb: 'note', note: text }))
export const flags = step('agent', () => ({ verb: 'flag', why: 'The box was as light as the empty one before.' }))
/** The shop's first tag, on the first item. */
export const tags = step('agent', ({ ret, shop }) => ({
  verb: 'tag',
  item: first(ret).id,
  tags: shop.tags.slice(0, 1).map(tag => tag.id),
}))
