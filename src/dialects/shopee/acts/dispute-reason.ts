/** Whether what a dispute says fits what the shop's form asks for this return. */
import type { DisputeReason } from '../../../core/shop.ts'
import type { Seen } from '../../../desk/look.ts'
import { disputeReasonsFor } from '../dispute-reasons.ts'
import type { ShopeeNo } from '../errors.ts'
import { disputeTrouble, MISMATCH, type Module, type Raised, TOO_MANY } from './dispute-form.ts'

/** For one thing that has to be shown; without a form, for all together. */
const MOST_PHOTOS = 3

export function reasonFor(seen: Seen, { reasonId, modules }: Raised): DisputeReason | ShopeeNo {
  const reason = disputeReasonsFor(seen).find(({ id }) => id === reasonId)
  if (reason === undefined)
    return disputeTrouble("Can't raise dispute because the return_sn and dispute_reason_id does not match.")
  return tooMany(reason, modules) ?? mismatched(reason, modules) ?? incomplete(reason, modules) ?? reason
}

function tooMany(reason: DisputeReason, modules: Module[]): ShopeeNo | null {
  if (modules.some(({ media }) => media.length > MOST_PHOTOS)) return TOO_MANY
  const shown = modules.reduce((all, { media }) => all + media.length, 0)
  return reason.modules.length === 0 && shown > MOST_PHOTOS
    ? disputeTrouble('Invalid images, images max size is 3.')
    : null
}

/** The text beside each module has to come back exactly as it was read. */
function mismatched({ modules: wanted }: DisputeReason, modules: Module[]): ShopeeNo | null {
  if (wanted.length === 0) return null
  const isKnown = ({ index, requirement }: Module) =>
    wanted.some(module => module.index === index && module.requirement === requirement)
  return modules.every(isKnown) ? null : MISMATCH
}

function incomplete({ modules: wanted }: DisputeReason, modules: Module[]): ShopeeNo | null {
  const missing = wanted.find(({ index, required }) => required && !modules.some(module => module.index === index))
  if (missing && modules.length > 0)
    return disputeTrouble('Unable to raise dispute as mandatory module index is missing')
  const empty = wanted.some(
    ({ index, required }) => required && !modules.some(module => module.index === index && module.media.length > 0),
  )
  return empty ? disputeTrouble("can't raise dispute because mandatory evidence is missing") : null
}
