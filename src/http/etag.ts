/** Versions as entity tags (RFC 9110 §8.8.3): a return at version 7 carries `"7"`. */
import { fieldProblem } from './problem.ts'

/** The tag to send with something that has a version. */
export function versionTag(version: number): string {
  return `"${version}"`
}

/** A list of tags; the weak mark is read over, because proxies that compress put it there and the version is still ours. */
const TAGS = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/
const TAG = /"([^"]*)"/g

/**
 * What `If-Match` asks for: any version, one of these, or (undefined) nothing. A tag we never gave is kept as a version
 * that matches nothing. Text that is no list of tags is a 400, never ignored: the caller relied on it.
 */
export function readIfMatch(header: string | undefined): 'any' | number[] | undefined {
  if (header === undefined) return undefined
  if (header.trim() === '*') return 'any'
  if (!TAGS.test(header)) throw fieldProblem(NO_TAG)
  return versionsIn(header)
}

/**
 * The one version a change expects, from `If-Match` or the body's `expected_version`; undefined when neither binds it.
 * Both may be given when they agree.
 */
export function expectedVersion(header: string | undefined, inBody?: number): number | undefined {
  const asked = readIfMatch(header)
  if (asked === undefined || asked === 'any') return inBody
  const [version, ...others] = asked
  if (version === undefined || others.length > 0) throw fieldProblem(NOT_ONE)
  if (inBody !== undefined && inBody !== version) throw fieldProblem(DISAGREE)
  return version
}

/** Does the caller already have this version (`If-None-Match`)? Then 304 is the answer. */
export function isUnchanged(header: string | undefined, version: number): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || (TAGS.test(header) && versionsIn(header).includes(version))
}

function versionsIn(header: string): number[] {
  return [...header.matchAll(TAG)].map(([, tag = '']) => (/^\d{1,15}$/.test(tag) ? Number(tag) : Number.NaN))
}

const NO_TAG = {
  in: 'header',
  path: 'if-match',
  code: 'wrong_format',
  message: 'Is not an entity tag. Send the ETag you were given, such as "7", or *.',
} as const

const NOT_ONE = {
  in: 'header',
  path: 'if-match',
  code: 'too_many',
  message: 'Names more than one version. Send the one you last read.',
} as const

const DISAGREE = {
  in: 'header',
  path: 'if-match',
  code: 'conflict',
  message: 'Is not the same version as expected_version. Send one of the two.',
} as const
