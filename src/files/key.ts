import { contentTypeOf } from './kinds.ts'

const SEGMENT = '[a-z0-9][a-z0-9_-]*'
const KEY = new RegExp(`^${SEGMENT}(/${SEGMENT})+\\.[a-z0-9]+$`)
const LONGEST_KEY = 512
const LONGEST_SEGMENT = 128

/**
 * Believe a key or throw. Keys are made by us (`<org>/photos/<id>.jpg`), so a bad one is a bug and not a person's
 * mistake. No dots but the last, no empty segments, nothing absolute: a key cannot leave the shelf. Lower case only,
 * because some disks take `A` and `a` for the same name and two organisations must never share a file.
 */
export function checkKey(key: string): string {
  if (!isFormed(key)) throw new Error(`Not a storage key: ${JSON.stringify(key.slice(0, LONGEST_KEY))}`)
  if (!contentTypeOf(key)) throw new Error(`No kind of file we keep ends like this key: ${JSON.stringify(key)}`)
  return key
}

/** Whether something that lies on the shelf was put there by us. */
export const isKey = (key: string): boolean => isFormed(key) && contentTypeOf(key) !== undefined

const isFormed = (key: string): boolean =>
  key.length <= LONGEST_KEY && key.split('/').every(segment => segment.length <= LONGEST_SEGMENT) && KEY.test(key)
