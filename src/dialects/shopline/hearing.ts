/** Taking a JSON body apart, member by member: what is of a wrong type cannot be read (400), what is missing or makes no sense is refused (422). */
import { parseInstant, type Instant } from '../../core/time.ts'
import { type No, no } from './answer.ts'

type Members = Readonly<Record<string, unknown>>

/** Longer texts are nobody's ids, names or reasons. */
const LONGEST = 2_000

/**
 * Remembers the first thing that is wrong of either kind. A wrong type outweighs a wrong value, wherever each of them stands. What could not be read is given
 * as null, so that reading goes on.
 */
export class Hearing {
  #unreadable: string | null = null
  #refused: string | null = null

  get trouble(): No | null {
    if (this.#unreadable !== null) return no(400, this.#unreadable)
    return this.#refused === null ? null : no(422, this.#refused)
  }

  /** A rule of this call's own does not hold. */
  refuse(sentence: string): null {
    this.#refused ??= sentence
    return null
  }

  #wrongType(path: string, wanted: string): null {
    this.#unreadable ??= `${path} must be ${wanted}.`
    return null
  }

  /** Null counts as missing, as does an empty text or list where something is required. */
  #absent(value: unknown, path: string, required: boolean): boolean {
    const missing = value === undefined || value === null
    if (required && (missing || value === '')) this.refuse(`${path} is required.`)
    return missing || (required && value === '')
  }

  text(value: unknown, path: string, { required = false, most = LONGEST } = {}): string | null {
    if (this.#absent(value, path, required)) return null
    if (typeof value !== 'string') return this.#wrongType(path, 'a string')
    // Characters as people count them: one outside the basic plane is one.
    if (value.length > most && [...value].length > most)
      return this.refuse(`${path} must not be longer than ${most} characters.`)
    return value
  }

  /** An id: text, or a whole number where the platform's own calls disagree about it. */
  id(value: unknown, path: string, { required = false, numbers = false } = {}): string | null {
    if (numbers && Number.isSafeInteger(value)) return String(value)
    return this.text(value, path, { required, most: 100 })
  }

  whole(value: unknown, path: string, { required = false } = {}): number | null {
    if (this.#absent(value, path, required)) return null
    return Number.isSafeInteger(value) ? (value as number) : this.#wrongType(path, 'an integer')
  }

  flag(value: unknown, path: string): boolean {
    if (this.#absent(value, path, false)) return false
    return typeof value === 'boolean' ? value : (this.#wrongType(path, 'a boolean') ?? false)
  }

  members(value: unknown, path: string, { required = false } = {}): Members | null {
    if (this.#absent(value, path, required)) return null
    return isMembers(value) ? value : this.#wrongType(path, 'an object')
  }

  /** Every row is an object; a required list has at least one. */
  rows(value: unknown, path: string, { required = false, most = 10_000 } = {}): Members[] {
    if (this.#absent(value, path, required)) return []
    if (!isList(value)) return this.#wrongType(path, 'an array') ?? []
    if (required && value.length === 0) this.refuse(`${path} must not be empty.`)
    if (value.length > most) this.refuse(`${path} must not hold more than ${most} entries.`)
    return value
      .map((row, place) => this.members(row, `${path}[${place}]`, { required: true }))
      .filter(row => row !== null)
  }

  /** One of a closed list of words, exactly as they are written. */
  word<W extends string>(value: unknown, path: string, words: readonly W[], { required = false } = {}): W | null {
    const text = this.text(value, path, { required })
    if (text === null) return null
    return words.includes(text as W) ? (text as W) : this.refuse(`${path} must be one of ${words.join(', ')}.`)
  }

  moment(value: unknown, path: string): Instant | null {
    const text = this.text(value, path)
    if (text === null) return null
    return parseInstant(text) ?? this.refuse(`${path} must be an ISO 8601 time with an offset.`)
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** A body that may be left out altogether. */
export const bodyOf = (hearing: Hearing, body: unknown): Members =>
  (body === undefined ? {} : hearing.members(body, 'The body')) ?? {}

/** One parameter of a query; of several by the same name the last is meant. An empty one was not given. */
export function parameter(query: unknown, name: string): string | null {
  const value = (query as Record<string, unknown> | null)?.[name]
  const text = Array.isArray(value) ? value.at(-1) : value
  return typeof text === 'string' && text !== '' ? text : null
}
