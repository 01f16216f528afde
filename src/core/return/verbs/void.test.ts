import { describe, expect, test } from 'vitest'
import { approved } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ShipmentId } from '../../ids.ts'
import type { Command } from '../commands.ts'
import type { CheckpointKind, Return } from '../return.ts'
import { givenOut } from '../strands/parcel.ts'

const label = { url: 'https://labels.example/1.pdf', shippingSlug: 'dhl', qr: null, charge: null, reference: null }
const sent = () => approved().then({ verb: 'ship', carrier: { ref: 7 }, label })
const seen = (kind: CheckpointKind) =>
  sent().then(
    ret => ({ verb: 'track', shipment: ret.shipments[0]!.id, checkpoint: { at: ret.updatedAt, kind, text: '' } }),
    { by: 'carrier' },
  )
const first = (ret: Return): Command => ({ verb: 'void', shipment: ret.shipments[0]!.id })

describe('void', () => {
  test('merchant and house call a parcel off, nobody else', () => {
    openExactlyTo(['owner', 'agent', 'system'], sent(), first)
  })

  test('only while the carrier does not have it', () => {
    for (const kind of ['announced', 'pickup_retry', 'pickup_failed'] as const)
      seen(kind).when(first, { by: 'agent' }).gives(['shipment.cancelled'])
    for (const kind of ['picked_up', 'lost', 'delivery_failed', 'delivered'] as const)
      seen(kind).when(first, { by: 'agent' }).refuses('not_open')
  })

  test('beside a parcel that moves, one that waits can still be called off', () => {
    const two = seen('moving').then({ verb: 'ship', carrier: { ref: 8 } }, { by: 'agent' })
    two.when(ret => ({ verb: 'void', shipment: ret.shipments[1]!.id })).gives(['shipment.cancelled'])
    two.when(first).refuses('not_open', { path: 'shipment', state: 'in_transit' })
  })

  test('twice is once, and an unknown parcel is refused', () => {
    const two = sent().then({ verb: 'ship', carrier: { ref: 8 } })
    two.then(first).when(first).gives([])
    sent()
      .when({ verb: 'void', shipment: 'stranger' as ShipmentId })
      .refuses('not_found', { path: 'shipment' })
  })

  test('T15: a label that is void is not given out any more', () => {
    const story = sent()
    expect(givenOut(story.ret.shipments[0]!)).toEqual(label)
    expect(givenOut(story.then(first).ret.shipments[0]!)).toBeNull()
    const called = story.then({ verb: 'cancel' }, { by: 'shopper' })
    expect(givenOut(called.ret.shipments[0]!)).toBeNull()
  })
})
