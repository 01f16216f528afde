import { expect, test } from 'vitest'
import { countryCode, splitName } from './places.ts'

test('countries are known by code and by English name', () => {
  expect(['DE', 'de', 'Germany', 'United States', 'Atlantis', 'ZZZ', ''].map(countryCode)).toEqual([
    'DE',
    'DE',
    'DE',
    'US',
    null,
    null,
    null,
  ])
})

test('a single name is a family name', () => {
  expect(splitName('Zoé Lacombe Níguez')).toEqual({ firstName: 'Zoé Lacombe', lastName: 'Níguez' })
  expect(splitName('Orla')).toEqual({ firstName: '', lastName: 'Orla' })
})
