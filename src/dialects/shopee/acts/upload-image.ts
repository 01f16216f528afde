/** The media module's upload, whose images `upload_shipping_proof` names. */
import type { FastifyRequest } from 'fastify'
import { callerOfClient, type DialectHouse } from '../../dialect.ts'
import type { Partner } from '../auth.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { imageIdOf } from './image-ids.ts'
import { formIn, INCOMPLETE, keptPicture } from './pictures.ts'

export const MOST_IMAGES = 3

/** Whose images these are. The call is public and may name no shop; a partner of several shops has to. */
export async function uploadImage(
  house: DialectHouse,
  partner: Partner,
  request: FastifyRequest,
): Promise<object | ShopeeNo> {
  const pair = pairIn(partner, request)
  if (isNo(pair)) return pair
  const form = await formIn(request, 'images', MOST_IMAGES)
  if (isNo(form)) return form
  if (form.files.length === 0) return INCOMPLETE
  const caller = callerOfClient(pair, { via: 'shopee', name: `Shopee partner ${partner.id}` })
  const linksTo = house.links.for(pair.org, house.origin(request))
  const kept = []
  for (const { bytes } of form.files) {
    const file = await keptPicture(house, caller, pair.shop, bytes)
    if (isNo(file)) return file
    kept.push({ image_id: imageIdOf(file), image_url: linksTo(file).url })
  }
  return { image_list: kept }
}

function pairIn({ pairs }: Partner, { query }: FastifyRequest): Partner['pairs'][number] | ShopeeNo {
  const shop = (query as Record<string, unknown>).shop_id
  const [only, ...others] = shop ? pairs.filter(({ secret }) => String(secret.shop_id) === shop) : pairs
  if (only === undefined) return no('partner_shop_no_link', 'Invalid partner_id or shop_id, please have a check.', 403)
  return others.length === 0 ? only : no('error_param', 'There is no shop_id in query.', 400)
}
