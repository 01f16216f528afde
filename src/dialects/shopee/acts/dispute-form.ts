/** What a dispute says, before anybody asks whether it fits the return. */
import type { FileId } from '../../../core/ids.ts'
import type { Foreign } from '../../../desk/foreign-files.ts'
import type { Input } from '../door.ts'
import { isNo, no, type ShopeeNo, wrong } from '../errors.ts'
import { PhotosNamed } from '../photos.ts'
import type { Asked } from './change.ts'
import { idIn, isEmail, listIn, textIn } from './fields.ts'

export type Module = { index: number; requirement: string; media: FileId[] }
export type Raised = { email: string; reasonId: number; text: string; modules: Module[]; foreign: Foreign[] }

export const disputeTrouble = (message: string): ShopeeNo => no('dispute.request.param.error', message)

/** More than any form asks for. */
const MOST_MODULES = 20

export function hearDispute(asked: Asked): Raised | ShopeeNo {
  const { input } = asked
  const email = textIn(input, 'email')
  if (isNo(email)) return email
  if (!isEmail(email ?? '')) return disputeTrouble(`Input invalid email=[${email ?? ''}]`)
  const reasonId = idIn(input, 'dispute_reason_id')
  if (isNo(reasonId)) return reasonId
  if (reasonId === undefined) return disputeTrouble("Can't raise dispute because the dispute reason is empty")
  const text = textIn(input, 'dispute_text_reason')
  if (isNo(text)) return text
  const photos = new PhotosNamed(asked)
  const modules = modulesIn(input, photos)
  if (isNo(modules)) return modules
  return { email: email ?? '', reasonId, text: text ?? '', modules, foreign: photos.foreign }
}

/** A module that is named twice is one. */
function modulesIn(input: Input, photos: PhotosNamed): Module[] | ShopeeNo {
  const list = listIn(input, 'image_list', MOST_MODULES)
  if (isNo(list)) return list
  const modules = new Map<number, Module>()
  for (const entry of list) {
    const module = moduleIn(entry, photos)
    if (isNo(module)) return module
    const before = modules.get(module.index)
    if (before && before.requirement !== module.requirement) return MISMATCH
    modules.set(module.index, { ...module, media: [...new Set([...(before?.media ?? []), ...module.media])] })
  }
  return [...modules.values()]
}

export const MISMATCH = disputeTrouble(
  "can't raise dispute because the requirement and dispute reason ID does not match",
)

function moduleIn(entry: Input, photos: PhotosNamed): Module | ShopeeNo {
  const index = idIn(entry, 'module_index')
  if (isNo(index)) return index
  if (index === undefined) return wrong('module_index is required')
  const requirement = textIn(entry, 'requirement')
  if (isNo(requirement)) return requirement
  const urls = entry.image_url ?? []
  if (!Array.isArray(urls)) return wrong('image_url must be a list')
  if (urls.length > MOST_MODULES) return TOO_MANY
  const media = urls.map(url => photos.at(url))
  // Evidence that can never be looked at is refused, not lost.
  if (media.includes(null)) return no('error_param', 'All images download fail')
  return { index, requirement: requirement ?? '', media: media.filter(file => file !== null) }
}

export const TOO_MANY = disputeTrouble('Invalid images, images max size is 3 per module')
