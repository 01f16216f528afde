/** A platform's status words as data: an ordered list of word → Where, read from the top; the first row that holds is the word. */
import { both, COLUMN_NAMES, COLUMNS, type Columns, holds, type Row, rowHolds, rowsOf, type Where } from './where.ts'

export type Reading<W extends string = string> = { readonly [word in W]: Where }

/** Null when no row holds; a reading that is total over every reachable state never gives it, which the walk test proves. */
export function read<W extends string>(reading: Reading<W>, columns: Columns): W | null {
  const found = Object.entries<Where>(reading).find(([, where]) => holds(where, columns))
  return found ? (found[0] as W) : null
}

/** Does a state read as one of these words? Needed where a list is filtered in memory. */
export const readsAs = <W extends string>(reading: Reading<W>, words: readonly W[], columns: Columns): boolean => {
  const word = read(reading, columns)
  return word !== null && words.includes(word)
}

/** Which row of the word's Where held; shown to people who ask why a platform calls a return what it does. */
export const rowThatHeld = (reading: Reading, word: string, columns: Columns): Row | undefined =>
  rowsOf(reading[word] ?? []).find(row => rowHolds(row, columns))

/** The columns a reading looks at; everything else may change without changing the word. */
export const columnsRead = (reading: Reading) =>
  COLUMN_NAMES.filter(column =>
    Object.values<Where>(reading).some(where => rowsOf(where).some(row => row[column] !== undefined)),
  )

/**
 * The states that read as one of these words, as a question of its own: what a list filtered by a platform's word asks the database. What earlier words
 * take first is left out, so no state is counted under two words.
 */
export function whereRead<W extends string>(reading: Reading<W>, words: readonly W[]): Row[] {
  let left: readonly Row[] = [{}]
  const found: Row[] = []
  for (const [word, where] of Object.entries<Where>(reading)) {
    if (words.includes(word as W)) found.push(...both(left, where))
    left = rowsOf(where).reduce<readonly Row[]>((rest, row) => both(rest, otherThan(row)), left)
  }
  return found
}

/** Every state in which a row does not hold: one of its columns says something else. */
const otherThan = (row: Row): Row[] =>
  COLUMN_NAMES.flatMap(column => {
    const words = row[column] as readonly string[] | undefined
    return words === undefined ? [] : [{ [column]: COLUMNS[column].filter(word => !words.includes(word)) }]
  }).filter(other => Object.values(other).every(words => words.length > 0))
