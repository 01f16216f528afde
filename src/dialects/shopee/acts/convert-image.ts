import type { FastifyRequest } from 'fastify'
import { refused } from '../../../core/refusal.ts'
import { findOne } from '../../../desk/look.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { isNo, type ShopeeNo } from '../errors.ts'
import { returnNamed } from '../ids.ts'
import { unknownSn } from '../refusals.ts'
import { snIn } from './change.ts'
import { formIn, INCOMPLETE, keptPicture } from './pictures.ts'

/**
 * Keep a photo and give its address, by which `upload_proof` and `dispute` name it. The return stands in the form or in the query: clients differ, and
 * nothing else of a POST is read from the query.
 */
export async function convertImage(
  house: DialectHouse,
  client: Client,
  request: FastifyRequest,
): Promise<object | ShopeeNo> {
  const form = await formIn(request, 'upload_image', 1)
  if (isNo(form)) return form
  const sn = snIn('convert_image', form.fields.return_sn || (request.query as Record<string, unknown>).return_sn)
  if (isNo(sn)) return sn
  const [picture] = form.files
  if (picture === undefined) return INCOMPLETE
  const named = returnNamed(client, sn)
  if (named === null || refused(await findOne(house.desk, client.caller, named))) return unknownSn('convert_image')
  const file = await keptPicture(house, client.caller, client.shop.id, picture.bytes)
  if (isNo(file)) return file
  const links = house.links.for(client.caller.org, house.origin(request))(file)
  return { url: links.url, thumbnail: links.thumbnail_url }
}
