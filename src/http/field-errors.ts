/** A validator's findings, turned into sentences about fields. */
import type { FastifySchemaValidationError } from 'fastify'
import { fieldPathOf } from './field-path.ts'
import type { FieldError, RequestPart } from './problem.ts'

/** One finding. `parentSchema` is there when the validator was asked to be verbose. */
export interface SchemaError extends FastifySchemaValidationError {
  parentSchema?: { properties?: Record<string, unknown> }
}

const MOST_ERRORS = 20
const MOST_NAMES = 20

/** Which parameters a finding has depends on its keyword; the validator's documentation lists them. */
type Sentence = (params: Record<string, any>, error: SchemaError) => string

/** Our word for a keyword of JSON Schema, and the sentence that says what to do. */
const WORDS: Readonly<Record<string, readonly [code: string, sentence: Sentence]>> = {
  required: ['required', () => 'Is missing. Add it.'],
  dependentRequired: ['required', ({ property }) => `Is missing. Add it, or leave out ${property}.`],
  additionalProperties: ['unknown_field', sayUnknown],
  unevaluatedProperties: ['unknown_field', sayUnknown],
  type: ['wrong_type', ({ type }) => `Has the wrong type. Send ${sayList([type].flat())}.`],
  const: ['not_allowed', ({ allowedValue }) => `Is not allowed here. Send ${JSON.stringify(allowedValue)}.`],
  enum: ['not_allowed', ({ allowedValues }) => `Is not allowed here. Send ${sayValues(allowedValues as unknown[])}.`],
  discriminator: ['not_allowed', () => 'Is not one of the known kinds. See the reference for them.'],
  minLength: ['too_short', ({ limit }) => `Is too short. Send at least ${limit} characters.`],
  maxLength: ['too_long', ({ limit }) => `Is too long. Send at most ${limit} characters.`],
  minimum: ['too_small', ({ limit }) => `Is too small. Send at least ${limit}.`],
  exclusiveMinimum: ['too_small', ({ limit }) => `Is too small. Send more than ${limit}.`],
  maximum: ['too_large', ({ limit }) => `Is too large. Send at most ${limit}.`],
  exclusiveMaximum: ['too_large', ({ limit }) => `Is too large. Send less than ${limit}.`],
  multipleOf: ['wrong_step', ({ multipleOf }) => `Send a multiple of ${multipleOf}.`],
  minItems: ['too_few', ({ limit }) => `Has too few entries. Send at least ${limit}.`],
  maxItems: ['too_many', ({ limit }) => `Has too many entries. Send at most ${limit}.`],
  minProperties: ['too_few', ({ limit }) => `Has too few members. Send at least ${limit}.`],
  maxProperties: ['too_many', ({ limit }) => `Has too many members. Send at most ${limit}.`],
  uniqueItems: ['not_unique', () => 'Holds the same entry twice. Send each once.'],
  pattern: ['wrong_format', ({ pattern }) => `Has the wrong form. Send text that matches ${pattern}.`],
  format: ['wrong_format', ({ format }) => `Has the wrong form. Send a valid ${format}.`],
  propertyNames: ['wrong_format', () => 'Has a name that is not allowed. Rename it.'],
}

const OTHERWISE: readonly [string, Sentence] = [
  'invalid',
  () => 'Does not fit. See the reference for what is expected.',
]

const NO_BODY = 'A JSON body is needed. Send one with Content-Type: application/json.'

/** Say what is wrong with one part of a request. At most twenty sentences; more would not be read. */
export function explainFields(errors: readonly SchemaError[], part: RequestPart, value: unknown): FieldError[] {
  if (part === 'body' && (value === undefined || value === null))
    return [{ in: 'body', path: '', code: 'required', message: NO_BODY }]
  const said = new Map<string, FieldError>()
  for (const error of settleUnions(errors)) {
    const [code, sentence] = WORDS[error.keyword] ?? OTHERWISE
    const path = fieldPathOf(error.instancePath, namedMember(error))
    const key = `${path} ${code}`
    if (!said.has(key)) said.set(key, { in: part, path, code, message: sentence(error.params, error) })
    if (said.size === MOST_ERRORS) break
  }
  return [...said.values()]
}

/** Some findings are about a member of the place they point to: the one that is missing, or the one too many. */
function namedMember({ params }: SchemaError): string | undefined {
  const name = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName
  return typeof name === 'string' ? name : undefined
}

/**
 * A value that fits no member of a union is reported once per member. The reader wants one story: the list of words
 * that would do, or what is wrong with the member that comes closest.
 */
function settleUnions(errors: readonly SchemaError[]): SchemaError[] {
  const settled: SchemaError[] = []
  for (const error of errors) {
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') settled.push(error)
    else settled.push(...settleUnion(error, takeBelow(settled, error.instancePath)))
  }
  return settled
}

/** The findings of a union's members stand directly before the union's own. */
function takeBelow(settled: SchemaError[], place: string): SchemaError[] {
  const isBelow = ({ instancePath }: SchemaError) => instancePath === place || instancePath.startsWith(`${place}/`)
  const from = settled.findLastIndex(error => !isBelow(error)) + 1
  return settled.splice(from)
}

function settleUnion(union: SchemaError, findings: SchemaError[]): SchemaError[] {
  const words = findings.flatMap(allowedWords)
  const onlyWords = findings.every(
    ({ keyword, instancePath }) => isWord(keyword) && instancePath === union.instancePath,
  )
  if (words.length > 0 && onlyWords) {
    const allowedValues = [...new Set(words), ...(findings.every(isNotNull) ? [] : [null])]
    return [{ ...union, keyword: 'enum', params: { allowedValues } }]
  }
  const members = [...Map.groupBy(findings.filter(isNotNull), error => memberOf(error, union)).values()]
  return members.sort((one, other) => distance(one) - distance(other))[0] ?? [union]
}

/** How far a value is from a member of a union: another fixed word means another kind of thing altogether. */
function distance(findings: readonly SchemaError[]): number {
  return findings.length + (findings.some(({ keyword }) => keyword === 'const') ? 100 : 0)
}

function allowedWords({ keyword, params }: SchemaError): unknown[] {
  if (keyword === 'const') return [params.allowedValue]
  return keyword === 'enum' ? (params.allowedValues as unknown[]) : []
}

function isWord(keyword: string): boolean {
  return keyword === 'const' || keyword === 'enum' || keyword === 'type'
}

/** "Or null" is never what the sender of something else meant. */
function isNotNull({ keyword, params }: SchemaError): boolean {
  return keyword !== 'type' || params.type !== 'null'
}

/** Which member of the union a finding belongs to: its number, or the name of the shared schema it refers to. */
function memberOf({ schemaPath }: SchemaError, union: SchemaError): string {
  const within = schemaPath.startsWith(`${union.schemaPath}/`)
    ? schemaPath.slice(union.schemaPath.length + 1)
    : schemaPath
  return within.split('/')[0] ?? ''
}

function sayUnknown(_: Record<string, unknown>, { parentSchema }: SchemaError): string {
  const names = Object.keys(parentSchema?.properties ?? {})
  if (names.length === 0) return 'Is not known here. Remove it.'
  const more = names.length > MOST_NAMES ? ', …' : ''
  return `Is not known here. Remove it, or use one of: ${names.slice(0, MOST_NAMES).join(', ')}${more}.`
}

function sayValues(values: readonly unknown[]): string {
  return values.length === 1
    ? JSON.stringify(values[0])
    : `one of ${values.map(value => JSON.stringify(value)).join(', ')}`
}

function sayList(types: readonly unknown[]): string {
  const named = types.map(type =>
    type === 'null' ? 'null' : `${/^[aeiou]/.test(String(type)) ? 'an' : 'a'} ${String(type)}`,
  )
  return named.join(' or ')
}
