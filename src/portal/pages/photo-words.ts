/** What is said about photos: how many and how large beforehand, and kindly why one was not taken. */
import type { Refusal } from '../../core/refusal.ts'
import { PHOTO_LIMITS } from '../../desk/shopper/draft-photos.ts'
import type { Visit } from '../visit.ts'

type Place = Pick<Visit, 'say' | 'language'>

const { perPiece, bytes, megapixels } = PHOTO_LIMITS

/** `20 MB` in the reader's language. */
function largest(language: Visit['language']): string {
  const unit = { style: 'unit', unit: 'megabyte', unitDisplay: 'short' } as const
  return new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : language, unit).format(bytes / 1_000_000)
}

export const sayPhotoLimits = ({ say, language }: Place): string =>
  say('choose.photos.limits', { count: perPiece, size: largest(language) })

/** The name is the shopper's own, so it stays short. Null for what is no fault of the file. */
export function sayPhotoRefusal(file: string, { code, detail }: Refusal, { say, language }: Place): string | null {
  const name = file.length > 40 ? `${file.slice(0, 24)}…${file.slice(-12)}` : file
  if (code === 'limit_exceeded')
    return say('choose.photo.too_many', { name, count: Number(detail['most']) || perPiece })
  if (code === 'file_too_large') return say('choose.photo.too_large', { name, size: largest(language), megapixels })
  if (code !== 'file_unsupported') return null
  return say(detail['reason'] === 'file_broken' ? 'choose.photo.broken' : 'choose.photo.unsupported', { name })
}
