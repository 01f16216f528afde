import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../core/languages.ts'
import { CATALOGUE, type TextKey } from './catalogue.ts'
import { ownTextTrouble, placesIn } from './own.ts'
import { speakIn } from './speak.ts'

describe('words a shop writes itself', () => {
  test('may leave a place out, and use one twice', () => {
    expect(ownTextTrouble('en', 'common.step', 'On to {step}!')).toBeNull()
    expect(ownTextTrouble('en', 'common.to_shop', '{shop}, {shop}')).toBeNull()
  })

  test('may not have a place the house knows nothing for, not even inside a choice', () => {
    expect(ownTextTrouble('en', 'common.to_shop', 'Hello {name}')).toBe('Has no place for {name}; there are {shop}.')
    expect(ownTextTrouble('en', 'common.pieces', '{count, plural, one {one {thing}} other {# things}}')).toBe(
      'Has no place for {thing}; there are {count}.',
    )
    expect(ownTextTrouble('en', 'common.back', 'Back to {shop}')).toBe('Has no place for {shop}; it has none.')
  })

  test('must be readable, say something, and be a text there is', () => {
    expect(ownTextTrouble('en', 'common.to_shop', 'Back to {shop')).toContain('Cannot be read')
    expect(ownTextTrouble('el', 'common.pieces', '{count, plural, one {#}}')).toContain('Cannot be read')
    expect(ownTextTrouble('en', 'common.back', '  ')).toContain('Says nothing')
    expect(ownTextTrouble('en', 'common.bakc', 'Back')).toContain('no text of this name')
    expect(ownTextTrouble('en', 'toString', 'Back')).toContain('no text of this name')
  })

  test('are said in place of the house’s, in their language alone', () => {
    const own = { en: { 'common.back': 'Zurück' } }
    expect(speakIn('en', own)('common.back')).toBe('Zurück')
    expect(speakIn('el', own)('common.back')).toBe(CATALOGUE.el['common.back'])
  })

  test('that can no longer be said are said in the house’s', () => {
    const own = { en: { 'common.to_shop': 'Back to {somewhere}', 'common.back': 'Ba{ck' } }
    expect(speakIn('en', own)('common.to_shop', { shop: 'Linnea' })).toBe('Back to Linnea')
    expect(speakIn('en', own)('common.back')).toBe('Back')
  })
})

describe('the house’s words', () => {
  const keys = Object.keys(CATALOGUE.en) as TextKey[]

  test.each(LANGUAGES.filter(language => language !== 'en'))(
    'in %s can be said, with no place English does not have',
    language => {
      const wrong = keys
        .filter(key => key in CATALOGUE[language])
        .flatMap(key => {
          const trouble = ownTextTrouble(language, key, CATALOGUE[language][key])
          return trouble === null ? [] : [`${key}: ${trouble}`]
        })
      expect(wrong).toEqual([])
    },
  )

  test('of every language leave no place of the English out', () => {
    const left = keys.flatMap(key =>
      LANGUAGES.filter(language => key in CATALOGUE[language]).flatMap(language =>
        placesIn(CATALOGUE.en[key])
          .filter(place => !placesIn(CATALOGUE[language][key]).includes(place))
          .map(place => `${language} ${key} {${place}}`),
      ),
    )
    expect(left).toEqual([])
  })
})
