/** Reading what stands in a body. Null counts as not sent: clients written in strict languages send every field they know of. */
import type { Input } from '../door.ts'
import { type ShopeeNo, wrong } from '../errors.ts'

/** Long enough for a letter, short enough for a record. */
export const LONGEST_TEXT = 5000

const given = (input: Input, name: string): unknown => input[name] ?? undefined

export function textIn(input: Input, name: string, most = LONGEST_TEXT): string | undefined | ShopeeNo {
  const value = given(input, name)
  if (value === undefined) return undefined
  if (typeof value !== 'string') return wrong(`${name} must be a string`)
  return value.length > most ? wrong(`${name} must have at most ${most} characters`) : value
}

export function numberIn(input: Input, name: string): number | undefined | ShopeeNo {
  const value = given(input, name)
  return value === undefined || typeof value === 'number' ? value : wrong(`${name} must be a number`)
}

/** An id; as text too, because some reads say ids as text. */
export function idIn(input: Input, name: string): number | undefined | ShopeeNo {
  const value = given(input, name)
  if (value === undefined) return undefined
  const id = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(id) ? (id as number) : wrong(`${name} must be an integer`)
}

/** A list of objects; not sent is empty. */
export function listIn(input: Input, name: string, most: number): Input[] | ShopeeNo {
  const value = given(input, name) ?? []
  if (!Array.isArray(value)) return wrong(`${name} must be a list`)
  if (value.length > most) return wrong(`${name} must have at most ${most} entries`)
  return value.every(isObject) ? value : wrong(`${name} must hold objects`)
}

const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isEmail = (text: string): boolean => text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)
