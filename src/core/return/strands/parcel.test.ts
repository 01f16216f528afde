import { describe, expect, test } from 'vitest'
import { NOON } from '../../../../test/kit/cast.ts'
import { approved } from '../../../../test/kit/given.ts'
import { plus } from '../../time.ts'
import { CHECKPOINT_KINDS, type CheckpointKind, type Shipment } from '../return.ts'
import { everMoved, givenOut, parcelState } from './parcel.ts'

const sent = approved().then({ verb: 'ship', carrier: { ref: 7 } }).ret.shipments[0]!
const seen = (...kinds: (CheckpointKind | [CheckpointKind, number])[]): Shipment => ({
  ...sent,
  checkpoints: kinds.map((entry, place) => {
    const [kind, hours] = typeof entry === 'string' ? [entry, place] : entry
    return { at: plus(NOON, { hours }), kind, text: '', pickupMedia: [], deliveryMedia: [] }
  }),
})

describe('where one parcel is', () => {
  test('a parcel nobody has seen is booked', () => {
    expect(parcelState(seen())).toBe('booked')
  })

  test('every word of a carrier reads as a place', () => {
    const read = Object.fromEntries(CHECKPOINT_KINDS.map(kind => [kind, parcelState(seen(kind))]))
    expect(read).toEqual({
      announced: 'booked',
      pickup_retry: 'pickup_retry',
      pickup_failed: 'pickup_failed',
      picked_up: 'in_transit',
      moving: 'in_transit',
      out_for_delivery: 'in_transit',
      attempt_failed: 'in_transit',
      held_for_pickup: 'in_transit',
      exception: 'in_transit',
      delivery_failed: 'delivery_failed',
      lost: 'lost',
      delivered: 'delivered',
      silent: 'booked',
    })
  })

  test('silence tells nothing', () => {
    expect(parcelState(seen('picked_up', 'silent'))).toBe('in_transit')
  })

  test('the newest by time counts, of equal times the one told last', () => {
    expect(parcelState(seen(['delivered', 5], ['moving', 2]))).toBe('delivered')
    expect(parcelState(seen(['moving', 2], ['delivered', 2]))).toBe('delivered')
    expect(parcelState(seen(['delivered', 2], ['moving', 2]))).toBe('in_transit')
  })

  test('called off is called off, whatever is told later', () => {
    expect(parcelState({ ...seen('delivered'), cancelledAt: NOON })).toBe('cancelled')
  })

  test('moved is what its carrier has had in hand, whatever was told since', () => {
    expect(CHECKPOINT_KINDS.filter(kind => !everMoved(seen(kind)))).toEqual([
      'announced',
      'pickup_retry',
      'pickup_failed',
      'silent',
    ])
    expect(everMoved(seen('picked_up', 'pickup_retry'))).toBe(true)
  })

  test('a label is given out while its parcel stands', () => {
    const label = { url: null, shippingSlug: 'dhl', qr: null, charge: null, reference: null }
    expect(givenOut({ ...sent, label })).toBe(label)
    expect(givenOut({ ...sent, label, cancelledAt: NOON })).toBeNull()
  })
})
