/** Pictures that come in a form: of the kinds the platform takes, and kept like every photo. */
import type { FastifyRequest } from 'fastify'
import type { FileId, ShopId } from '../../../core/ids.ts'
import { refused } from '../../../core/refusal.ts'
import type { Caller } from '../../../desk/caller.ts'
import { keepPhoto } from '../../../desk/photos.ts'
import { explain } from '../../../http/explain.ts'
import { readUploads, type Uploads } from '../../../http/multipart.ts'
import type { DialectHouse } from '../../dialect.ts'
import { no, type ShopeeNo } from '../errors.ts'

export const MOST_BYTES = 10_000_000

const UNSUPPORTED = no('format.unsupport', 'The Image Format Not Support')
const UPLOAD_FAILED = no('image.upload.fail', 'image upload fail')
export const INCOMPLETE = no('error_param', 'parameter invalid')

/** A form that cannot be read is a wrong parameter; a picture that is too large is a picture that failed. */
export async function formIn(request: FastifyRequest, part: string, most: number): Promise<Uploads | ShopeeNo> {
  try {
    return await readUploads(request, part, most)
  } catch (fault) {
    const { status, code } = explain(fault)
    if (status >= 500) throw fault
    return code === 'file_too_large' ? UPLOAD_FAILED : INCOMPLETE
  }
}

/** JPEG and PNG begin with these bytes (ITU T.81 B.1.1.3, PNG 5.2); what the sender calls the file says nothing. */
const BEGINNINGS = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])]

export async function keptPicture(
  { desk }: DialectHouse,
  caller: Caller,
  shop: ShopId,
  bytes: Buffer,
): Promise<FileId | ShopeeNo> {
  if (!BEGINNINGS.some(beginning => bytes.subarray(0, beginning.length).equals(beginning))) return UNSUPPORTED
  const file = await keepPhoto(desk, caller, shop, bytes)
  return refused(file) ? UPLOAD_FAILED : file.id
}
