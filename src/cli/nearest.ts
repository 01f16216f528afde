/** What somebody probably meant to type. */

/** The word that differs least, when it differs by no more than a slip of the fingers. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const ranked = words.map(word => ({ word, slips: slipsBetween(typed, word) })).toSorted((a, b) => a.slips - b.slips)
  const best = ranked[0]
  return best && best.slips <= Math.max(1, Math.floor(typed.length / 4)) ? best.word : undefined
}

/** Levenshtein's distance: letters put in, left out or mistaken. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
