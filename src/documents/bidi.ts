/**
 * The order in which a line of mixed writing stands on paper: Arabic and Hebrew run from right to left, numbers and Latin words in them from left to
 * right. The parts of the Unicode Bidirectional Algorithm (UAX #9) that lines without embedding marks need: rules W1–W7, N1–N2, I1–I2, L2 and L4.
 */

export type Direction = 'ltr' | 'rtl'

/** A stretch of text at one level: even runs from left to right, odd from right to left. The text is in reading order. */
export type Run = { text: string; level: number }

type Kind = 'L' | 'R' | 'AL' | 'EN' | 'AN' | 'ES' | 'ET' | 'CS' | 'NSM' | 'ON'

const KINDS: readonly [RegExp, Kind][] = [
  [/\p{Mn}|\p{Me}/u, 'NSM'],
  [/[0-9\u06f0-\u06f9]/u, 'EN'],
  [/[\u0660-\u0669\u066b\u066c]/u, 'AN'],
  [/[\u0600-\u07bf\u0860-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/u, 'AL'],
  [/[\u0590-\u05ff\u07c0-\u085f\u200f\ufb1d-\ufb4f]/u, 'R'],
  [/[+\u2212-]/u, 'ES'],
  [/[#$%\u00a2-\u00a5\u00b0\u2030\u20a0-\u20cf]/u, 'ET'],
  [/[,.:/\u00a0]/u, 'CS'],
  [/\p{L}|\u200e/u, 'L'],
]

const kindOf = (sign: string): Kind => KINDS.find(([signs]) => signs.test(sign))?.[1] ?? 'ON'

/** Which way a text runs by itself: as its first letter does (P2, P3). */
export function directionIn(text: string, otherwise: Direction): Direction {
  for (const sign of text) {
    const kind = kindOf(sign)
    if (kind === 'L') return 'ltr'
    if (kind === 'R' || kind === 'AL') return 'rtl'
  }
  return otherwise
}

/** The level of each sign (code point) of the text, in reading order. */
export function levelsOf(signs: readonly string[], base: Direction): number[] {
  const around: Kind = base === 'rtl' ? 'R' : 'L'
  const kinds = settled(weak(signs.map(kindOf), around), around)
  const start = base === 'rtl' ? 1 : 0
  // I1 and I2: what runs the other way stands one level higher, and numbers in a line from left to right two.
  return kinds.map(kind => {
    if (start === 1) return kind === 'R' ? 1 : 2
    return kind === 'L' ? 0 : kind === 'R' ? 1 : 2
  })
}

/** W1–W7: marks follow what they stand on, signs between numbers belong to them. */
function weak(kinds: Kind[], around: Kind): Kind[] {
  const out = [...kinds]
  for (const [place, kind] of out.entries()) if (kind === 'NSM') out[place] = out[place - 1] ?? around
  let strong: Kind = around
  for (const [place, kind] of out.entries()) {
    if (kind === 'L' || kind === 'R' || kind === 'AL') strong = kind
    else if (kind === 'EN' && strong === 'AL') out[place] = 'AN'
  }
  for (const [place, kind] of out.entries()) {
    const [before, after] = [out[place - 1], out[place + 1]]
    if (before !== after) continue
    if (before === 'EN' && (kind === 'ES' || kind === 'CS')) out[place] = 'EN'
    if (before === 'AN' && kind === 'CS') out[place] = 'AN'
  }
  for (const [place, kind] of out.entries()) if (kind === 'ET' && besideNumber(out, place)) out[place] = 'EN'
  strong = around
  return out.map(kind => {
    if (kind === 'L' || kind === 'R' || kind === 'AL') strong = kind
    if (kind === 'EN' && strong === 'L') return 'L'
    if (kind === 'AL') return 'R'
    return kind === 'ES' || kind === 'ET' || kind === 'CS' ? 'ON' : kind
  })
}

/** W5: `€ 12` and `12 %` without a space: a row of such signs that touches a number. */
function besideNumber(kinds: readonly Kind[], place: number): boolean {
  const touches = (step: 1 | -1): boolean => {
    let at = place
    while (kinds[at] === 'ET') at += step
    return kinds[at] === 'EN'
  }
  return touches(1) || touches(-1)
}

/** N1 and N2: spaces and signs between two of a kind are of that kind; else they run with the line. Numbers count as running from the right. */
function settled(kinds: Kind[], around: Kind): Kind[] {
  const side = (kind: Kind | undefined): Kind => (kind === undefined ? around : kind === 'L' ? 'L' : 'R')
  const out = [...kinds]
  let place = 0
  while (place < out.length) {
    if (out[place] !== 'ON') {
      place++
      continue
    }
    let end = place
    while (out[end] === 'ON') end++
    const [before, after] = [side(out[place - 1]), side(out[end])]
    out.fill(before === after ? before : around, place, end)
    place = end
  }
  return out
}

const MIRRORED: Record<string, string> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '<': '>',
  '>': '<',
  '«': '»',
  '»': '«',
  '‹': '›',
  '›': '‹',
}

/** The runs of one line from left to right as they stand on paper (L2); brackets in runs from right to left are turned round (L4). */
export function visualRuns(line: string, base: Direction): Run[] {
  const signs = [...line]
  const levels = levelsOf(signs, base)
  const runs: Run[] = []
  for (const [place, sign] of signs.entries()) {
    const level = levels[place] ?? 0
    const shown = level % 2 === 1 ? (MIRRORED[sign] ?? sign) : sign
    const last = runs.at(-1)
    if (last?.level === level) last.text += shown
    else runs.push({ text: shown, level })
  }
  return reordered(runs)
}

function reordered<T extends { level: number }>(runs: readonly T[]): T[] {
  const out = [...runs]
  const highest = Math.max(0, ...out.map(({ level }) => level))
  for (let level = highest; level > 0; level--) {
    let from = 0
    while (from < out.length) {
      if ((out[from]?.level ?? 0) < level) {
        from++
        continue
      }
      let to = from
      while ((out[to]?.level ?? -1) >= level) to++
      out.splice(from, to - from, ...out.slice(from, to).toReversed())
      from = to
    }
  }
  return out
}
