/** Words a shop writes itself: what is wrong with them is said when they are saved, and not to a shopper. */
import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../../core/languages.ts'
import { CATALOGUE, type TextKey } from './catalogue.ts'
import { textFaulty } from './speak.ts'

/** Null when it can be said. A place that the house's own text does not have would stay empty, so it is refused; one may be left out. */
export function ownTextTrouble(language: Language, key: string, text: string): string | null {
  if (!Object.hasOwn(CATALOGUE.en, key)) return 'There is no text of this name. The list of texts names them all.'
  if (text.trim() === '') return 'Says nothing. Leave it out to have the house’s own words.'
  const faulty = textFaulty(language, text)
  if (faulty !== null) return `Cannot be read as an ICU message: ${faulty}.`
  const known = placesIn(CATALOGUE.en[key as TextKey])
  const strange = placesIn(text).filter(place => !known.includes(place))
  if (strange.length === 0) return null
  const there = known.length === 0 ? 'it has none' : `there are ${known.map(place => `{${place}}`).join(', ')}`
  return `Has no place for ${strange.map(place => `{${place}}`).join(', ')}; ${there}.`
}

type Part = { type: number; value?: string; options?: Record<string, { value: Part[] }> }

const LITERAL = 0
const POUND = 7

/** The names between braces, those inside of choices too. */
export const placesIn = (text: string): string[] => [
  ...new Set(namesIn(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst())),
]

const namesIn = (parts: readonly Part[]): string[] =>
  parts.flatMap(({ type, value = '', options = {} }) =>
    type === LITERAL || type === POUND
      ? []
      : [value, ...Object.values(options).flatMap(option => namesIn(option.value))],
  )
