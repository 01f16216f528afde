/** get_reverse_tracking_info: where the goods are, on the way to us and on from the warehouse. */
import type { Return, Shipment } from '../../../core/return/return.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { secondsOf } from '../amounts.ts'
import type { Input } from '../door.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { snOf } from '../ids.ts'
import { onwardParcelOf, onwardStatusOf, parcelOf, reverseStatusOf } from '../say-parcel.ts'
import { requestTypes, validationTypes } from '../words.ts'
import { seenBy } from './named.ts'

const NOTHING_TRAVELS = no('returns.error_reverse_logistics', 'The Return SN does not have reverse logistics status')

export async function getReverseTrackingInfo(
  house: DialectHouse,
  client: Client,
  input: Input,
): Promise<object | ShopeeNo> {
  const seen = await seenBy(house, 'get_reverse_tracking_info', client, input)
  if (isNo(seen)) return seen
  const { ret } = seen
  const status = reverseStatusOf(ret)
  if (status === '') return NOTHING_TRAVELS
  return {
    return_sn: snOf(ret),
    return_refund_request_type: requestTypes[ret.kind],
    validation_type: validationTypes[ret.inspector],
    reverse_logistics_status: status,
    reverse_logistics_update_time: movedAt(parcelOf(ret), ret),
    ...(ret.kind === 'after_delivery' && sayTrail(parcelOf(ret))),
    ...sayOnward(ret),
  }
}

/** A parcel that was turned round has no trail of its own: only its newest status is told. */
const sayTrail = (parcel: Shipment | undefined) => ({
  estimated_delivery_date_min: secondsOf(parcel?.eta?.from),
  estimated_delivery_date_max: secondsOf(parcel?.eta?.to),
  collection_pin_code: parcel?.refs.pin ?? '',
  tracking_number: parcel?.trackingNumber ?? '',
  tracking_info: sayCheckpoints(parcel),
})

function sayOnward(ret: Return) {
  const parcel = onwardParcelOf(ret)
  return parcel
    ? {
        post_return_logistics_status: onwardStatusOf(ret),
        post_return_logistics_update_time: movedAt(parcel, ret),
        rts_tracking_number: parcel.trackingNumber ?? '',
        post_return_logistics_tracking_info: sayCheckpoints(parcel),
      }
    : {}
}

/** Before a carrier said anything, since there is a parcel; before there is one, since the return last changed. */
const movedAt = (parcel: Shipment | undefined, ret: Return): number =>
  secondsOf(
    parcel?.checkpoints
      .map(({ at }) => at)
      .sort()
      .at(-1) ??
      parcel?.createdAt ??
      ret.updatedAt,
  )

/** Newest first. */
const sayCheckpoints = (parcel: Shipment | undefined) =>
  [...(parcel?.checkpoints ?? [])]
    .sort((one, other) => (one.at < other.at ? 1 : -1))
    .map(({ at, text, pickupMedia, deliveryMedia }) => ({
      update_time: secondsOf(at),
      tracking_description: text,
      epop_image_list: pickupMedia,
      epod_image_list: deliveryMedia,
    }))
