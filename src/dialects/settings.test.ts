import Type from 'typebox'
import { expect, test } from 'vitest'
import { aShop } from '../../test/kit/cast.ts'
import { settingsOf, settingsTrouble } from './settings.ts'

const schema = Type.Object({
  words: Type.Union([Type.Literal('all'), Type.Literal('few')], { default: 'all' }),
  window: Type.Integer({ minimum: 1, default: 30 }),
})

test('what a shop has not set is the default', () => {
  expect(settingsOf(aShop(), 'some', schema)).toEqual({ words: 'all', window: 30 })
  expect(settingsOf(aShop({ dialects: { some: { words: 'few' } } }), 'some', schema)).toEqual({
    words: 'few',
    window: 30,
  })
})

test('what no longer fits counts as not set', () => {
  expect(settingsOf(aShop({ dialects: { some: { window: 'long' } } }), 'some', schema)).toEqual({
    words: 'all',
    window: 30,
  })
})

test('what does not fit is named by its path, and a misspelling is told what there is', () => {
  expect(settingsTrouble(schema, { window: 0 })).toMatchObject([{ path: 'window' }])
  expect(settingsTrouble(schema, { windows: 3 })).toEqual([
    { path: 'windows', message: 'There is no such setting; there are words, window.' },
  ])
  expect(settingsTrouble(schema, {})).toEqual([])
  expect(settingsTrouble(schema, 5)).toMatchObject([{ path: '' }])
})
