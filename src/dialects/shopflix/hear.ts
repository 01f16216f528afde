/** What a client asks of a list, in the house's terms. Spellings and forms are those that clients really send. */
import { whereRead } from '../../core/return/reading.ts'
import type { NumberedPage, NumberedWish } from '../../desk/numbered.ts'
import { lastOf, type Span, saidBack, spanOf } from './moments.ts'
import type { Settings } from './settings.ts'
import type { Params } from './wire.ts'
import { isStatusLetter, status as reading } from './words.ts'

const STANDARD_SIZE = 10
const LARGEST_SIZE = 100
/** Further on nobody has returns, and the database could not count there. */
const LAST_PAGE = 1_000_000

export type Heard = {
  said: Omit<Params, 'total_items'>
  /** Null when nothing can be found: a letter no return ever has. */
  wish: NumberedWish | null
  /** Null for a page so far on that only the total is of interest. */
  page: NumberedPage | null
}

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** A sentence when a date cannot be read. */
/** `own` is the shop's currency. */
export function heardList(query: Query, { currency, time_zone: zone }: Settings, own: string): Heard | string {
  const letter = given(query, 'status')
  const from = date(query, 'date_from', zone)
  const to = date(query, 'date_to', zone)
  if (typeof from === 'string') return from
  if (typeof to === 'string') return to
  const page = positive(given(query, 'page')) ?? 1
  // The platform's own page shows the first spelling; a table of its sister page the second.
  const size = positive(given(query, 'itemsPerPage') ?? given(query, 'items_per_page')) ?? STANDARD_SIZE
  const rows = Math.min(size, LARGEST_SIZE)
  return {
    said: {
      page,
      items_per_page: rows,
      status: letter,
      date_from: from && saidBack(from.from, zone),
      date_to: to && saidBack(lastOf(to), zone),
    },
    wish: wishFor(letter, from, to, currency === own ? null : currency),
    page: page > LAST_PAGE ? null : { page: page - 1, size: rows, total: true },
  }
}

function wishFor(
  letter: string | null,
  from: Span | null,
  to: Span | null,
  foreign: string | null,
): NumberedWish | null {
  if (letter !== null && !isStatusLetter(letter)) return null
  return {
    foreign: foreign as NumberedWish['foreign'] & (string | null),
    ...(letter !== null && { where: whereRead(reading, [letter]) }),
    ...(from && { createdFrom: from.from }),
    ...(to && { createdBefore: to.before }),
  }
}

/** The last one counts when something is said twice, and what is empty was not said. */
function given(query: Query, name: string): string | null {
  const text = [query[name]].flat().at(-1)
  return text === undefined || text === '' ? null : text
}

function date(query: Query, name: string, zone: string): Span | string | null {
  const text = given(query, name)
  if (text === null) return null
  return spanOf(text, zone) ?? `${name} is not a date. Write it as 2026-01-31, 2026-01-31 23:59:59 or in Unix seconds`
}

const positive = (text: string | null): number | null => {
  const number = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0
  return number >= 1 ? number : null
}
