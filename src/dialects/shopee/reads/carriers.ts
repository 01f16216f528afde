/** get_shipping_carrier: with whom a seller may send what it arranged itself, and what has to be proved. */
import type { Client, DialectHouse } from '../../dialect.ts'
import type { Input } from '../door.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { hasProof } from '../say-parcel.ts'
import { seenBy } from './named.ts'

const NO_CARRIERS = no('returns.missing_reverse_logistics_carrier_list', 'No reverse logistics carrier list available')

export async function getShippingCarrier(
  house: DialectHouse,
  client: Client,
  input: Input,
): Promise<object | ShopeeNo> {
  const seen = await seenBy(house, 'get_shipping_carrier', client, input)
  if (isNo(seen)) return seen
  const { ret, shop } = seen
  const carriers = shop.carriers.filter(({ ref }) => ref !== null)
  if (carriers.length === 0) return NO_CARRIERS
  return {
    is_shipping_proof_mandatory: shop.shippingProof?.mandatory ?? false,
    has_uploaded_seller_arrange_proof: hasProof(ret),
    shipping_proof_template: [
      {
        is_tracking_number_required: shop.shippingProof?.trackingRequired ?? false,
        is_shipping_image_file_mandatory: shop.shippingProof?.imageRequired ?? false,
      },
    ],
    reverse_logistics_carrier_list: carriers.map(({ ref, name }) => ({
      reverse_logistics_carrier_id: ref,
      reverse_logistics_carrier_name: name,
    })),
  }
}
