import { hash } from 'node:crypto'

/** One statement for the database, with `$1`, `$2` … for its values. Arrays become SQL arrays: pass JSON as text (`json`). */
export interface Statement {
  text: string
  values?: unknown[]
  /** The name it is prepared under; derived from the text when left out. */
  name?: string
  /** False sends the text as it is: for a text that is never the same twice, or for several statements in one text. */
  prepare?: boolean
}

/** A statement written in place: ``sql`select … where org_id = ${orgId}` ``. Values never become part of the text. */
export function sql(parts: TemplateStringsArray, ...values: unknown[]): Statement {
  return { text: textOf(parts), values }
}

/** For a json parameter: the driver would write an array as an SQL array. */
export function json(value: unknown): string {
  return JSON.stringify(value)
}

const texts = new WeakMap<TemplateStringsArray, string>()

/** Every place in the code has one array of parts, so its text is put together once. */
function textOf(parts: TemplateStringsArray): string {
  const known = texts.get(parts)
  if (known !== undefined) return known
  const text = parts.reduce((before, part, index) => `${before}$${index}${part}`)
  texts.set(parts, text)
  return text
}

const names = new Map<string, string>()

/** Each name costs memory in every connection of the server; texts beyond these are composed ones, and go unprepared. */
const MOST_NAMES = 2_000

/** A prepared statement's name: the same text has the same name in every process. PostgreSQL cuts names at 63 bytes. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_NAMES) return known
  const name = hash('sha256', text, 'base64url').slice(0, 22)
  names.set(text, name)
  return name
}

/** The shape the driver wants. */
export function toDriver({ text, values = [], name, prepare = true }: Statement) {
  if (!Array.isArray(values)) throw new TypeError('The values of a statement must be a list')
  return prepare ? { text, values, name: name ?? nameOf(text) } : { text, values }
}
