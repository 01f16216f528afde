import { describe, expect, test } from 'vitest'
import { NOON } from '../../../../test/kit/cast.ts'
import { approved, submitted } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ShipmentId } from '../../ids.ts'
import { plus } from '../../time.ts'
import type { Command } from '../commands.ts'
import type { CheckpointKind, Return } from '../return.ts'

const sent = () => approved().then({ verb: 'ship', carrier: { ref: 7 } })
const at = (hours: number) => plus(NOON, { hours })
const seen =
  (kind: CheckpointKind, hours = 0, parcel = 0) =>
  (ret: Return): Command => ({
    verb: 'track',
    shipment: ret.shipments[parcel]!.id,
    checkpoint: { at: at(hours), kind, text: kind },
  })

describe('track', () => {
  test('carrier, house and merchant tell where a parcel is, in every state', () => {
    const roles = ['owner', 'agent', 'carrier', 'system'] as const
    for (const story of [sent(), sent().then({ verb: 'cancel' }, { by: 'agent' }), sent().then({ verb: 'resolve' })])
      openExactlyTo(roles, story, seen('moving'))
  })

  test('what was told before changes nothing', () => {
    sent().then(seen('moving')).when(seen('moving')).gives([])
    sent().then(seen('moving')).when(seen('moving', 1)).gives(['shipment.tracked'])
    const tells =
      (kind: CheckpointKind, text: string) =>
      (ret: Return): Command => ({
        verb: 'track',
        shipment: ret.shipments[0]!.id,
        checkpoint: { at: NOON, kind, text },
      })
    const scanned = sent().then(tells('moving', 'Scanned'))
    expect(scanned.ret.shipments[0]?.checkpoints).toMatchObject([{ pickupMedia: [], deliveryMedia: [] }])
    scanned.when(tells('moving', 'Sorted')).gives(['shipment.tracked'])
    scanned.when(tells('exception', 'Scanned')).gives(['shipment.tracked'])
  })

  test('told out of order, the newest by time counts', () => {
    sent()
      .then(seen('delivered', 3))
      .when(seen('moving', 1))
      .leaves({ transit: ['delivered'] })
  })

  test('delivery starts the inspection, once', () => {
    const delivered = sent().then(seen('delivered'))
    expect(delivered.ret.due.inspect).toBe(at(48))
    const again = delivered.then(seen('delivered', 2), { tray: { at: at(2) } })
    expect(again.ret.due.inspect).toBe(at(48))
  })

  test('nothing is inspected while a part still travels, or before anybody approved', () => {
    const two = sent().then({ verb: 'ship', carrier: { ref: 8 } })
    const half = two.then(seen('delivered', 0, 0))
    expect(half.ret.due.inspect).toBeUndefined()
    expect(half.then(seen('delivered', 1, 1)).ret.due.inspect).toBe(at(48))
    expect(
      submitted()
        .then({ verb: 'ship', carrier: { ref: 7 } })
        .then(seen('delivered'), { by: 'carrier' }).ret.due.inspect,
    ).toBeUndefined()
  })

  test('clocks differ by hours, not by days', () => {
    sent().when(seen('moving', 24)).gives(['shipment.tracked'])
    sent().when(seen('moving', 25)).refuses('invalid', { path: 'checkpoint.at' })
    sent()
      .when({ verb: 'track', shipment: 'stranger' as ShipmentId, checkpoint: { at: NOON, kind: 'moving', text: '' } })
      .refuses('not_found', { path: 'shipment' })
  })

  test('T16: a parcel that was lost may be found', () => {
    const lost = sent().then(seen('lost'))
    lost.when(seen('lost')).leaves({ transit: ['lost'] })
    lost.when(seen('delivered', 5)).leaves({ transit: ['delivered'] })
  })
})
