/** Photos that come with words: heard from one form, kept, and named by their ids. */
import type { FileId } from '../../core/ids.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import { keepPhoto } from '../../desk/photos.ts'
import { html, type Html } from '../../ui/html.ts'
import { fileDrop } from '../../ui/kit/form.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import type { Following } from './follow-open.ts'

export const MOST_PHOTOS = 6
const FIELD = 'photos'

/** What the form said, with the photos kept already; a photo that cannot be read is a refusal. */
export type Heard = { form: Record<string, string>; photos: FileId[] | Refusal }

export async function heard({ uploads, desk, caller, portal }: Following): Promise<Heard> {
  const { files, fields } = await uploads(FIELD, MOST_PHOTOS)
  const photos: FileId[] = []
  // A field without a file comes as a file without bytes.
  for (const { bytes } of files.filter(file => file.bytes.length > 0)) {
    const kept = await keepPhoto(desk, caller, portal.shop.id, bytes)
    if (refused(kept)) return { form: fields, photos: kept }
    photos.push(kept.id)
  }
  return { form: fields, photos }
}

export const photosField = (
  { say }: Pick<Following, 'say'>,
  troubles: readonly Trouble[],
  { label, most = MOST_PHOTOS }: { label?: string; most?: number } = {},
): Html =>
  html`<div class="field">${fileDrop(
    {
      name: FIELD,
      label: label ?? say('follow.evidence.photos'),
      hint: say('follow.evidence.photos_hint', { count: most }),
      multiple: most > 1,
    },
    troubles,
  )}</div>`
