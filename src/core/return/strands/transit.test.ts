import { describe, expect, test } from 'vitest'
import { NOON } from '../../../../test/kit/cast.ts'
import { approved, asked } from '../../../../test/kit/given.ts'
import type { DropoffId } from '../../ids.ts'
import { plus } from '../../time.ts'
import type { CheckpointKind, Dropoff, Return, Shipment } from '../return.ts'
import { COLUMNS } from '../where.ts'
import { everMoved, parcelState } from './parcel.ts'
import { dropoffState, transit } from './transit.ts'

const ret = approved({ method: null }).ret
const kept = approved({ items: [asked(2, { handling: 'keep' })], method: null }).ret
const chosen = approved().then({ verb: 'choose', method: 'in_store' }).ret
const sent = approved().then({ verb: 'ship', carrier: { ref: 7 } }).ret.shipments[0]!

const seen = (...kinds: CheckpointKind[]): Shipment => ({
  ...sent,
  checkpoints: kinds.map((kind, hours) => ({
    at: plus(NOON, { hours }),
    kind,
    text: '',
    pickupMedia: [],
    deliveryMedia: [],
  })),
})

/** A parcel in each state, those that wait for their carrier also after having moved before. */
const KINDS: Shipment[] = [
  seen(),
  seen('pickup_retry'),
  seen('pickup_failed'),
  seen('moving', 'announced'),
  seen('moving', 'pickup_retry'),
  seen('moving', 'pickup_failed'),
  seen('moving'),
  seen('delivery_failed'),
  seen('lost'),
  seen('delivered'),
  { ...seen('moving'), cancelledAt: NOON },
]
const mixes = (length: number): Shipment[][] =>
  length === 0 ? [[]] : mixes(length - 1).flatMap(mix => KINDS.map(kind => [...mix, kind]))
const ALL = [0, 1, 2, 3].flatMap(mixes)

const drop = (...drops: number[]): Dropoff => ({
  id: 'dropoff-1' as DropoffId,
  provider: 'happy_returns',
  number: 'HR-1',
  qr: null,
  contents: [{ item: ret.items[0]!.id, quantity: 2 }],
  shipments: [],
  createdAt: NOON,
  drops: drops.map((quantity, place) => ({
    id: `${place}`,
    at: NOON,
    createdAt: NOON,
    lines: [{ item: ret.items[0]!.id, quantity }],
  })),
})

/** The rule as it is written down, said a second time in other words. */
function expected(shipments: readonly Shipment[]): string {
  const live = shipments.filter(parcel => parcelState(parcel) !== 'cancelled')
  const states = new Set(live.map(parcelState))
  if (live.length === 0) return 'to_arrange'
  const travels = ['booked', 'pickup_retry', 'pickup_failed', 'in_transit'].some(state => states.has(state as never))
  if (travels && live.some(everMoved)) return 'in_transit'
  const order = travels
    ? (['pickup_failed', 'pickup_retry', 'booked'] as const)
    : (['delivered', 'delivery_failed', 'lost'] as const)
  return order.find(state => states.has(state)) ?? 'nothing'
}

describe('transit', () => {
  test('every mix of up to three parcels has one word, and the right one', () => {
    expect(ALL).toHaveLength(1 + 11 + 121 + 1331)
    const wrong = ALL.filter(shipments => transit({ ...ret, shipments }) !== expected(shipments))
    expect(wrong).toEqual([])
  })

  test('the order in which parcels were added does not matter', () => {
    expect(
      ALL.filter(
        shipments => transit({ ...ret, shipments }) !== transit({ ...ret, shipments: shipments.toReversed() }),
      ),
    ).toEqual([])
  })

  test('nothing is delivered while a part still travels', () => {
    expect(transit({ ...ret, shipments: [seen('delivered'), seen()] })).toBe('in_transit')
    expect(transit({ ...ret, shipments: [seen('delivered'), seen('lost')] })).toBe('delivered')
  })

  test('without a parcel the method decides, and without goods nothing is needed', () => {
    expect([transit(ret), transit(chosen), transit(kept)]).toEqual(['to_arrange', 'ready', 'not_needed'])
    expect(transit({ ...kept, shipments: [seen('moving')] })).toBe('in_transit')
    expect(transit({ ...kept, shipments: [{ ...seen(), cancelledAt: NOON }] })).toBe('not_needed')
  })

  test('only inbound parcels count', () => {
    expect(
      transit({
        ...ret,
        shipments: [
          { ...seen('delivered'), leg: 'onward' },
          { ...seen('moving'), leg: 'back' },
        ],
      }),
    ).toBe('to_arrange')
  })

  test('goods handed over at a drop-off travel, until a parcel is delivered', () => {
    const word = (dropoffs: Dropoff[], shipments: Shipment[] = [], of: Return = ret) =>
      transit({ ...of, dropoffs, shipments })
    expect(word([drop()])).toBe('to_arrange')
    expect(word([drop(1)])).toBe('in_transit')
    expect(word([drop(1)], [], kept)).toBe('in_transit')
    expect(word([drop(1)], [seen()])).toBe('in_transit')
    expect(word([drop(1)], [seen('lost')])).toBe('in_transit')
    expect(word([drop(1)], [seen('delivered')])).toBe('delivered')
  })

  test('with and without a drop-off every mix has a word the columns know', () => {
    for (const dropoffs of [[], [drop(1)]])
      for (const shipments of ALL) expect(COLUMNS.transit).toContain(transit({ ...ret, dropoffs, shipments }))
  })
})

describe('a drop-off', () => {
  test('is read from what was handed over against what was announced', () => {
    expect([drop(), drop(1), drop(1, 1), drop(2)].map(dropoffState)).toEqual([
      'created',
      'partially_dropped',
      'dropped',
      'dropped',
    ])
  })
})
