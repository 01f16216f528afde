/** How values of the database become values of ours. */
import pg from 'pg'

type Parse = (text: string) => unknown

// Numbers of types, as in pg_type.dat.
const INT8 = 20
const DATE = 1082
const TIMESTAMP = 1114
const TIMESTAMPTZ = 1184
const ARRAYS: readonly (readonly [number, Parse])[] = [
  [1016, parseInt8],
  [1182, String],
  [1115, String],
  [1185, parseInstant],
  [1231, String],
]

/** Money, counters and serials are int8 and fit a number exactly; one that does not is refused rather than rounded. */
function parseInt8(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large to be an exact number`)
  return number
}

/**
 * A moment as everything inside knows it: UTC with milliseconds, `2026-11-22T05:57:08.123Z`. PostgreSQL keeps microseconds
 * and leaves trailing zeros out; we only ever write milliseconds, and cut off what others wrote beyond them.
 */
function parseInstant(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text)
  if (match) return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}Z`
  const moment = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(moment.getTime())) throw new RangeError(`${text} is not a moment`)
  return moment.toISOString()
}

const PARSERS = new Map<number, Parse>([
  [INT8, parseInt8],
  // A day stays the word it is: a Date would move it into somebody's time zone.
  [DATE, String],
  [TIMESTAMP, String],
  [TIMESTAMPTZ, parseInstant],
  ...ARRAYS.map(([type, parse]) => [type, parseArray(parse)] as const),
])

// Declared otherwise than it is.
const arrays = pg.types.arrayParser as unknown as { create(text: string, parse: Parse): { parse(): unknown[] } }

function parseArray(parse: Parse): Parse {
  return text => arrays.create(text, parse).parse()
}

/** For a pool's `types`: numeric stays a string, json and jsonb are parsed, all else is the driver's choice. */
export const types = {
  getTypeParser(type: number, format: 'text' | 'binary' = 'text') {
    return (format === 'text' ? PARSERS.get(type) : undefined) ?? pg.types.getTypeParser(type, format)
  },
}
