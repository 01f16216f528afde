/** A Where as the database understands it: one pattern over the twelve letters of a return's state, so that memory and SQL cannot disagree. */
import { COLUMN_NAMES, COLUMNS, rowsOf, type Where } from '../core/return/where.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** One regular expression per row; a state matches when any of them does. */
export const patternsOf = (where: Where): string[] =>
  rowsOf(where).map(row => {
    const places = COLUMN_NAMES.map(column => {
      const words = row[column] as readonly string[] | undefined
      if (words === undefined) return '.'
      const letters = words.map(word => LETTERS[(COLUMNS[column] as readonly string[]).indexOf(word)]).join('')
      // An empty list holds for nothing; a class no state uses says so.
      return letters === '' ? '[^a-z]' : `[${letters}]`
    })
    return `^${places.join('')}$`
  })
