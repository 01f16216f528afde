/** From the wire to what the house works with. The schema that let a body in also says how each of its members is read. */
import type { TSchema } from 'typebox'
import { ALWAYS } from '../core/automation/automation.ts'
import { type Currency, parseCurrency } from '../core/money.ts'
import { NOBODY } from '../core/party.ts'
import { parseInstant } from '../core/time.ts'
import { fieldPath } from '../http/field-path.ts'
import { type FieldError, invalidRequest, ProblemError, type RequestPart } from '../http/problem.ts'
import { COMPONENTS } from './wire/components.ts'
import { houseName } from './wire/names.ts'
import { UUID } from './wire/uuid.ts'

type Step = string | number
type Heard = { errors: FieldError[]; part: RequestPart }
type Reader = (value: unknown, steps: Step[], heard: Heard) => unknown

/** The bare shape of a schema, as far as reading goes. */
type Shape = {
  $ref?: string
  $id?: string
  type?: string
  format?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Shape[]
  /** Of one: a shared shape with a sentence of its own. */
  allOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  additionalProperties?: unknown
}

/**
 * Reads a value that fits its schema: names become the house's, moments UTC, ids lower case, and parts the core wants whole are filled up.
 * Throws the problem for what a schema cannot say: a day that does not exist, a currency nobody knows.
 */
export function hear<T>(schema: TSchema, value: unknown, part: RequestPart = 'body'): T {
  const heard: Heard = { errors: [], part }
  const read = readerOf(schema)(value, [], heard) as T
  if (heard.errors.length > 0) throw new ProblemError(invalidRequest(heard.errors))
  return read
}

const byName = new Map(COMPONENTS.map(schema => [(schema as Shape).$id, schema as Shape]))
const readers = new WeakMap<Shape, Reader>()

function readerOf(schema: Shape): Reader {
  const known = readers.get(schema)
  if (known) return known
  const made = withFinish(schema, makeReader(schema))
  readers.set(schema, made)
  return made
}

function makeReader(schema: Shape): Reader {
  if (schema.$ref !== undefined) return referred(schema.$ref.replace(/#$/, ''))
  if (schema.allOf?.[0]) return readerOf(schema.allOf[0])
  if (schema.anyOf) return oneOf(schema.anyOf)
  if (schema.type === 'array' && schema.items) return listOf(readerOf(schema.items))
  if (schema.type === 'object' && schema.properties && schema.additionalProperties !== true)
    return objectOf(schema.properties)
  if (schema.format === 'date-time') return readMoment
  if (schema.format === 'uuid') return value => String(value).toLowerCase()
  return value => value
}

/** Looked up when first read, because a condition may hold conditions. */
function referred(name: string): Reader {
  const schema = byName.get(name)
  if (!schema) throw new Error(`There is no component ${name}.`)
  return (value, steps, heard) => readerOf(schema)(value, steps, heard)
}

const listOf =
  (read: Reader): Reader =>
  (value, steps, heard) =>
    (value as unknown[]).map((entry, place) => read(entry, [...steps, place], heard))

function objectOf(properties: Record<string, Shape>): Reader {
  const members = new Map(Object.entries(properties).map(([name, schema]) => [name, { name: houseName(name), schema }]))
  return (value, steps, heard) => {
    const read: Record<string, unknown> = {}
    for (const [name, member] of Object.entries(value as object)) {
      const known = members.get(name)
      if (known) read[known.name] = readerOf(known.schema)(member, [...steps, name], heard)
    }
    return read
  }
}

const oneOf =
  (members: Shape[]): Reader =>
  (value, steps, heard) => {
    const member = members.find(one => fits(resolved(one), value))
    return member ? readerOf(member)(value, steps, heard) : value
  }

function resolved(schema: Shape): Shape {
  if (schema.allOf?.[0]) return resolved(schema.allOf[0])
  return schema.$ref === undefined ? schema : (byName.get(schema.$ref.replace(/#$/, '')) ?? schema)
}

/** Enough to tell the members of a union apart once the whole is known to fit: kind, fixed words, and which members are there. */
function fits(schema: Shape, value: unknown): boolean {
  if (schema.anyOf) return schema.anyOf.some(one => fits(resolved(one), value))
  if (schema.const !== undefined) return value === schema.const
  if (schema.enum) return schema.enum.includes(value)
  if (schema.type === 'null') return value === null
  if (schema.type === 'array') return Array.isArray(value)
  if (schema.type === 'string') return typeof value === 'string' && (schema.format !== 'uuid' || UUID.test(value))
  if (schema.type === 'object') return isObject(value) && fitsObject(schema, value)
  return typeof value !== 'object'
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function fitsObject({ properties = {}, required = [] }: Shape, value: Record<string, unknown>): boolean {
  if (!required.every(name => Object.hasOwn(value, name))) return false
  return Object.entries(value).every(([name, member]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    return schema !== undefined && ((schema.const === undefined && !schema.enum) || fits(schema, member))
  })
}

const readMoment: Reader = (value, steps, heard) => {
  const at = parseInstant(String(value))
  if (at === null)
    heard.errors.push({
      in: heard.part,
      path: fieldPath(steps),
      code: 'wrong_format',
      message: 'Is no moment. Send one such as 2026-03-10T12:00:00Z.',
    })
  return at
}

const readCurrency: Reader = (value, steps, heard) => {
  const currency = parseCurrency(String(value))
  if (currency === null)
    heard.errors.push({
      in: heard.part,
      path: fieldPath(steps),
      code: 'not_allowed',
      message: 'Is no currency of ISO 4217. Send one such as EUR, USD or JPY.',
    })
  return currency satisfies Currency | null
}

const EMPTY_ADDRESS = {
  name: null,
  company: null,
  street1: null,
  street2: null,
  town: null,
  district: null,
  city: null,
  postalCode: null,
  country: null,
  phone: null,
  email: null,
  type: null,
}

type Part = Record<string, unknown>

/** What the core wants whole may be said in part: the rest is empty. */
const FINISH: Record<string, (read: Part) => object> = {
  AddressInput: read => ({ ...EMPTY_ADDRESS, ...read, state: { code: null, name: null, ...(read.state as object) } }),
  GiftInput: read => ({ address: null, ...read, recipient: { ...NOBODY, ...(read.recipient as object) } }),
  VariantInput: read => ({ externalId: '', sku: '', title: null, options: [], ...read }),
  TwoInput: read => ({ shop: read.presentment, ...read }),
  AutomationInput: read => ({ if: ALWAYS, after: null, priority: 0, state: 'on', once: 'per_event', ...read }),
  LabelInput: read => ({ url: null, shippingSlug: '', qr: null, charge: null, reference: null, ...read }),
  Replacement: read => ({ replaces: null, ...read }),
  PlacedOrder: read => ({
    ...read,
    ...(read.customer !== undefined && { customer: { ...NOBODY, ...(read.customer as object) } }),
  }),
}

function withFinish(schema: Shape, read: Reader): Reader {
  if (schema.$id === 'Currency') return readCurrency
  const finish = FINISH[schema.$id ?? '']
  if (!finish) return read
  return (value, steps, heard) => finish(read(value, steps, heard) as Part)
}
