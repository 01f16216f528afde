import { describe, expect, test } from 'vitest'
import { NOON } from '../../../../test/kit/cast.ts'
import { approved } from '../../../../test/kit/given.ts'
import type { Shipment } from '../return.ts'
import { onward } from './onward.ts'

const ret = approved().then({ verb: 'ship', carrier: { ref: 7 } }).ret
const parcel = (more: Partial<Shipment> = {}): Shipment => ({ ...ret.shipments[0]!, leg: 'onward', ...more })

describe('onward', () => {
  test('there is none until the warehouse sends one on', () => {
    expect(onward(ret)).toBe('none')
  })

  test('the newest parcel counts, called off ones included', () => {
    expect(onward({ ...ret, shipments: [parcel({ cancelledAt: NOON }), parcel()] })).toBe('booked')
    expect(onward({ ...ret, shipments: [parcel(), parcel({ cancelledAt: NOON })] })).toBe('cancelled')
  })

  test('parcels of other legs do not', () => {
    expect(
      onward({
        ...ret,
        shipments: [
          parcel(),
          parcel({ leg: 'back', cancelledAt: NOON }),
          parcel({ leg: 'inbound', cancelledAt: NOON }),
        ],
      }),
    ).toBe('booked')
  })
})
