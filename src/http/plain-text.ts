/** Text that every part of the house can keep. */

/**
 * Why a text cannot be kept, or undefined when it can. PostgreSQL stores neither NUL nor half a surrogate pair; said
 * here with the field's path it is a correction, found out there it would be a fault.
 */
export function textTrouble(text: string): { code: string; message: string } | undefined {
  if (text.includes('\0')) return { code: 'invalid_text', message: 'Contains a NUL character. Remove it.' }
  if (!text.isWellFormed())
    return { code: 'invalid_text', message: 'Contains half of a surrogate pair. Send well-formed Unicode.' }
  return undefined
}
