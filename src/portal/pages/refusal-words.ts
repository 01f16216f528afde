/** Why something cannot come back, in one sentence and the reader's language. */
import type { LineAnswer } from '../../core/policy/policy.ts'
import { CATALOGUE, type TextKey } from '../../ui/texts/catalogue.ts'
import type { Visit } from '../visit.ts'

type Refused = LineAnswer['refusals'][number]
type Place = Pick<Visit, 'say' | 'formats' | 'language' | 'portal'>

/**
 * The first reason is said, with the day on which the time ended where that is one of them. A code of the shop's own has a sentence of the shop's own, which
 * is said to readers of its first language; all others hear a plain one rather than a foreign one. The shop can write its own words for each code.
 */
export function sayRefusals(refusals: readonly Refused[], place: Place): string {
  const [first] = refusals
  if (!first) return ''
  const closed = refusals.find(({ code }) => code === 'window_closed')
  const sentence = sayRefusal(first, place)
  if (!closed?.until || closed === first) return sentence
  return `${sentence} ${place.say('choose.was_until', { day: place.formats.day(closed.until) })}`
}

function sayRefusal({ code, sentence, until }: Refused, { say, formats, language, portal }: Place): string {
  const { texts, languages } = portal.settings
  const key = `choose.refusal.${code}`
  const isOurs = key in CATALOGUE.en
  const isSaid = isOurs || texts[language]?.[key] !== undefined
  if (!isSaid) return language === languages[0] ? sentence : say('choose.refusal.other')
  if (code === 'window_closed' && !until) return say('choose.refusal.other')
  return say(key as TextKey, until ? { day: formats.day(until) } : {})
}
