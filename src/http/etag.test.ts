import { expect, test } from 'vitest'
import { expectedVersion, isUnchanged, readIfMatch, versionTag } from './etag.ts'

test.each([
  ['"7"', [7]],
  ['W/"7"', [7]],
  [' "7" , W/"8" ', [7, 8]],
  ['*', 'any'],
  [undefined, undefined],
  ['"a colour"', [Number.NaN]],
  ['""', [Number.NaN]],
])('If-Match: %s is read', (header, versions) => {
  expect(readIfMatch(header)).toEqual(versions)
})

test.each(['7', '"7', '"7" "8"', '', ',', 'w/"7"', '"7",', '*, "7"'])(
  'If-Match: %s is no list of tags and is refused',
  header => {
    expect(() => readIfMatch(header)).toThrow('if-match')
  },
)

test('a very long If-Match is read in a straight line', () => {
  expect(() => readIfMatch(`${'"7" ,'.repeat(3_000)}x`)).toThrow('if-match')
})

test('a version is expected by header or body, or by both when they agree', () => {
  expect(expectedVersion('"7"')).toBe(7)
  expect(expectedVersion(undefined, 7)).toBe(7)
  expect(expectedVersion('"7"', 7)).toBe(7)
  expect(expectedVersion('*', 7)).toBe(7)
  expect(expectedVersion('*')).toBeUndefined()
  expect(expectedVersion(undefined)).toBeUndefined()
  expect(() => expectedVersion('"7"', 8)).toThrow('expected_version')
  expect(() => expectedVersion('"7", "8"')).toThrow('more than one')
})

test('a tag we never gave matches no version', () => {
  expect(expectedVersion('"a colour"')).toBeNaN()
})

test('what the caller already has is unchanged', () => {
  expect(isUnchanged(versionTag(7), 7)).toBe(true)
  expect(isUnchanged('W/"6", W/"7"', 7)).toBe(true)
  expect(isUnchanged('*', 7)).toBe(true)
  expect(isUnchanged('"6"', 7)).toBe(false)
  expect(isUnchanged('7', 7)).toBe(false)
  expect(isUnchanged(undefined, 7)).toBe(false)
})
