/** Reasons in the reader's language: the house knows every code, and the shop's own wording goes before. */
import type { ReasonEntry } from '../../core/shop.ts'
import { DEFAULT_REASONS } from '../../desk/shop-defaults.ts'
import type { Visit } from '../visit.ts'

type Place = Pick<Visit, 'say' | 'language' | 'portal'>

/** What a new shop starts with is only our English for the code; a text the shop has changed is what it wants to be read. */
export function sayReason(
  { code, text }: Pick<ReasonEntry, 'code' | 'text'>,
  { say, language, portal }: Place,
): string {
  const isOwn = text !== '' && !DEFAULT_REASONS.some(entry => entry.code === code && entry.text === text)
  const isTranslated = portal.settings.texts[language]?.[`choose.reason.${code}`] !== undefined
  return isOwn && !isTranslated ? text : say(`choose.reason.${code}`)
}

/** Sub-reasons are the shop's alone. Its words for other languages stand under `choose.reason.<code>.<sub>`. */
export const saySub = (entry: ReasonEntry, sub: ReasonEntry['subs'][number], { language, portal }: Place): string =>
  portal.settings.texts[language]?.[`choose.reason.${entry.code}.${sub.code}`] ?? sub.text

/** `too small, damaged or something else`. */
export const sayReasons = (entries: readonly ReasonEntry[], place: Place): string =>
  new Intl.ListFormat(place.language, { type: 'disjunction' }).format(entries.map(entry => sayReason(entry, place)))
