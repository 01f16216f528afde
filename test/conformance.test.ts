import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { conformancePage, PLATFORM_NAMES } from '../bin/docs-conformance.ts'
import { conformanceOf } from './conformance/conformance.ts'
import { saidIn, standsAt } from './conformance/recordings.ts'
import { tagsIn } from './conformance/tags.ts'

const root = resolve(import.meta.dirname, '..')

describe.each(PLATFORM_NAMES)('%s', dialect => {
  const found = conformanceOf(root, dialect)

  test('has a list of what is promised', () => {
    for (const member of ['endpoints', 'fields', 'enums', 'errors'] as const)
      expect(found.contract[member].length, member).toBeGreaterThan(0)
  })

  test('nothing that is promised is neither proved nor explained', () => {
    expect(found.holes).toEqual([])
  })

  test('nothing is promised twice', () => {
    const names = [...found.endpoints, ...found.fields, ...found.words].map(({ name }) => name)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  })

  test('tests name only what is promised', () => {
    expect(found.strange.map(({ kind, name, file }) => `${kind} ${name} in ${file}`)).toEqual([])
  })

  test('the page names every call, field, word and error', () => {
    const page = conformancePage(root, dialect)
    for (const { promise } of found.endpoints) expect(page).toContain(`\`${promise.name}\``)
    for (const { promise } of found.fields) expect(page).toContain(`\`${promise.name}\``)
    for (const { promise } of found.words) expect(page).toContain(promise.value)
    for (const { promise } of found.errors) expect(page).toContain(`\`${promise.code}\``)
  })
})

describe('how the pages are made', () => {
  test('a tag names its kind once and as many promises as it likes, and belongs to the test it stands in or above', () => {
    const text = [
      '// conforms: endpoint list',
      "test('a list is a list', () => {",
      '  // conforms: field list.page, list.limit; enum Status.OPEN',
      '})',
    ].join('\n')
    const found = tagsIn(text, 'list.test.ts')
    expect(found.every(({ title }) => title === 'a list is a list')).toBe(true)
    expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining(['endpoint list', 'field list.page', 'field list.limit', 'enum Status.OPEN']),
    )
  })

  test('a field is found wherever its object stands, in lists and in maps', () => {
    const said = saidIn({ data: { returns: [{ id: 'a', products: { 308: { item_id: 'b' } } }] } })
    const found = (field: string) => [...said.keys()].some(path => standsAt(field, path))
    expect(found('returns[].id')).toBe(true)
    expect(found('products{}.item_id')).toBe(true)
    expect(found('products.{item}.item_id')).toBe(true)
    expect(found('returns[].name')).toBe(false)
  })
})
