/** One value per shop and platform, held against that platform's schema and read with every default filled in. */
import type { Static, TObject } from 'typebox'
import Value from 'typebox/value'
import type { Shop } from '../core/shop.ts'

const read = new WeakMap<Shop, Map<TObject, unknown>>()

/** What a shop has set, with defaults for the rest. What does not fit any more after an upgrade counts as not set. */
export function settingsOf<S extends TObject>(shop: Shop, name: string, schema: S): Static<S> {
  const known = read.get(shop) ?? new Map<TObject, unknown>()
  if (!known.has(schema)) known.set(schema, filled(schema, shop.dialects[name]))
  read.set(shop, known)
  return known.get(schema) as Static<S>
}

function filled(schema: TObject, value: unknown): unknown {
  const whole = Value.Default(schema, Value.Clone(value ?? {}))
  return Value.Check(schema, whole) ? whole : Value.Default(schema, {})
}

/** What is wrong with a value; members nobody has heard of are misspellings. */
export function settingsTrouble(schema: TObject, value: unknown): { path: string; message: string }[] {
  const closed = { ...schema, additionalProperties: false }
  const whole = Value.Default(schema, Value.Clone(value ?? {}))
  return [...Value.Errors(closed, whole)]
    .filter(({ keyword }) => keyword !== 'additionalProperties')
    .map(({ keyword, instancePath, message }) => ({
      path: instancePath.slice(1).replaceAll('/', '.'),
      message: keyword === 'boolean' ? `There is no such setting; there are ${namesIn(schema)}.` : `It ${message}.`,
    }))
}

const namesIn = ({ properties }: TObject): string => Object.keys(properties).join(', ') || 'none'
