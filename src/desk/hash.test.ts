import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf } from './hash.ts'

/** The same members in the opposite order, at every depth. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turned(member)]),
  )
}

test('the order of members says nothing', () => {
  fc.assert(fc.property(fc.jsonValue(), value => hashOf(turned(value)) === hashOf(value)))
})

test('values hash alike exactly when they are equal as JSON', () => {
  const small = fc.jsonValue({ maxDepth: 2 })
  const plain = (value: unknown) => JSON.stringify(turned(JSON.parse(JSON.stringify(value))))
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, member]) => [name, sorted(member)]),
          )
        : value
  fc.assert(
    fc.property(
      small,
      small,
      (one, other) => (hashOf(one) === hashOf(other)) === (plain(sorted(one)) === plain(sorted(other))),
    ),
  )
})

test.each<[unknown, unknown]>([
  [
    [1, 2],
    [2, 1],
  ],
  [{ a: 1 }, { a: '1' }],
  [{ a: null }, {}],
  [[], {}],
  ['', null],
  [{ a: { b: 1 } }, { 'a.b': 1 }],
  ['{"a":1}', { a: 1 }],
])('%j is not %j', (one, other) => {
  expect(hashOf(one)).not.toBe(hashOf(other))
})

test('a member that is left out and one that is undefined are the same', () => {
  expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }))
  expect(hashOf(undefined)).toBe(hashOf(undefined))
})
