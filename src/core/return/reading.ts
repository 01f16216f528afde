/** A platform's status words as data: an ordered list of word → Where, read from the top; the first row that holds is the word. */
import { COLUMN_NAMES, type Columns, holds, type Row, rowHolds, rowsOf, type Where } from './where.ts'

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
