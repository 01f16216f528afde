import { describe, expect, test } from 'vitest'
import { articleDrawing, kindOf } from './articles.ts'
import { picture } from './kit/pieces.ts'

describe('the kind of an article', () => {
  test.each([
    ['Linen shirt', 'shirt'],
    ['WALKING BOOTS', 'boots'],
    ['Desk lamp', 'lamp'],
    ['Gift card for shoes', 'card'],
    ['Jarrón alto', 'vase'],
    ['Ψηλό βάζο', 'vase'],
    ['羊毛圍巾', 'scarf'],
    ['القميص الأبيض', 'shirt'],
    ['Kopfhörer', 'headphones'],
  ])('%s is drawn as a %s', (title, kind) => expect(kindOf(title)).toBe(kind))

  test.each(['Botanical print', 'Capers', 'Nightlight-free oil', '', 'A thing'])('%j is of none that is drawn', title =>
    expect(kindOf(title)).toBe(null),
  )
})

test('a drawing is nothing to listen to', () => {
  expect(articleDrawing('mug').text).toContain('aria-hidden="true"')
})

test('a picture lies over the drawing of its kind, which remains where it does not come', () => {
  const { text } = picture('https://shop.example/mug.jpg', 'Blue mug')
  expect(text.indexOf('article-drawing')).toBeLessThan(text.indexOf('<img'))
  expect(picture(null, 'Blue mug').text).not.toContain('<img')
})
