/** Building stones of everything this door writes down: each field says what it means, in which unit, within which limits, with an example. */
import Type, { type Static, type TEnum, type TNull, type TSchema, type TUnion } from 'typebox'
import { ref } from '../../http/schema.ts'

/** Pieces of one line; more than any box holds. */
export const MOST_PIECES = 10_000
/** Minor units; ten trillion of a currency with two digits, and still exact. */
export const MOST_MINOR = 1_000_000_000_000_000
/** Entries of an ordinary list in a body. */
export const MOST_ENTRIES = 200

export const text = (description: string, example: string, maxLength = 250, more: object = {}) =>
  Type.String({ description, examples: [example], maxLength, ...more })

/** Text that says something: not empty, not blank. */
export const said = (description: string, example: string, maxLength = 250) =>
  text(description, example, maxLength, { minLength: 1, pattern: '\\S' })

const SAMPLE = '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70'

/** An id of this house, always a UUID. */
export const id = (description: string) => Type.String({ format: 'uuid', description, examples: [SAMPLE] })

/** A name that a shop gives itself: of a tag, a place, a rule. */
export const handle = (description: string, example: string) => text(description, example, 64, { minLength: 1 })

export const moment = (description: string, example = '2026-03-10T12:00:00.000Z') =>
  Type.String({
    format: 'date-time',
    maxLength: 40,
    description: `${description} ISO 8601 with an offset; answered in UTC.`,
    examples: [example],
  })

/** A local date on the shop's wall. */
export const day = (description: string, example: string) =>
  Type.String({ format: 'date', description, examples: [example] })

export const pieces = (description: string, example = 1, minimum = 1) =>
  Type.Integer({ minimum, maximum: MOST_PIECES, description: `${description} Unit: pieces.`, examples: [example] })

export const whole = (description: string, example: number, limits: { minimum?: number; maximum?: number } = {}) =>
  Type.Integer({ minimum: 0, maximum: 2_147_483_647, ...limits, description, examples: [example] })

/** A rate in parts per million: 15 % is 150 000. */
export const ratePpm = (description: string, example: number) =>
  Type.Integer({
    minimum: 0,
    maximum: 10_000_000,
    description: `${description} Unit: parts per million; 15 % is 150000.`,
    examples: [example],
  })

export const flag = (description: string) => Type.Boolean({ description, examples: [true] })

export const word = <const Words extends readonly string[]>(words: Words, description: string): TEnum<[...Words]> =>
  Type.Enum([...words], { type: 'string', description, examples: [words[0]] }) as never

/** The one word that says which member of a union this is. */
export const only = <const Word extends string>(value: Word, description: string) =>
  Type.Literal(value, { description, examples: [value] })

export const url = (description: string, example = 'https://shop.example/track/JD014600003') =>
  text(description, example, 2_000, { pattern: '^https?://' })

export const list = <Of extends TSchema>(of: Of, description: string, maxItems = MOST_ENTRIES, more: object = {}) =>
  Type.Array(of, { maxItems, description, ...more })

/** Present and possibly empty. */
export const orNull = <Of extends TSchema>(of: Of, description?: string): TUnion<[Of, TNull]> => {
  const { description: own, examples } = of as { description?: string; examples?: unknown[] }
  return Type.Union([of, Type.Null()], { description: description ?? own, ...(examples && { examples }) })
}

/** Points to a shared component and says what it means here. Beside a bare `$ref` the reference would lose the sentence. */
export const the = <Of extends TSchema>(of: Of, description: string) =>
  Type.Unsafe<Static<Of>>({ allOf: [ref(of)], description })

/** A shared component, or nothing. */
export const theOrNull = <Of extends TSchema>(of: Of, description: string) =>
  Type.Union([ref(of), Type.Null()], { description })

export const optional = Type.Optional
