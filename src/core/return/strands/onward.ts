/** Where goods are that a warehouse sends on to the merchant: the newest onward parcel, cancelled ones included. */
import type { Return } from '../return.ts'
import type { Word } from '../where.ts'
import { parcelState } from './parcel.ts'

export function onward(ret: Return): Word<'onward'> {
  const newest = ret.shipments.filter(shipment => shipment.leg === 'onward').at(-1)
  return newest ? parcelState(newest) : 'none'
}
