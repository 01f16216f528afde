/** Text in columns as a terminal shows it: a sign of Chinese or an emoji takes two places, an accent on its own none. */

const SIGNS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Unicode Standard Annex 11: wide and full-width blocks; pictures are shown wide too. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u

const signWidth = (sign: string): number => (WIDE.test(sign) ? 2 : /^[\p{Mn}\p{Cf}\p{Cc}]/u.test(sign) ? 0 : 1)

export const displayWidth = (text: string): number =>
  [...SIGNS.segment(text)].reduce((all, { segment }) => all + signWidth(segment), 0)

/** Cut to a width, with a sign that something is missing. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of SIGNS.segment(text)) {
    if (displayWidth(kept) + signWidth(segment) > width - 1) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)))

export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - displayWidth(text))) + text

/** `least` is what it is never cut below, `share` how much of the spare room it takes; a column without a share is as wide as its widest cell. */
type Column = { title: string; least?: number; most?: number; share?: number; right?: boolean }

const GAP = 2

/** A title line and one line per row, none wider than `width` unless the least widths alone are. Blank columns are left out. */
export function columns(shape: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const used = shape.flatMap((column, place) => (rows.some(row => row[place]) ? [{ ...column, place }] : []))
  const wanted = used.map(({ title, place, most = Number.POSITIVE_INFINITY }) =>
    Math.min(most, Math.max(displayWidth(title), ...rows.map(row => displayWidth(row[place] ?? '')))),
  )
  const widths = fitted(used, wanted, width - GAP * (used.length - 1))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, place) => {
        const room = widths[place] ?? 0
        return used[place]?.right ? padStart(cut(cell, room), room) : padEnd(cut(cell, room), room)
      })
      .join(' '.repeat(GAP))
      .trimEnd()
  return [line(used.map(({ title }) => title)), ...rows.map(row => line(used.map(({ place }) => row[place] ?? '')))]
}

/** Takes room from the columns that may be cut, the widest first, until all fits. */
function fitted(used: readonly Column[], wanted: readonly number[], room: number): number[] {
  const widths = [...wanted]
  for (;;) {
    const over = widths.reduce((all, one) => all + one, 0) - room
    if (over <= 0) return widths
    const loose = widths.map((one, place) => {
      const { share = 0, least = 8 } = used[place] ?? {}
      return share > 0 && one > least ? one / share : 0
    })
    const widest = Math.max(...loose)
    if (widest === 0) return widths
    const place = loose.indexOf(widest)
    widths[place] = (widths[place] ?? 0) - 1
  }
}
