import { describe, expect, test } from 'vitest'
import { anAddress, aShop, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { FileId, ItemId } from '../../ids.ts'
import type { Command, Commands } from '../commands.ts'
import type { Return } from '../return.ts'

const ship = { verb: 'ship', carrier: { ref: 7 }, trackingNumber: 'T-1' } as const
const received = (story = approved()) =>
  story.then(
    ret => ({
      verb: 'receive',
      key: 'k1',
      source: 'dock',
      lines: ret.items.map(item => ({ item: item.id, quantity: 2 })),
    }),
    { by: 'warehouse' },
  )
const shipmentIn = (answer: ReturnType<ReturnType<typeof approved>['when']>['answer']) =>
  'ret' in answer ? answer.ret.shipments.at(-1) : undefined

describe('ship', () => {
  test('shopper, merchant and carrier tell that a parcel was sent', () => {
    openExactlyTo(['shopper', 'owner', 'agent', 'carrier'], approved(), ship)
    openExactlyTo(['shopper', 'owner', 'agent', 'carrier'], submitted(), ship)
    openExactlyTo(['shopper', 'owner', 'agent', 'carrier'], approved().then({ verb: 'expire' }, TIME_IS_UP), ship)
  })

  test('nothing sets out for a request that ended, or for goods that are kept', () => {
    openExactlyTo([], approved().then({ verb: 'resolve' }), ship)
    openExactlyTo([], approved().then({ verb: 'reject', reason: 'No' }), ship)
    openExactlyTo([], submitted({ items: [asked(2, { handling: 'keep' })] }), ship)
  })

  test('the parcel is told in the shop’s words, with all pieces in it', () => {
    expect(shipmentIn(approved().when(ship).answer)).toMatchObject({
      leg: 'inbound',
      source: 'merchant',
      carrier: { slug: 'dhl', name: 'DHL', ref: 7, integrated: true },
      trackingNumber: 'T-1',
      contents: [{ quantity: 2 }],
      to: { city: 'Berlin' },
      cancelledAt: null,
    })
  })

  test('a second parcel holds what the first left, and one more number holds nothing', () => {
    const half = approved().then(ret => ({ ...ship, contents: [{ item: ret.items[0]?.id as ItemId, quantity: 1 }] }))
    expect(shipmentIn(half.when(ship).answer)?.contents).toMatchObject([{ quantity: 1 }])
    expect(shipmentIn(half.then(ship).when(ship).answer)?.contents).toEqual([])
  })

  test('more than is left in no parcel is refused', () => {
    const all = (ret: Return): Command => ({ ...ship, contents: [{ item: ret.items[0]?.id as ItemId, quantity: 2 }] })
    approved().then(all).when(all).refuses('quantity_exceeded', { path: 'contents[0].quantity', most: 0 })
    approved()
      .when(ret => ({ ...ship, contents: [1, 2].map(quantity => ({ item: ret.items[0]?.id as ItemId, quantity })) }))
      .refuses('quantity_exceeded', { path: 'contents[1].quantity', most: 2, asked: 3 })
  })

  test('what a carrier lost or sent back may travel again', () => {
    const lost = approved()
      .then(ship)
      .then(
        ret => ({
          verb: 'track',
          shipment: ret.shipments[0]!.id,
          checkpoint: { at: ret.updatedAt, kind: 'lost', text: '' },
        }),
        { by: 'carrier' },
      )
    expect(shipmentIn(lost.when(ship, { by: 'shopper' }).answer)).toMatchObject({
      source: 'shopper',
      contents: [{ quantity: 2 }],
    })
  })

  test('a carrier’s number must be the shop’s, its slug may be anybody’s', () => {
    approved()
      .when({ verb: 'ship', carrier: { ref: 99 } })
      .refuses('carrier_unknown', { path: 'carrier.ref' })
    approved()
      .when({ verb: 'ship', carrier: { slug: 'Not A Slug' } })
      .refuses('carrier_unknown', { path: 'carrier.slug' })
    expect(shipmentIn(approved().when({ verb: 'ship', carrier: { slug: 'bike-courier' } }).answer)?.carrier).toEqual({
      slug: 'bike-courier',
      name: 'bike-courier',
      ref: null,
      integrated: false,
    })
    expect(shipmentIn(approved().when({ verb: 'ship', carrier: { name: 'hermes' } }).answer)?.carrier).toMatchObject({
      slug: 'hermes',
      ref: 8,
    })
    expect(shipmentIn(approved().when({ verb: 'ship', carrier: {} }).answer)?.carrier).toMatchObject({ slug: 'other' })
  })

  test('a tracking number has one to a hundred visible characters', () => {
    for (const trackingNumber of ['', '   ', 'a\nb', 'x'.repeat(101)])
      approved()
        .when({ ...ship, trackingNumber })
        .refuses('tracking_invalid', { path: 'trackingNumber' })
    expect(shipmentIn(approved().when({ ...ship, trackingNumber: '  1Z 999  ' }).answer)?.trackingNumber).toBe('1Z 999')
    expect(
      shipmentIn(approved().when({ ...ship, trackingNumber: 'x'.repeat(100) }).answer)?.trackingNumber,
    ).toHaveLength(100)
  })

  test('a carrier with a form of its own holds numbers to it', () => {
    const shop = aShop({
      carriers: [{ ref: 7, slug: 'dhl', name: 'DHL', integrated: true, trackingPattern: 'T-\\d+' }],
    })
    approved({}, { shop })
      .when({ ...ship, trackingNumber: 'T-1x' })
      .refuses('tracking_invalid', { pattern: 'T-\\d+' })
    approved({}, { shop }).when(ship).gives(['shipment.added'])
  })

  test('where the shop wants proof, the merchant who arranged the transport gives it, once', () => {
    const shop = aShop({
      shippingProof: { mandatory: true, trackingRequired: true, imageRequired: true },
      methods: [{ type: 'merchant_arranged', name: 'We collect it', zones: [], label: false }],
    })
    const story = approved({}, { shop }).then({ verb: 'choose', method: 'merchant_arranged' })
    const photo = ['photo-1' as FileId]
    story.when(ship).refuses('evidence_incomplete', { path: 'proof' })
    story.when({ ...ship, proof: { media: [] } }).refuses('evidence_incomplete', { path: 'proof.media' })
    story
      .when({ verb: 'ship', carrier: { ref: 7 }, proof: { media: photo } })
      .refuses('tracking_invalid', { path: 'trackingNumber' })
    story.when(ship, { by: 'shopper' }).gives(['shipment.added'])
    const proven = story.then({ ...ship, proof: { media: photo, remarks: 'Collected' } })
    expect(proven.ret.shipments[0]?.proof).toEqual({ media: photo, remarks: 'Collected', at: proven.tray.at })
    proven.when({ ...ship, proof: { media: photo } }).refuses('proof_exists', { path: 'proof' })
  })

  test('goods that are here leave in any state: back to the shopper, or on from a warehouse that inspects', () => {
    const here = received()
    openExactlyTo(['owner', 'agent', 'warehouse'], here, { ...ship, leg: 'back' })
    openExactlyTo([], here, { ...ship, leg: 'onward' })
    const inspected = received(approved({ inspector: 'warehouse' }))
    openExactlyTo(['owner', 'agent', 'warehouse'], inspected, { ...ship, leg: 'onward' })
    inspected
      .then({ ...ship, leg: 'onward' })
      .when({ ...ship, leg: 'onward', contents: [{ item: inspected.ret.items[0]!.id, quantity: 1 }] })
      .refuses('quantity_exceeded')
    const closed = here.then({ verb: 'resolve' }, { by: 'agent' })
    closed.when({ ...ship, leg: 'back' }, { by: 'warehouse' }).gives(['shipment.added'])
    closed.when(ship, { by: 'agent' }).refuses('not_open', { path: 'leg' })
  })

  test('an onward parcel is a strand of its own', () => {
    received(approved({ inspector: 'warehouse' }))
      .when({ ...ship, leg: 'onward' }, { by: 'warehouse' })
      .leaves({ onward: ['booked'] })
  })

  test('only the merchant sends goods on or back, and on only from a warehouse that inspects', () => {
    approved()
      .when({ ...ship, leg: 'back' }, { by: 'shopper' })
      .refuses('forbidden', { path: 'leg', role: 'shopper' })
    received()
      .when({ ...ship, leg: 'onward' }, { by: 'agent' })
      .refuses('not_open', { path: 'leg' })
  })

  test('proof is asked of the merchant only for a way back that the merchant arranged', () => {
    const shop = aShop({
      shippingProof: { mandatory: true, trackingRequired: true, imageRequired: true },
      methods: [{ type: 'merchant_arranged', name: 'We collect it', zones: [], label: false }],
    })
    approved({ method: null }, { shop }).when(ship, { by: 'agent' }).gives(['shipment.added'])
    const arranged = approved({ method: 'merchant_arranged' }, { shop })
    received(arranged)
      .when({ ...ship, leg: 'back' }, { by: 'agent' })
      .gives(['shipment.added'])
    const others = aShop({ shippingProof: shop.shippingProof })
    approved({ method: 'customer_courier' }, { shop: others }).when(ship, { by: 'agent' }).gives(['shipment.added'])
  })

  test('every leg has its two ends: where they were not named they are known, but for where goods go on to', () => {
    const [main] = aShop().locations
    const shop = aShop({ locations: [{ ...main!, address: { ...anAddress(), city: 'Leipzig' } }] })
    const ends = (story: Story, more: Partial<Commands['ship']> = {}) => {
      const parcel = shipmentIn(story.when({ ...ship, ...more }, { by: 'agent' }).answer)
      return [parcel?.from?.city, parcel?.to?.city]
    }
    const pickup = { ...anAddress(), city: 'Potsdam' }
    expect(ends(approved({}, { shop }))).toEqual(['Berlin', 'Leipzig'])
    expect(ends(approved({ pickup }, { shop }))).toEqual(['Potsdam', 'Leipzig'])
    const here = received(approved({ pickup, inspector: 'warehouse' }, { shop }))
    expect(ends(here, { leg: 'back' })).toEqual(['Leipzig', 'Berlin'])
    expect(ends(here, { leg: 'onward' })).toEqual(['Leipzig', undefined])
    const named = { from: { ...anAddress(), city: 'Halle' }, to: { ...anAddress(), city: 'Jena' } }
    expect(ends(here, { leg: 'back', ...named })).toEqual(['Halle', 'Jena'])
  })

  test('papers, arrival and the carrier’s own numbers are kept as told, and empty when nobody said them', () => {
    expect(shipmentIn(approved().when(ship).answer)).toMatchObject({
      documents: [],
      eta: null,
      refs: { pin: null, contactNumber: null, queryNumber: null },
    })
    const documents = [{ kind: 'invoice' as const, url: 'file-1' as FileId, has: [] }]
    const eta = { from: NOON, to: NOON }
    const told = { ...ship, documents, eta, refs: { pin: '4711' } }
    expect(shipmentIn(approved().when(told).answer)).toMatchObject({
      documents,
      eta,
      refs: { pin: '4711', contactNumber: null, queryNumber: null },
    })
  })

  test('whose word it is: the shopper’s always, the merchant’s, or that of a door', () => {
    const source = (by: 'shopper' | 'agent' | 'carrier', given?: 'api') =>
      shipmentIn(approved().when({ ...ship, ...(given && { source: given }) }, { by }).answer)?.source
    expect([source('shopper', 'api'), source('agent'), source('agent', 'api'), source('carrier')]).toEqual([
      'shopper',
      'merchant',
      'api',
      'api',
    ])
  })
})
