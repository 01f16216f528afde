import { describe, expect, test } from 'vitest'
import { actor, aLine, anAddress, anOrder, aTray, eur, NOON } from '../../../test/kit/cast.ts'
import { submitted } from '../../../test/kit/given.ts'
import { as, type FileId } from '../ids.ts'
import type { Address, Party } from '../party.ts'
import type { Event } from '../return/events.ts'
import { evolveAll } from '../return/evolve.ts'
import { openMatters } from './open-matters.ts'
import { ERASED } from './rule.ts'
import { eventWithoutPerson, orderWithoutPerson, returnWithoutPerson, strayWithoutPerson } from './without-person.ts'

const photo = as<FileId>('0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70')
const anna: Party = {
  id: 'cust-SECRET',
  username: 'SECRET-nick',
  firstName: 'SECRET-first',
  lastName: 'SECRET-last',
  emails: ['SECRET@example.com'],
  phone: 'SECRET-phone',
  portrait: 'https://SECRET.example/me.jpg',
  locale: 'de-DE',
}
const home: Address = {
  ...anAddress(),
  name: 'SECRET',
  street1: 'SECRET-street 1',
  city: 'SECRET-city',
  state: { code: 'SECRET', name: 'SECRET' },
  postalCode: 'SECRET',
  phone: 'SECRET',
  email: 'SECRET@example.com',
  country: 'DE',
}
const bought = anOrder(
  [
    aLine({
      more: {
        properties: [{ name: 'Engraving', value: 'SECRET wish', type: 'text', urls: ['https://SECRET.example/p.png'] }],
      },
    }),
  ],
  {
    customer: anna,
    billing: home,
    shipping: home,
    customFields: { greeting: 'SECRET' },
    gift: { recipient: anna },
    addressType: 'SECRET',
  },
)

const speaking = { ...actor('shopper'), name: 'SECRET-first', email: 'SECRET@example.com' }

/** A case with as many words of people as one case can have. */
const story = submitted(
  {
    comment: 'SECRET comment',
    contact: anna,
    pickup: home,
    shipping: home,
    gift: { recipient: anna, address: home },
    items: [{ line: as('line-1'), quantity: 2, reason: { code: 'damaged', comment: 'SECRET why' }, media: [photo] }],
  },
  aTray({ order: bought }),
)
  .then({ verb: 'message', text: 'SECRET question', to: 'merchant', media: [photo] }, { tray: { by: speaking } })
  .then({ verb: 'amend', comment: 'SECRET again', contact: anna, pickup: home }, { by: 'agent' })
  .then({ verb: 'note', note: 'SECRET note' }, { by: 'agent' })
  .then({ verb: 'flag', why: 'SECRET flag' }, { by: 'agent' })
  .then({ verb: 'extend', kind: 'answer', to: '2026-04-01T00:00:00.000Z' as never, why: 'SECRET why' }, { by: 'agent' })
  .then({ verb: 'approve', override: 'SECRET override' }, { by: 'agent' })
  .then({ verb: 'choose', method: 'retailer_label' }, { by: 'agent' })
  .then({ verb: 'label', reference: 'SECRET', from: home, to: home }, { by: 'agent' })
  .then(ret => ({ verb: 'print', label: ret.labels[0]?.id ?? '', failed: 'SECRET address' }), { by: 'system' })
  .then(
    {
      verb: 'ship',
      carrier: { ref: 7 },
      trackingNumber: 'JD0146',
      from: home,
      label: { url: 'https://SECRET.example/label.pdf', shippingSlug: 'dhl', qr: null, charge: null, reference: null },
      documents: [{ kind: 'packing_slip', url: 'https://SECRET.example/slip.pdf', has: ['packing_slip'] }],
      proof: { media: [photo], remarks: 'SECRET remark' },
      refs: { pin: 'SECRET', contactNumber: 'SECRET', queryNumber: 'SECRET' },
    },
    { by: 'agent' },
  )
  .then(
    ret => ({
      verb: 'track',
      shipment: ret.shipments[0]?.id ?? as('none'),
      checkpoint: {
        at: NOON,
        kind: 'delivered',
        text: 'SECRET neighbour',
        deliveryMedia: ['https://SECRET.example/pod.jpg'],
      },
    }),
    { by: 'carrier' },
  )
  .then(
    ret => ({
      verb: 'receive',
      key: 'count-1',
      source: 'dock',
      lines: [
        {
          item: ret.items[0]?.id ?? as('none'),
          quantity: 2,
          gradings: [{ grade: 'a', quantity: 2, note: 'SECRET slip inside', inspector: 'Ines' }],
        },
      ],
    }),
    { by: 'warehouse' },
  )
  .then({ verb: 'settle_elsewhere', reference: 'SECRET transfer', why: 'SECRET account' }, { by: 'agent' })
  .then({ verb: 'resolve', note: 'SECRET end' }, { by: 'agent' })

const erased: Event = { type: 'person.erased', at: NOON, by: actor('owner'), rule: null, cause: 'erasure:1' }

describe('forgetting a person', () => {
  const after = returnWithoutPerson(story.ret)
  const log = story.log.map(eventWithoutPerson)

  test('takes every word of theirs out of the order, the return and each event', () => {
    expect(JSON.stringify([story.ret, story.log, bought]).match(/SECRET/g)?.length).toBeGreaterThan(60)
    expect(JSON.stringify([orderWithoutPerson(bought), after, log])).not.toMatch(/SECRET/)
  })

  test('leaves what was bought, counted, promised and decided, and who of the shop did it', () => {
    expect(after).toMatchObject({
      number: story.ret.number,
      version: story.ret.version,
      comment: ERASED,
      contact: { firstName: ERASED, emails: [], phone: null, locale: 'de-DE' },
      pickup: { street1: null, city: null, country: 'DE' },
      items: [{ asked: 2, reason: { code: 'damaged', comment: ERASED }, media: [{ id: photo, by: 'shopper' }] }],
      receivings: [{ lines: [{ quantity: 2, gradings: [{ grade: 'a', note: ERASED, inspector: 'Ines' }] }] }],
      grants: story.ret.grants.map(({ figure, by }) => ({ figure, by })),
      payouts: [{ amount: story.ret.payouts[0]?.amount, reference: ERASED, state: 'done' }],
      messages: [{ by: { role: 'shopper', name: ERASED, id: null, email: null }, text: ERASED }],
      marks: { approved: { by: actor('agent') } },
    })
    expect(orderWithoutPerson(bought)).toMatchObject({ refs: bought.refs, payments: bought.payments, country: 'DE' })
  })

  test('is the same whether the log is treated and folded, or folded and treated', () => {
    expect(evolveAll(null, log)).toEqual(after)
    expect(evolveAll(evolveAll(null, log), [erased])).toEqual({
      ...after,
      version: after.version + 1,
      marks: { ...after.marks, erased: { at: NOON, by: actor('owner'), rule: null } },
    })
  })

  test('a second time changes nothing more', () => {
    expect(returnWithoutPerson(after)).toEqual(after)
    expect(log.map(eventWithoutPerson)).toEqual(log)
  })

  test('changes nothing of what it was given', () => {
    expect(story.ret.comment).toBe('SECRET again')
  })

  test('keeps numbers the house made up itself, and words it acts on', () => {
    const moved = { payout: as('p-1'), externalId: 're_1', transactions: [] } as const
    const done = (reference: string) =>
      eventWithoutPerson({ ...erased, ...moved, type: 'payout.done', reference } as unknown as Event<'payout.done'>)
    expect(done(photo).reference).toBe(photo)
    expect(done('DE89 3704').reference).toBe(ERASED)
    const failed = (why: string) => eventWithoutPerson({ ...erased, type: 'exchange.failed', why })
    expect([failed('out_of_stock'), failed('No.')]).toMatchObject([{ why: 'out_of_stock' }, { why: ERASED }])
  })

  test('goods without paper lose their description', () => {
    const stray = strayWithoutPerson({
      id: as('s-1'),
      org: as('org-1'),
      shop: as('shop-1'),
      at: NOON,
      by: actor('warehouse'),
      place: null,
      text: 'SECRET on the parcel',
      sku: 'SHIRT-M',
      quantity: 1,
      media: [photo],
      trackingNumber: null,
      matched: story.ret.id,
    })
    expect(stray).toMatchObject({ text: ERASED, sku: 'SHIRT-M', by: { name: 'The warehouse' } })
  })
})

describe('what is still under way', () => {
  test('a new return is, one that is paid and closed is not', () => {
    expect(openMatters(submitted().ret)).toEqual(['request'])
    expect(openMatters(story.ret)).toEqual([])
  })

  test('promised money, owed charges, disputes and parcels back are', () => {
    const { ret } = submitted()
      .then({ verb: 'approve' }, { by: 'agent' })
      .then({ verb: 'grant', basis: 'asked' }, { by: 'agent' })
    expect(openMatters(ret)).toEqual(['request', 'payout'])
    const charge = {
      id: as('c-1'),
      key: 'c',
      kind: 'return_cost',
      state: 'asked',
      amount: eur(1),
      gateway: 'g',
    } as const
    expect(openMatters({ ...story.ret, charges: [{ ...charge, externalId: null, id: as('c-1') }] })).toEqual(['charge'])
    const back = story.ret.shipments.map(parcel => ({ ...parcel, leg: 'back' as const, checkpoints: [] }))
    expect(openMatters({ ...story.ret, shipments: back })).toEqual(['parcel'])
  })
})
