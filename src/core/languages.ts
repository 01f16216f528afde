/** The languages shoppers are spoken to in. One more is one word here and one folder in `ui/texts/`. */
export const LANGUAGES = ['en', 'el', 'es', 'zh-Hant', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text)

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/** How each calls itself. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  el: 'Ελληνικά',
  es: 'Español',
  'zh-Hant': '繁體中文',
  ar: 'العربية',
}

/** The first of the wished languages (BCP 47, best first) that is offered. */
export function bestOf(wished: readonly string[], offered: readonly Language[]): Language | null {
  for (const wish of wished) {
    const language = spoken(wish)
    if (language !== null && offered.includes(language)) return language
  }
  return null
}

/** Chinese of Taiwan, Hong Kong and Macao is written with traditional signs; other Chinese is not spoken here. */
function spoken(tag: string): Language | null {
  const [language = '', ...rest] = tag.toLowerCase().split(/[-_]/)
  if (language === 'zh') return rest.some(part => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-Hant' : null
  return isLanguage(language) ? language : null
}

/** `Accept-Language`, best first. */
export const wishesIn = (header: string | undefined): string[] =>
  (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((entry, place) => {
      const [tag = '', ...parameters] = entry.split(';').map(part => part.trim())
      const weight = Number(parameters.find(parameter => parameter.startsWith('q='))?.slice(2) ?? 1)
      return { tag, place, weight: Number.isFinite(weight) ? weight : 0 }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .toSorted((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ tag }) => tag)
