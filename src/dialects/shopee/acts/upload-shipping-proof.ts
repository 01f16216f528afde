import type { FileId } from '../../../core/ids.ts'
import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Seen } from '../../../desk/look.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { type Act, type Asked, change, isAboutFiles } from './change.ts'
import { idIn, listIn, textIn } from './fields.ts'
import { fileOfImage } from './image-ids.ts'
import { statusOf } from './standing.ts'

const says = (error: string, message: string): ShopeeNo => no(`returns.${error}`, message)

const UNKNOWN_CARRIER = says('invalid_carrier_id', 'Reverse Logistics carrier ID is invalid')
const NO_TRACKING = says('missing_tracking_no', 'Tracking Number is a required parameter')
const NO_IMAGE = says('missing_image', 'Shipping Proof image is a required parameter')
const UNKNOWN_IMAGE = says('invalid_image_id', 'Provided image ID is invalid')

const MOST_IMAGES = 3
const LONGEST_REMARKS = 1000

/** Say that the parcel the seller arranged was sent, with what proves it. This is not evidence in a dispute. */
export const uploadShippingProof: Act = async asked => {
  const sent = hear(asked)
  if (isNo(sent)) return sent
  const { carrier, trackingNumber, media, remarks } = sent
  const done = await change(
    asked,
    seen =>
      gates(seen) ??
      incomplete(seen, sent) ?? [
        { verb: 'ship', carrier: { ref: carrier }, trackingNumber, proof: { media, remarks } },
      ],
    { said: refusal => (isAboutFiles(refusal) ? UNKNOWN_IMAGE : null) },
  )
  return isNo(done) ? done : {}
}

type Sent = { carrier: number; trackingNumber: string | null; media: FileId[]; remarks: string | null }

function hear({ input }: Asked): Sent | ShopeeNo {
  const carrier = carrierIn(input)
  if (isNo(carrier)) return carrier
  const trackingNumber = trackingIn(input)
  if (isNo(trackingNumber)) return trackingNumber
  const media = imagesIn(input)
  if (isNo(media)) return media
  const remarks = textIn(input, 'remarks', LONGEST_REMARKS)
  return isNo(remarks) ? remarks : { carrier, trackingNumber, media, remarks: remarks || null }
}

/** The id decides; a name beside it is not compared, because shops spell their carriers as they like. */
function carrierIn(input: Asked['input']): number | ShopeeNo {
  const { reverse_logistics_carrier_id: id, reverse_logistics_carrier_name: name } = input
  if (id === undefined || id === null)
    return says('missing_carrier_id', 'Reverse Logistics carrier ID is a required parameter')
  const carrier = idIn(input, 'reverse_logistics_carrier_id')
  if (isNo(carrier) || carrier === undefined) return UNKNOWN_CARRIER
  if (name === undefined || name === null) return carrier
  const isNamed = typeof name === 'string' && name.trim() !== ''
  return isNamed ? carrier : says('missing_carrier_name', 'Reverse Logistics carrier name is a required parameter')
}

function trackingIn(input: Asked['input']): string | null | ShopeeNo {
  const given = input.tracking_number ?? null
  if (given === null) return null
  if (typeof given !== 'string') return says('invalid_tracking_no', 'Tracking Number is invalid')
  if (given.trim() === '') return says('error_blank_tracking_no', 'Tracking Number field cannot be blank')
  if (given.length < 5 || given.length > 30)
    return says('error_tracking_no_length', 'Tracking number should be 5-30 characters')
  if (!/^[A-Za-z0-9]+$/.test(given))
    return says(
      'error_tracking_no_alphanumeric',
      'Tracking number should not contain special characters; for eg. !; @; $; %; &; *',
    )
  return given
}

function imagesIn(input: Asked['input']): FileId[] | ShopeeNo {
  const list = listIn(input, 'image_id_list', 100)
  if (isNo(list)) return list
  if (list.length > MOST_IMAGES)
    return says('error_filenumber', 'Number of image files exceeds three. Please only upload max three image files')
  const files = list.map(({ image_id: id }) => fileOfImage(id))
  return files.includes(null) ? UNKNOWN_IMAGE : files.filter(file => file !== null)
}

/** Only where the seller arranges the transport, while the goods are awaited, and once. */
function gates({ ret, shop }: Seen): Refusal | null {
  const isOpen = statusOf(ret) === 'PROCESSING' && ret.method?.type === 'merchant_arranged'
  if (!isOpen || shop.shippingProof === null) return refuse('not_open')
  return ret.shipments.some(parcel => parcel.cancelledAt === null && parcel.proof !== null)
    ? refuse('proof_exists')
    : null
}

function incomplete({ shop }: Seen, { trackingNumber, media }: Sent): ShopeeNo | null {
  if (shop.shippingProof?.trackingRequired && trackingNumber === null) return NO_TRACKING
  return shop.shippingProof?.imageRequired && media.length === 0 ? NO_IMAGE : null
}
