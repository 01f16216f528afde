/** What somebody probably meant to type. */

/** The word that differs least, when it differs by no more than a slip of the fingers. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const ranked = words.map(word => ({ word, slips: slipsBetween(typed, word) })).toSorted((a, b) => a.slips - b.slips)
  const best = ranked[0]
  return best && best.slips <= Math.max(1, Math.floor(typed.length / 4)) ? best.word : undefined
}

/** Letters put in, left out, mistaken or swapped with their neighbour (the optimal string alignment distance). */
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, place) => place)]
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    rows.push([i])
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const slips = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + same,
        swapped ? at(i - 2, j - 2) + 1 : Infinity,
      )
      rows[i]?.push(slips)
    }
  }
  return at(a.length, b.length)
}
