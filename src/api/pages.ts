/** Lists: reading on where one was left. */
import Type from 'typebox'
import { type Instant, parseInstant } from '../core/time.ts'
import { readCursor, writeCursor } from '../http/cursor.ts'

type Place = { at: Instant; id: string }

const AT = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$'
const Position = Type.Tuple([
  Type.String({ pattern: AT }),
  Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' }),
])
const Nowhere = Type.Object({ never: Type.Literal(true) })

/** The last row of the page before. A word that looks right and names a day that does not exist is no cursor of ours either. */
export function placeAfter(list: string, cursor: string | undefined): { after?: Place } {
  const position = readCursor(list, Position, cursor)
  if (position === undefined) return {}
  const [at, id] = position
  const instant = parseInstant(at)
  if (instant === null) readCursor(list, Nowhere, cursor)
  return { after: { at: instant as Instant, id } }
}

/** One page as this door gives it. */
export const sayPage = <T>(
  list: string,
  { rows, next }: { rows: T[]; next: { at: string; id: string } | null },
  say: (row: T) => unknown,
) => ({
  data: rows.map(say),
  next: next && writeCursor(list, [next.at, next.id]),
})

/** The same with rows that are written already. */
export const pageText = (
  list: string,
  next: { at: string; id: string } | null,
  rows: readonly string[],
  more: object,
): string =>
  `{"data":[${rows.join()}],${JSON.stringify({ next: next && writeCursor(list, [next.at, next.id]), ...more }).slice(1)}`
