import { describe, expect, test } from 'vitest'
import { NOON } from '../../../../test/kit/cast.ts'
import { approved, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import type { FileId } from '../../ids.ts'
import type { Command } from '../commands.ts'
import type { Return } from '../return.ts'

const made = {
  carrier: { slug: 'dhl', name: 'DHL', ref: 7, integrated: true },
  trackingNumber: 'T-1',
  label: { url: 'https://labels.example/1.pdf', shippingSlug: 'dhl', qr: null, charge: null, reference: null },
}
const printed = (ret: Return): Command => ({ verb: 'print', label: ret.labels[0]?.id ?? '', made })
const failed = (ret: Return): Command => ({ verb: 'print', label: ret.labels[0]?.id ?? '', failed: 'No such street' })
const ordered = () => approved({ method: 'retailer_label' }).then({ verb: 'label', reference: 'A-7' })

describe('print', () => {
  test('the house and the merchant answer for labels, nobody else', () => {
    for (const by of ['system', 'agent', 'owner'] as const)
      ordered().when(printed, { by }).gives(['label.made', 'shipment.added'])
    for (const by of ['shopper', 'carrier', 'warehouse', 'arbiter'] as const)
      ordered().when(printed, { by }).refuses('forbidden')
  })

  test('a made label is a booked parcel with what was packed', () => {
    const { answer, leaves } = ordered().when(printed, { by: 'system' })
    leaves({ transit: ['booked'] })
    expect('ret' in answer && answer.ret.shipments).toMatchObject([
      { source: 'generated', trackingNumber: 'T-1', contents: [{ quantity: 2 }], label: made.label },
    ])
    expect('ret' in answer && answer.ret.labels).toMatchObject([
      { state: 'made', shipment: 'ret' in answer ? answer.ret.shipments[0]?.id : null },
    ])
  })

  test('the same answer twice makes one parcel', () => {
    ordered().then(printed, { by: 'system' }).when(printed, { by: 'system' }).gives([])
    ordered().then(failed, { by: 'system' }).when(failed, { by: 'system' }).gives([])
    ordered().then(printed, { by: 'system' }).when(failed, { by: 'system' }).gives([])
  })

  test('a failure is kept with its reason, and a late success still counts', () => {
    const story = ordered().then(failed, { by: 'system' })
    expect(story.ret.labels).toMatchObject([{ state: 'failed', why: 'No such street' }])
    story.when(printed, { by: 'system' }).gives(['label.made', 'shipment.added'])
  })

  test('T15: a label that is made after the return was called off is void at once', () => {
    const { answer } = ordered().then({ verb: 'cancel' }, { by: 'agent' }).when(printed, { by: 'system' })
    expect('events' in answer && answer.events.map(event => event.type)).toEqual([
      'label.made',
      'shipment.added',
      'shipment.cancelled',
    ])
    expect('ret' in answer && answer.ret.shipments[0]?.cancelledAt).not.toBeNull()
  })

  test('a label is of use while goods may set out: before the answer, and after time ran out, too', () => {
    const early = submitted({ method: 'retailer_label' }).then({ verb: 'label' }, { by: 'agent' })
    early.when(printed, { by: 'system' }).gives(['label.made', 'shipment.added'])
    const late = ordered().then({ verb: 'expire' }, TIME_IS_UP)
    late.when(printed, { by: 'system' }).gives(['label.made', 'shipment.added'])
  })

  test('papers, arrival and the carrier’s own numbers are kept as told, and empty when nobody said them', () => {
    expect(ordered().then(printed, { by: 'system' }).ret.shipments[0]).toMatchObject({
      documents: [],
      eta: null,
      refs: { pin: null, contactNumber: null, queryNumber: null },
    })
    const documents = [{ kind: 'packing_slip' as const, url: 'file-1' as FileId, has: [] }]
    const told = { documents, eta: { from: NOON, to: NOON } }
    const more = { made: { ...made, ...told, refs: { pin: '4711' } } }
    const full = ordered().then(ret => ({ verb: 'print', label: ret.labels[0]!.id, ...more }), { by: 'system' })
    expect(full.ret.shipments[0]).toMatchObject({
      ...told,
      refs: { pin: '4711', contactNumber: null, queryNumber: null },
    })
  })

  test('nobody made a label that nobody ordered', () => {
    ordered()
      .when({ verb: 'print', label: 'stranger', failed: '' }, { by: 'system' })
      .refuses('not_found', { path: 'label' })
  })
})
