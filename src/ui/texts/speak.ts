/** Saying something in a language: the house's own words, or the shop's where it has written others. ICU message format. */
import { IntlMessageFormat } from 'intl-messageformat'
import { Html, escaped } from '../html.ts'
import { CATALOGUE, type TextKey } from './catalogue.ts'
import { directionOf, type Language } from '../../core/languages.ts'

export type Values = Record<string, string | number>

export type Speak = {
  (key: TextKey, values?: Values): string
  /** The same with markup in the places; everything else is made harmless. */
  html: (key: TextKey, values: Record<string, string | number | Html>) => Html
  language: Language
  direction: 'ltr' | 'rtl'
}

/** The shop's own words, by language and key; a key that is not there is said in the house's words. */
export type OwnTexts = Partial<Record<Language, Partial<Record<string, string>>>>

/** A text of the shop's that cannot be said – the house's changed meanwhile – falls back to the house's; settings refuse such texts in the first place. */
export function speakIn(language: Language, own: OwnTexts = {}): Speak {
  const written = own[language] ?? {}
  const spoken = <T extends Html>(key: TextKey, values: Record<string, string | number | T>) => {
    const house = (): string => CATALOGUE[language][key]
    const text = written[key]
    if (text === undefined) return compiled(language, house()).format<T>(values)
    try {
      return compiled(language, text).format<T>(values)
    } catch {
      return compiled(language, house()).format<T>(values)
    }
  }
  const say = (key: TextKey, values: Values = {}): string => String(spoken(key, values))
  return Object.assign(say, {
    html: (key: TextKey, values: Record<string, string | number | Html>): Html => {
      const said = spoken(key, values)
      const pieces = Array.isArray(said) ? said : [said]
      return new Html(pieces.map(piece => (piece instanceof Html ? piece.text : escaped(String(piece)))).join(''))
    },
    language,
    direction: directionOf(language),
  })
}

const MOST_KEPT = 4_000
const kept = new Map<string, IntlMessageFormat>()

/** Reading a text takes longer than saying it, so those in use are kept. Angle brackets are signs here and not tags. */
function compiled(language: Language, text: string): IntlMessageFormat {
  const name = `${language} ${text}`
  const known = kept.get(name)
  if (known) return known
  const read = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(name, read)
  return read
}

/** What is wrong with a text somebody wants to say instead of the house's own; null when it can be said. */
export function textFaulty(language: Language, text: string): string | null {
  try {
    new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
    return null
  } catch (fault) {
    return fault instanceof Error ? fault.message : 'cannot be read'
  }
}
