/** The ids under which uploaded images are named: ours without hyphens. */
import type { FileId } from '../../../core/ids.ts'

export const imageIdOf = (file: FileId): string => file.replaceAll('-', '')

export function fileOfImage(id: unknown): FileId | null {
  if (typeof id !== 'string') return null
  const [, ...parts] = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(id) ?? []
  return parts.length === 0 ? null : (parts.join('-') as FileId)
}
