import { expect, test } from 'vitest'
import { fieldPath, fieldPathOf } from './field-path.ts'

test.each([
  [[], ''],
  [['items', 0, 'quantity'], 'items[0].quantity'],
  [[0, 'id'], '[0].id'],
  [['metadata', 'odd name'], 'metadata["odd name"]'],
  [['metadata', 'a.b'], 'metadata["a.b"]'],
  [['größe'], 'größe'],
])('%j is written %s', (steps, path) => {
  expect(fieldPath(steps)).toBe(path)
})

test('pointers are read with their escapes', () => {
  expect(fieldPathOf('/metadata/a~1b~0c/0', 'id')).toBe('metadata["a/b~c"][0].id')
  expect(fieldPathOf('', 'id')).toBe('id')
  expect(fieldPathOf('')).toBe('')
})
