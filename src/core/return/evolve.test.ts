import { describe, expect, test } from 'vitest'
import { actor, anAddress, eur, NOON, two } from '../../../test/kit/cast.ts'
import { submitted } from '../../../test/kit/given.ts'
import { NOBODY } from '../party.ts'
import { refuse } from '../refusal.ts'
import { plus } from '../time.ts'
import type { Event, EventType, Payloads } from './events.ts'
import { evolve, evolveAll, follow } from './evolve.ts'
import type {
  Charge,
  Claim,
  Disposition,
  Case as Dispute,
  Dropoff,
  Evidence,
  Exchange,
  Grant,
  Payout,
  Receiving,
  Return,
  Shipment,
} from './return.ts'

const by = actor('agent')
const later = plus(NOON, { hours: 1 })
const id = <I>(text: string) => text as I

const shipment: Shipment = {
  id: id('shipment-1'),
  leg: 'inbound',
  source: 'merchant',
  carrier: { slug: 'dhl', name: 'DHL', ref: 7, integrated: true },
  trackingNumber: 'T-1',
  contents: [],
  label: null,
  documents: [],
  from: null,
  to: null,
  proof: null,
  eta: null,
  refs: { pin: null, contactNumber: null, queryNumber: null },
  checkpoints: [],
  createdAt: NOON,
  cancelledAt: null,
}
const dropoff: Dropoff = {
  id: id('dropoff-1'),
  provider: 'happy_returns',
  number: 'HR-1',
  qr: null,
  contents: [],
  drops: [],
  shipments: [],
  createdAt: NOON,
}
const receiving: Receiving = {
  id: id('receiving-1'),
  key: 'k',
  at: NOON,
  by,
  source: 'dock',
  place: null,
  refused: null,
  replaces: [],
  lines: [{ item: id('item-1'), quantity: 1, gradings: [] }],
}
const disposition: Disposition = {
  id: id('disposition-1'),
  key: 'd',
  item: id('item-1'),
  quantity: 1,
  to: 'scrap',
  location: null,
  at: NOON,
  by,
  resale: null,
}
const grant: Grant = {
  id: id('grant-1'),
  at: NOON,
  by,
  basis: 'asked',
  lines: [],
  figure: { parts: [], total: two(1) },
  to: 'original_payment',
  replaces: [],
}
const payout: Payout = {
  id: id('payout-1'),
  key: 'p',
  grant: id('grant-1'),
  kind: 'refund',
  state: 'planned',
  amount: eur(1),
  lines: [],
  payment: null,
  gateway: 'simulated',
  externalId: null,
  reference: null,
  transactions: [],
  at: NOON,
  doneAt: null,
  why: null,
}
const charge: Charge = {
  id: id('charge-1'),
  key: 'c',
  kind: 'not_returned',
  state: 'asked',
  amount: eur(1),
  gateway: 'simulated',
  externalId: null,
}
const exchange: Exchange = {
  lines: [],
  bonus: [],
  chargeBy: 'shop',
  reservedUntil: later,
  state: 'proposed',
  why: null,
  order: null,
}
const claim: Claim = { at: NOON, by, amount: null, text: 'Lost', media: [] }
const aCase: Dispute = {
  by: 'merchant',
  reason: 'objection',
  reasonId: 2,
  text: 'Worn',
  email: null,
  at: NOON,
  modules: [],
}
const elsewhere: Payout = { ...payout, id: id('payout-9'), kind: 'elsewhere', state: 'done' }

const filed = submitted().ret
const line = filed.items[0]!
/** A return that has one of everything, so that every event finds what it is about. */
const full: Return = {
  ...filed,
  items: [
    { ...line, id: id('item-1'), slices: [{ ...line.slices[0]!, id: id('slice-1'), quantity: 2 }] },
    { ...line, id: id('item-2'), position: 2 },
  ],
  offers: [
    {
      id: id('offer-1'),
      by: 'merchant',
      person: 'Kim',
      at: NOON,
      until: null,
      terms: { handling: 'keep', amount: null },
      end: null,
      endedAt: null,
    },
  ],
  shipments: [shipment, { ...shipment, id: id('shipment-2') }],
  labels: [
    {
      id: 'label-1',
      state: 'ordered',
      reference: null,
      from: null,
      to: null,
      contents: [],
      shipment: null,
      why: null,
      at: NOON,
    },
  ],
  dropoffs: [dropoff],
  receivings: [receiving],
  grants: [grant],
  payouts: [payout, elsewhere],
  charges: [charge],
  exchange,
  advance: { state: 'authorized', charge: id('charge-1'), until: later },
  dispute: { state: 'judging', case: aCase },
  evidence: { state: 'due', by: later },
  compensation: { state: 'requested', claim },
  marks: { approved: { at: NOON, by, rule: null }, expired: { at: NOON, by, rule: null } },
  request: { state: 'expired' },
}

type Case<T extends EventType> = { payload: Payloads[T]; changes: (keyof Return)[]; gives: object }
const held = {
  item: id<never>('item-1'),
  slice: id<never>('slice-1'),
  line: line.line,
  fulfilment: line.slices[0]!.fulfilment,
  quantity: 1,
}
const verdict = { at: NOON, by, text: 'Fair', pays: 'now', amount: null } as const
const evidence: Evidence = {
  id: id('evidence-1'),
  side: 'merchant',
  about: 'dispute',
  media: [],
  text: 'See',
  at: NOON,
  replacedBy: null,
}
const moment = { at: later, by, rule: null }

/** One line per event: what it says, which fields of the return may become different, and what they become. */
const CASES: { [T in Exclude<EventType, 'return.submitted'>]: Case<T> } = {
  'return.amended': {
    payload: { comment: 'New', shipping: anAddress() },
    changes: ['comment'],
    gives: { comment: 'New' },
  },
  'item.removed': {
    payload: { item: id('item-1'), quantity: 1, why: 'Kept' },
    changes: ['items'],
    gives: { items: [{ removed: [{ quantity: 1, why: 'Kept', mark: moment }] }, { removed: [] }] },
  },
  'item.changed': {
    payload: { item: id('item-1'), handling: 'keep', serials: ['S1'] },
    changes: ['items'],
    gives: { items: [{ handling: 'keep', serials: ['S1'] }, { handling: 'send_back' }] },
  },
  'units.held': {
    payload: { slices: [held, { ...held, slice: id('slice-2') }] },
    changes: ['items'],
    gives: {
      items: [
        {
          slices: [
            { id: 'slice-1', quantity: 3 },
            { id: 'slice-2', quantity: 1 },
          ],
        },
        {},
      ],
    },
  },
  'units.freed': {
    payload: { slices: [{ ...held, quantity: 2 }] },
    changes: ['items'],
    gives: { items: [{ slices: [] }, { slices: [{ quantity: 2 }] }] },
  },
  'request.approved': {
    payload: { override: null },
    changes: ['request', 'marks'],
    gives: { request: { state: 'approved' }, marks: { approved: moment } },
  },
  'request.rejected': {
    payload: { reason: 'Worn' },
    changes: ['request', 'marks'],
    gives: { request: { state: 'rejected', reason: 'Worn' }, marks: { rejected: moment } },
  },
  'request.cancelled': {
    payload: { because: 'shopper', reason: null },
    changes: ['request', 'marks'],
    gives: { request: { state: 'cancelled', cause: 'shopper' }, marks: { cancelled: moment } },
  },
  'request.expired': {
    payload: {},
    changes: ['marks'],
    gives: { request: { state: 'expired' }, marks: { expired: moment } },
  },
  'request.resolved': {
    payload: { note: null },
    changes: ['request', 'marks'],
    gives: { request: { state: 'resolved' }, marks: { resolved: moment } },
  },
  'request.reopened': {
    payload: { to: 'approved', reason: 'Late' },
    changes: ['request', 'marks'],
    gives: { request: { state: 'approved' }, marks: { reopened: moment, approved: { at: NOON } } },
  },
  'reason.reassessed': { payload: { code: 'damaged' }, changes: ['reassessed'], gives: { reassessed: 'damaged' } },
  'offer.made': {
    payload: { offer: { ...full.offers[0]!, id: id('offer-2') } },
    changes: ['offers'],
    gives: { offers: [{ id: 'offer-1', end: null }, { id: 'offer-2' }] },
  },
  'offer.accepted': {
    payload: { offer: id('offer-1'), terms: { handling: 'keep', amount: null } },
    changes: ['offers'],
    gives: { offers: [{ end: 'accepted', endedAt: later }] },
  },
  'offer.declined': {
    payload: { offer: id('offer-1') },
    changes: ['offers'],
    gives: { offers: [{ end: 'declined', endedAt: later }] },
  },
  'offer.lapsed': { payload: { offer: id('offer-1') }, changes: ['offers'], gives: { offers: [{ end: 'lapsed' }] } },
  'offer.superseded': {
    payload: { offer: id('offer-1') },
    changes: ['offers'],
    gives: { offers: [{ end: 'superseded' }] },
  },
  'offer.overtaken': {
    payload: { offer: id('offer-1') },
    changes: ['offers'],
    gives: { offers: [{ end: 'overtaken' }] },
  },
  'dispute.raised': {
    payload: { case: aCase },
    changes: ['dispute'],
    gives: { dispute: { state: 'raised', case: aCase } },
  },
  'dispute.examined': { payload: {}, changes: [], gives: { dispute: { state: 'judging', case: aCase } } },
  'dispute.judged': {
    payload: { for: 'shopper', verdict },
    changes: ['dispute', 'evidence'],
    gives: { dispute: { state: 'for_shopper', case: aCase, verdict }, evidence: { state: 'not_due' } },
  },
  'dispute.withdrawn': {
    payload: { moot: true },
    changes: ['dispute', 'evidence'],
    gives: { dispute: { state: 'withdrawn', moot: true }, evidence: { state: 'not_due' } },
  },
  'evidence.asked': {
    payload: { until: null },
    changes: ['evidence'],
    gives: { evidence: { state: 'due', by: null } },
  },
  'evidence.given': {
    payload: { evidence },
    changes: ['evidenceGiven', 'evidence'],
    gives: { evidenceGiven: [evidence], evidence: { state: 'given' } },
  },
  'evidence.missed': { payload: {}, changes: ['evidence'], gives: { evidence: { state: 'overdue', since: later } } },
  'method.chosen': { payload: { method: null }, changes: ['method'], gives: { method: null } },
  'shipment.added': {
    payload: { shipment: { ...shipment, id: id('shipment-3') } },
    changes: ['shipments'],
    gives: { shipments: [{}, {}, { id: 'shipment-3' }] },
  },
  'shipment.changed': {
    payload: { shipment: id('shipment-1'), trackingNumber: 'T-2' },
    changes: ['shipments'],
    gives: { shipments: [{ trackingNumber: 'T-2' }, { trackingNumber: 'T-1' }] },
  },
  'shipment.cancelled': {
    payload: { shipment: id('shipment-1') },
    changes: ['shipments'],
    gives: { shipments: [{ cancelledAt: later }, { cancelledAt: null }] },
  },
  'shipment.tracked': {
    payload: {
      shipment: id('shipment-1'),
      checkpoint: { at: NOON, kind: 'lost', text: '', pickupMedia: [], deliveryMedia: [] },
    },
    changes: ['shipments'],
    gives: { shipments: [{ checkpoints: [{ kind: 'lost' }] }, { checkpoints: [] }] },
  },
  'label.ordered': {
    payload: { label: 'label-2', reference: 'A', from: null, to: null, contents: [] },
    changes: ['labels'],
    gives: { labels: [{}, { id: 'label-2', state: 'ordered', reference: 'A' }] },
  },
  'label.made': {
    payload: {
      label: 'label-1',
      shipment: id('shipment-1'),
      made: { url: null, shippingSlug: 'dhl', qr: null, charge: null, reference: null },
    },
    changes: ['labels'],
    gives: { labels: [{ state: 'made', shipment: 'shipment-1' }] },
  },
  'label.failed': {
    payload: { label: 'label-1', why: 'No street' },
    changes: ['labels'],
    gives: { labels: [{ state: 'failed', why: 'No street' }] },
  },
  'dropoff.made': {
    payload: { dropoff: { ...dropoff, id: id('dropoff-2') } },
    changes: ['dropoffs'],
    gives: { dropoffs: [{}, { id: 'dropoff-2' }] },
  },
  'dropoff.dropped': {
    payload: { dropoff: id('dropoff-1'), drop: { id: 'x', at: NOON, createdAt: NOON, lines: [] } },
    changes: ['dropoffs'],
    gives: { dropoffs: [{ drops: [{ id: 'x' }] }] },
  },
  'dropoff.shipped': {
    payload: {
      dropoff: id('dropoff-1'),
      shipment: { id: 'y', externalId: 'e', carrierCode: 'ups', trackingNumber: '1Z', contents: [] },
    },
    changes: ['dropoffs'],
    gives: { dropoffs: [{ shipments: [{ id: 'y' }] }] },
  },
  'receiving.recorded': {
    payload: { receiving: { ...receiving, id: id('receiving-2') } },
    changes: ['receivings', 'marks'],
    gives: { receivings: [{}, { id: 'receiving-2' }], marks: { received: moment } },
  },
  'receiving.refused': {
    payload: { receiving: { ...receiving, id: id('receiving-2'), refused: 'Wet' }, why: 'Wet' },
    changes: ['receivings'],
    gives: { receivings: [{}, { refused: 'Wet' }] },
  },
  'receiving.graded': {
    payload: {
      receiving: id('receiving-1'),
      item: id('item-1'),
      gradings: [{ grade: 'a', quantity: 1, note: null, media: [], inspector: null, at: NOON }],
    },
    changes: ['receivings'],
    gives: { receivings: [{ lines: [{ gradings: [{ grade: 'a' }] }] }] },
  },
  'stray.matched': { payload: { stray: id('stray-1') }, changes: [], gives: {} },
  'disposition.recorded': {
    payload: { disposition },
    changes: ['dispositions'],
    gives: { dispositions: [disposition] },
  },
  'payout.granted': {
    payload: { grant: { ...grant, id: id('grant-2') } },
    changes: ['grants'],
    gives: { grants: [{}, { id: 'grant-2' }] },
  },
  'payout.ordered': {
    payload: { payout: { ...payout, id: id('payout-2') } },
    changes: ['payouts'],
    gives: { payouts: [{}, {}, { id: 'payout-2' }] },
  },
  'payout.sent': {
    payload: { payout: id('payout-1'), externalId: 're_1' },
    changes: ['payouts'],
    gives: { payouts: [{ state: 'sent', externalId: 're_1' }, { state: 'done' }] },
  },
  'payout.done': {
    payload: { payout: id('payout-1'), externalId: null, reference: 'R', transactions: [] },
    changes: ['payouts', 'marks'],
    gives: { payouts: [{ state: 'done', reference: 'R', doneAt: later }, {}], marks: { refunded: moment } },
  },
  'payout.declined': {
    payload: { payout: id('payout-1'), why: 'No funds' },
    changes: ['payouts'],
    gives: { payouts: [{ state: 'declined', why: 'No funds' }, { state: 'done' }] },
  },
  'payout.unknown': {
    payload: { payout: id('payout-1'), why: 'Timeout' },
    changes: ['payouts'],
    gives: { payouts: [{ state: 'unknown', why: 'Timeout' }, {}] },
  },
  'credit.issued': {
    payload: { payout: id('payout-1'), grant: id('grant-1'), amount: eur(1), reference: 'C-1' },
    changes: ['payouts'],
    gives: { payouts: [{ reference: 'C-1', state: 'planned' }, {}] },
  },
  'settlement.marked_elsewhere': {
    payload: { payout: { ...elsewhere, id: id('payout-3') }, reference: 'T', why: 'Bank' },
    changes: ['payouts'],
    gives: { payouts: [{}, {}, { id: 'payout-3' }] },
  },
  'settlement.unmarked': {
    payload: { why: 'Came back' },
    changes: ['payouts'],
    gives: { payouts: [{ state: 'planned' }, { state: 'declined', why: 'Came back' }] },
  },
  'exchange.proposed': {
    payload: { exchange: { ...exchange, chargeBy: 'other' } },
    changes: ['exchange'],
    gives: { exchange: { chargeBy: 'other' } },
  },
  'exchange.ordered': {
    payload: { order: { id: null, externalId: 'x-1', number: '2001', customer: NOBODY, country: null } },
    changes: ['exchange'],
    gives: { exchange: { state: 'ordered', order: { externalId: 'x-1' } } },
  },
  'exchange.failed': {
    payload: { why: 'out_of_stock' },
    changes: ['exchange'],
    gives: { exchange: { state: 'failed', why: 'out_of_stock' } },
  },
  'exchange.cancelled': { payload: { why: null }, changes: ['exchange'], gives: { exchange: { state: 'cancelled' } } },
  'stock.reserved': {
    payload: { until: NOON },
    changes: ['exchange'],
    gives: { exchange: { reservedUntil: NOON, state: 'proposed' } },
  },
  'stock.freed': { payload: {}, changes: ['exchange'], gives: { exchange: { reservedUntil: null } } },
  'charge.asked': {
    payload: { charge: { ...charge, id: id('charge-2') } },
    changes: ['charges'],
    gives: { charges: [{}, { id: 'charge-2' }] },
  },
  'charge.authorized': {
    payload: { charge: id('charge-1'), externalId: 'pi_1', until: NOON },
    changes: ['charges', 'advance'],
    gives: { charges: [{ state: 'authorized', externalId: 'pi_1' }], advance: { until: NOON } },
  },
  'charge.sent': { payload: { charge: id('charge-1') }, changes: ['charges'], gives: { charges: [{ state: 'sent' }] } },
  'charge.done': {
    payload: { charge: id('charge-1'), externalId: null },
    changes: ['charges', 'advance'],
    gives: { charges: [{ state: 'done' }], advance: { state: 'charged' } },
  },
  'charge.declined': {
    payload: { charge: id('charge-1'), why: 'No funds' },
    changes: ['charges', 'advance'],
    gives: { charges: [{ state: 'declined' }], advance: { state: 'failed' } },
  },
  'charge.released': {
    payload: { charge: id('charge-1') },
    changes: ['charges', 'advance'],
    gives: { charges: [{ state: 'released' }], advance: { state: 'cancelled' } },
  },
  'compensation.opened': { payload: {}, changes: ['compensation'], gives: { compensation: { state: 'initial' } } },
  'compensation.entitled': {
    payload: { outcome: 'pending_request', until: later },
    changes: ['compensation'],
    gives: { compensation: { state: 'pending_request', until: later } },
  },
  'claim.made': {
    payload: { claim: { ...claim, text: 'Worn' } },
    changes: ['compensation'],
    gives: { compensation: { state: 'requested', claim: { text: 'Worn' } } },
  },
  'claim.answered': {
    payload: { approved: true, parts: [{ type: 'goods', amount: eur(1) }] },
    changes: ['compensation'],
    gives: { compensation: { state: 'approved', claim, parts: [{ type: 'goods' }] } },
  },
  'claim.withdrawn': { payload: {}, changes: ['compensation'], gives: { compensation: { state: 'cancelled', claim } } },
  'claim.lapsed': { payload: {}, changes: ['compensation'], gives: { compensation: { state: 'not_eligible' } } },
  'due.moved': {
    payload: { kind: 'offer', to: NOON, why: 'Holiday' },
    changes: ['due', 'offers'],
    gives: { due: { offer: NOON }, offers: [{ until: NOON }] },
  },
  'due.neared': {
    payload: { kind: 'ship', until: NOON, owner: 'shopper' },
    changes: ['noticed'],
    gives: { noticed: { ship: { neared: NOON } } },
  },
  'due.passed': {
    payload: { kind: 'answer', until: NOON, owner: 'merchant' },
    changes: ['noticed'],
    gives: { noticed: { answer: { passed: NOON } } },
  },
  'note.written': { payload: { note: 'Careful' }, changes: ['note'], gives: { note: 'Careful' } },
  'item.tagged': {
    payload: { item: id('item-2'), tags: [id('tag-vip')] },
    changes: ['items'],
    gives: { items: [{ tags: [] }, { tags: [{ id: 'tag-vip', at: later }] }] },
  },
  'return.tagged': { payload: { tags: [id('tag-vip')] }, changes: ['tags'], gives: { tags: ['tag-vip'] } },
  'media.attached': {
    payload: { item: id('item-1'), media: [{ id: id('file-1'), kind: 'photo', by: 'shopper', at: NOON }] },
    changes: ['items'],
    gives: { items: [{ media: [{ id: 'file-1' }] }, { media: [] }] },
  },
  'message.sent': {
    payload: { message: { id: id('message-1'), at: NOON, by, to: 'shopper', text: 'Hello', media: [] } },
    changes: ['messages'],
    gives: { messages: [{ text: 'Hello' }] },
  },
  'return.assigned': { payload: { to: id('actor-1') }, changes: ['assignee'], gives: { assignee: 'actor-1' } },
  'return.flagged': { payload: { why: 'Look' }, changes: ['flagged'], gives: { flagged: 'Look' } },
  'person.erased': { payload: {}, changes: ['marks'], gives: { marks: { erased: moment } } },
}

const event = (type: string, payload: object, more: object = {}) =>
  ({ type, ...payload, at: later, by, rule: null, cause: null, ...more }) as Event
const differing = (before: Return, after: Return) =>
  (Object.keys(after) as (keyof Return)[]).filter(
    field =>
      field !== 'version' && field !== 'updatedAt' && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )

describe('evolve', () => {
  for (const [type, { payload, changes, gives }] of Object.entries(CASES)) {
    test(`${type} changes what it says and nothing else`, () => {
      const before = structuredClone(full)
      const after = evolve(full, event(type, payload))
      expect(full).toEqual(before)
      expect(differing(full, after).toSorted()).toEqual(changes.toSorted())
      expect(after).toMatchObject(gives)
      expect(after).toMatchObject({ version: full.version + 1, updatedAt: later })
    })
  }

  test('moments an event set are kept, and stay when others are set', () => {
    const once = evolve(full, event('note.written', { note: null }, { due: { ship: NOON } }))
    const twice = evolve(once, event('note.written', { note: null }, { due: { inspect: later } }))
    expect(twice.due).toMatchObject({ ship: NOON, inspect: later })
  })

  test('the first receipt and the first payout keep their marks', () => {
    const once = evolve(full, event('receiving.recorded', { receiving }))
    const twice = evolve(once, event('receiving.recorded', { receiving }, { at: plus(later, { hours: 1 }) }))
    expect(twice.marks.received?.at).toBe(later)
  })

  test('going back clears the mark of what is undone', () => {
    expect(evolve(full, event('request.reopened', { to: 'approved', reason: 'Late' })).marks).not.toHaveProperty(
      'expired',
    )
  })

  test('automation leaves its rule on the mark', () => {
    expect(evolve(full, event('request.resolved', { note: null }, { rule: 'auto' })).marks.resolved?.rule).toBe('auto')
  })

  test('later evidence of a side replaces its earlier one', () => {
    const twice = [evidence, { ...evidence, id: 'evidence-2' }].reduce(
      (ret, one) => evolve(ret, event('evidence.given', { evidence: one })),
      full,
    )
    expect(twice.evidenceGiven).toMatchObject([{ replacedBy: 'evidence-2' }, { replacedBy: null }])
  })

  test('a difference that is held makes no advance', () => {
    const plain = { ...full, advance: null, charges: [{ ...charge, kind: 'exchange_difference' as const }] }
    expect(
      evolve(plain, event('charge.authorized', { charge: 'charge-1', externalId: null, until: NOON })).advance,
    ).toBeNull()
  })

  test('moving the end of a duty or a claim moves it there too', () => {
    expect(evolve(full, event('due.moved', { kind: 'evidence', to: NOON, why: '' })).evidence).toEqual({
      state: 'due',
      by: NOON,
    })
    const pending = { ...full, compensation: { state: 'pending_request' as const, until: later } }
    expect(evolve(pending, event('due.moved', { kind: 'claim', to: NOON, why: '' })).compensation).toEqual({
      state: 'pending_request',
      until: NOON,
    })
  })

  test('a return begins by being submitted, once', () => {
    expect(() => evolve(null, event('note.written', { note: null }))).toThrow('cannot begin')
    expect(() => evolveAll(null, [])).toThrow('does not exist')
    expect(submitted().ret).toMatchObject({
      createdAt: NOON,
      request: { state: 'submitted' },
      shipments: [],
      grants: [],
    })
  })

  test('what is folded again from the log is the same return', () => {
    const story = submitted()
      .then({ verb: 'approve' })
      .then({ verb: 'ship', carrier: { ref: 7 } })
      .then({ verb: 'grant', basis: 'asked' })
      .then({ verb: 'credit' })
    expect(evolveAll(null, story.log)).toEqual(story.ret)
    expect(story.ret.version).toBe(story.log.length)
  })

  test('a dispute or a claim that is not there cannot go on', () => {
    expect(() => evolve(filed, event('dispute.examined', {}))).toThrow('no dispute')
    expect(() => evolve(filed, event('claim.withdrawn', {}))).toThrow('no claim')
  })
})

describe('follow', () => {
  test('each step sees what the steps before left', () => {
    const seen: (string | null)[] = []
    const note = (text: string) => (ret: Return) => {
      seen.push(ret.note)
      return [event('note.written', { note: text })]
    }
    expect(follow(filed, note('one'), note('two'))).toHaveLength(2)
    expect(seen).toEqual([null, 'one'])
  })

  test('the first refusal ends the chain', () => {
    expect(
      follow(
        filed,
        () => [event('note.written', { note: 'one' })],
        () => refuse('busy'),
      ),
    ).toMatchObject({ code: 'busy' })
  })
})
