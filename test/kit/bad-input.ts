/** Wrong requests, made from the shapes that say what is right: every field in every way it can be wrong. */
import type { TSchema } from 'typebox'

export type Step = string | number
type Shape = {
  $id?: string
  $ref?: string
  type?: string
  format?: string
  const?: unknown
  enum?: unknown[]
  examples?: unknown[]
  anyOf?: Shape[]
  allOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  minItems?: number
  maxItems?: number
  maxLength?: number
  minimum?: number
}

/** One field of a body: `put` makes the body with something else in its place. */
type Field = { steps: Step[]; shape: Shape; isRequired: boolean; put: (value: unknown) => unknown }
export type Wrong = { why: string; steps: Step[]; body: unknown }

const MISSING = Symbol('missing')

export class Shapes {
  private readonly named: Map<string | undefined, Shape>

  constructor(components: readonly TSchema[]) {
    this.named = new Map(components.map(schema => [(schema as Shape).$id, schema as Shape]))
  }

  resolve(shape: Shape): Shape {
    if (shape.allOf?.[0]) return this.resolve(shape.allOf[0])
    return shape.$ref ? (this.named.get(shape.$ref.replace(/#$/, '')) ?? shape) : shape
  }

  /** A body that fits, with every member there; of a union the first that is something. */
  sample(given: Shape, depth = 0): unknown {
    const shape = this.resolve(given)
    if (shape.const !== undefined) return shape.const
    if (shape.anyOf) return this.sample(shape.anyOf[depth > 8 ? shape.anyOf.length - 1 : 0] as Shape, depth + 1)
    if (shape.type === 'object')
      return Object.fromEntries(
        Object.entries(shape.properties ?? {}).map(([name, member]) => [name, this.sample(member, depth + 1)]),
      )
    if (shape.type === 'array') return shape.items && depth < 12 ? [this.sample(shape.items, depth + 1)] : []
    return shape.enum?.[0] ?? shape.examples?.[0] ?? null
  }

  /** Every field of a shape; a shared shape is gone through once for all bodies. */
  *fields(
    given: Shape,
    seen: Set<string>,
    put: (value: unknown) => unknown = value => value,
    steps: Step[] = [],
  ): Generator<Field> {
    const shape = this.resolve(given)
    if (shape.$id) {
      if (seen.has(shape.$id)) return
      seen.add(shape.$id)
    }
    for (const member of shape.anyOf ?? []) yield* this.fields(member, seen, put, steps)
    if (shape.type === 'array' && shape.items)
      yield* this.fields(shape.items, seen, value => put([value]), [...steps, 0])
    if (shape.type !== 'object' || !shape.properties) return
    const whole = this.sample(shape) as Record<string, unknown>
    for (const [name, member] of Object.entries(shape.properties)) {
      const change = (value: unknown) => put(value === MISSING ? without(whole, name) : { ...whole, [name]: value })
      const here = [...steps, name]
      yield { steps: here, shape: member, isRequired: shape.required?.includes(name) ?? false, put: change }
      yield* this.fields(member, seen, change, here)
    }
    const extra = [...steps, 'surplus_member']
    yield { steps: extra, shape: {}, isRequired: false, put: () => put({ ...whole, surplus_member: 1 }) }
  }

  /** All the ways one field can be wrong, and some in which it is only strange. */
  *wrongs({ steps, shape: given, isRequired, put }: Field): Generator<Wrong> {
    const shape = this.resolve(given)
    if (isRequired) yield { why: 'missing', steps, body: put(MISSING) }
    for (const [why, value] of Object.entries({
      ...EVERYWHERE,
      ...(VALUES[shape.type ?? ''] ?? { ...TEXTS, ...HOLDERS }),
    }))
      yield { why, steps, body: put(value) }
    if (shape.type === 'string' || shape.anyOf)
      yield { why: 'too long', steps, body: put('x'.repeat((shape.maxLength ?? 4_000) + 1)) }
    if (shape.type === 'array')
      yield {
        why: 'too many',
        steps,
        body: put(Array(Math.min((shape.maxItems ?? 0) + 1, 1_500)).fill(this.sample(shape.items ?? {}))),
      }
  }
}

const DEEP = Array(40)
  .fill(0)
  .reduce(inner => ({ a: inner }), 1)

const TEXTS = { number: 1.5, empty: '', emoji: '👨‍👩‍👧 ‮kcab\u200d', NUL: 'a\0b', surrogate: 'a\ud83d' }
const NUMBERS = { text: 'text', negative: -1, huge: Number.MAX_SAFE_INTEGER, float: 1.5, boolean: true }
const HOLDERS = { text: 'text', number: 7, deep: DEEP }

/** What is wrong, or strange, in the place of each kind of value. */
const VALUES: Record<string, Record<string, unknown>> = {
  string: TEXTS,
  integer: NUMBERS,
  number: NUMBERS,
  boolean: { text: 'true', number: 1 },
  array: HOLDERS,
  object: HOLDERS,
}
const EVERYWHERE = { null: null, object: { surplus: { nested: [1] } }, list: [[[]]] }

const without = (whole: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name))
