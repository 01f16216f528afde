/** Anything of the house in the words of the wire: names change, values stay. */
import { FREE_NAMES, wireName } from './wire/names.ts'

export function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said)
  if (value === null || typeof value !== 'object') return value
  const wire: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    wire[wireName(name, member)] = FREE_NAMES.has(name) ? member : said(member)
  }
  return wire
}
