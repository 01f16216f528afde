/** Telling whether two requests are the same, whatever order their members came in. */
import { createHash } from 'node:crypto'

export const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('base64url')

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    return `{${members
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
      .join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
