/** All words the faces say, by language and key. English decides which keys there are; every other language has each of them or does not compile. */
import { ar } from './ar/index.ts'
import { el } from './el/index.ts'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import type { Language } from '../../core/languages.ts'
import { zhHant } from './zh-hant/index.ts'

export type TextKey = keyof typeof en
export type Texts = Record<TextKey, string>

export const CATALOGUE: Record<Language, Texts> = { en, el, es, 'zh-Hant': zhHant, ar }
