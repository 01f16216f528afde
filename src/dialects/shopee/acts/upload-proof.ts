import type { FileId } from '../../../core/ids.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { PhotosNamed } from '../photos.ts'
import { type Act, type Asked, change, isAboutFiles } from './change.ts'
import { listIn, textIn } from './fields.ts'

/** The platform names no limit; this many are more than a person looks through. */
const MOST_PHOTOS = 20
/** What is read of a list before it is only counted. */
const LONGEST_LIST = 1000

const UNUSABLE = no('image.upload.fail', 'image upload fail')
const INCOMPLETE = no('error_param', 'parameter invalid')

/** Show the Dispute Center what happened. A second proof takes the place of the first one. */
export const uploadProof: Act = async asked => {
  const photos = new PhotosNamed(asked)
  const shown = hear(asked, photos)
  if (isNo(shown)) return shown
  const done = await change(asked, () => [{ verb: 'prove', about: 'dispute', ...shown }], {
    foreign: photos.foreign,
    said: refusal => (isAboutFiles(refusal) ? UNUSABLE : null),
  })
  return isNo(done) ? done : {}
}

/** Thumbnails are made here; those named beside the photos are not fetched. */
function hear({ input }: Asked, photos: PhotosNamed): { media: FileId[]; text: string } | ShopeeNo {
  const list = listIn(input, 'photo', LONGEST_LIST)
  if (isNo(list)) return list
  const text = textIn(input, 'description')
  if (isNo(text)) return text
  if (list.length > MOST_PHOTOS) return no('number.error', 'not support entry count')
  if (list.length === 0 && (text ?? '').trim() === '') return no('no.proof', 'no proof')
  if (!list.every(({ url, thumbnail }) => isText(url) && isText(thumbnail))) return INCOMPLETE
  const media = list.map(({ url }) => photos.at(url))
  if (media.includes(null)) return UNUSABLE
  return { media: [...new Set(media.filter(file => file !== null))], text: text ?? '' }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
