import { describe, expect, test } from 'vitest'
import { aShop, NOON } from '../../../../test/kit/cast.ts'
import { approved } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { FileId, ShipmentId } from '../../ids.ts'
import type { Command, Commands } from '../commands.ts'
import type { Return } from '../return.ts'

const sent = (by: 'shopper' | 'agent' = 'shopper', tray = {}) =>
  approved({}, tray).then({ verb: 'ship', carrier: { ref: 7 }, trackingNumber: 'T-1' }, { by })
const mend =
  (more: Partial<Commands['correct']>) =>
  (ret: Return): Command => ({ verb: 'correct', shipment: ret.shipments[0]!.id, ...more })

describe('correct', () => {
  test('whoever sent or carries a parcel may mend what is known of it', () => {
    openExactlyTo(['shopper', 'owner', 'agent', 'carrier', 'system'], sent(), mend({ trackingNumber: 'T-2' }))
    openExactlyTo(
      ['owner', 'agent', 'carrier', 'system'],
      sent().then({ verb: 'resolve' }, { by: 'agent' }),
      mend({ trackingNumber: 'T-2' }),
    )
  })

  test('a shopper leaves the shop’s parcels alone', () => {
    sent('agent')
      .when(mend({ trackingNumber: 'T-2' }), { by: 'shopper' })
      .refuses('forbidden', { path: 'shipment' })
  })

  test('only what becomes different is told', () => {
    const [event] = sent()
      .when(mend({ trackingNumber: ' T-2 ', carrier: { slug: 'dhl' }, refs: { pin: '4711' } }))
      .events()
    expect(event).toMatchObject({ type: 'shipment.changed', trackingNumber: 'T-2', refs: { pin: '4711' } })
    expect(event).not.toHaveProperty('carrier')
    sent()
      .when(mend({ trackingNumber: 'T-1' }))
      .gives([])
  })

  test('the number stays when nobody speaks of it, and goes when it is taken back', () => {
    const [event] = sent()
      .when(mend({ refs: { pin: '4711' } }))
      .events()
    expect(event).not.toHaveProperty('trackingNumber')
    expect(sent().then(mend({ trackingNumber: null })).ret.shipments[0]?.trackingNumber).toBeNull()
  })

  test('an arrival is told, told anew and taken back', () => {
    const eta = { from: NOON, to: NOON }
    const told = sent().then(mend({ eta }))
    expect(told.ret.shipments[0]?.eta).toEqual(eta)
    told.when(mend({ eta })).gives([])
    told.when(mend({ trackingNumber: 'T-1' })).gives([])
    expect(told.then(mend({ eta: null })).ret.shipments[0]?.eta).toBeNull()
  })

  test('proof that the parcel owed is not owed again for mending it', () => {
    const shop = aShop({ shippingProof: { mandatory: true, trackingRequired: true, imageRequired: true } })
    sent('agent', { shop })
      .when(mend({ trackingNumber: 'T-2' }), { by: 'agent' })
      .gives(['shipment.changed'])
  })

  test('numbers, carriers and proof are judged as when the parcel was told', () => {
    sent()
      .when(mend({ trackingNumber: '' }))
      .refuses('tracking_invalid', { path: 'trackingNumber' })
    sent()
      .when(mend({ carrier: { ref: 99 } }))
      .refuses('carrier_unknown', { path: 'carrier.ref' })
    const shop = aShop({ shippingProof: { mandatory: false, trackingRequired: false, imageRequired: true } })
    const proof = { media: ['photo-1' as FileId] }
    sent('agent', { shop })
      .when(mend({ proof: { media: [] } }))
      .refuses('evidence_incomplete', { path: 'proof.media' })
    sent('agent', { shop }).then(mend({ proof })).when(mend({ proof })).refuses('proof_exists', { path: 'proof' })
  })

  test('a parcel that is unknown or called off is not mended', () => {
    sent()
      .when({ verb: 'correct', shipment: 'stranger' as ShipmentId })
      .refuses('not_found', { path: 'shipment' })
    sent()
      .then(ret => ({ verb: 'void', shipment: ret.shipments[0]!.id }), { by: 'agent' })
      .when(mend({ trackingNumber: 'T-2' }))
      .refuses('not_open', { path: 'shipment' })
  })
})
