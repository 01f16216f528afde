/** Which font can write a sign: Latin, Greek and Cyrillic in one hand, Arabic and Chinese in theirs, cut into small files of which only those in use are read. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { unpackedFont } from './woff.ts'

export type Weight = 400 | 600

/** A file of a family, by the scripts it holds. */
type Cut = { family: string; part: string; ranges: readonly (readonly [number, number])[] }

const FAMILIES = ['source-sans-3', 'noto-sans-arabic', 'noto-sans-tc'] as const

const require = createRequire(import.meta.url)
const folderOf = (family: string): string => dirname(require.resolve(`@fontsource/${family}/index.css`))

let read: readonly Cut[] | null = null

/** Read once, when the first page is written. The order of the families decides where several have a sign. */
function cuts(): readonly Cut[] {
  read ??= FAMILIES.flatMap(family => {
    const listed = JSON.parse(readFileSync(join(folderOf(family), 'unicode.json'), 'utf8')) as Record<string, string>
    return Object.entries(listed).map(([part, text]) => ({ family, part, ranges: rangesIn(text) }))
  })
  return read
}

/** `U+0370-0377,U+037A` */
const rangesIn = (text: string): (readonly [number, number])[] =>
  text.split(',').map(range => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
  })

const MOST_KNOWN = 20_000
const known = new Map<number, string | null>()

/** The name of the file that has this sign, without its weight; null where no file has it. */
export function fontFor(sign: string): string | null {
  const point = sign.codePointAt(0) ?? 0
  const before = known.get(point)
  if (before !== undefined) return before
  const found = cuts().find(({ ranges }) => ranges.some(([from, to]) => point >= from && point <= to))
  // Parts that only have a number stand in brackets in the list, and without them in the names of files.
  const name = found ? `${found.family}/${found.part.replaceAll(/[[\]]/g, '')}` : null
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(point, name)
  return name
}

/** The standard hand; also for signs nobody has, which it shows as an empty box. */
export const FALLBACK = 'source-sans-3/latin'

export function fontFile(name: string, weight: Weight): Buffer {
  const [family = '', part = ''] = name.split('/')
  return unpackedFont(readFileSync(join(folderOf(family), 'files', `${family}-${part}-${weight}-normal.woff`)))
}
