import { describe, expect, test } from 'vitest'
import { as, type ShopId } from './ids.ts'
import { pushUrl, wants } from './push.ts'
import { Refusal } from './refusal.ts'

const here = as<ShopId>('here')
const there = as<ShopId>('there')

describe('what an endpoint wants to hear', () => {
  test('everything, unless it says otherwise', () => {
    expect(wants({ shops: null, events: null }, { shop: here, type: 'payout.done' })).toBe(true)
  })

  test('one type, or a whole strand', () => {
    const wish = { shops: null, events: ['request.approved', 'payout.*'] }
    const heard = ['request.approved', 'request.rejected', 'payout.done', 'payout.granted', 'payouts.done', 'payout']
    expect(heard.filter(type => wants(wish, { shop: here, type }))).toEqual([
      'request.approved',
      'payout.done',
      'payout.granted',
    ])
  })

  test('only its shops', () => {
    expect(wants({ shops: [here], events: null }, { shop: here, type: 'payout.done' })).toBe(true)
    expect(wants({ shops: [here], events: null }, { shop: there, type: 'payout.done' })).toBe(false)
    expect(wants({ shops: [], events: null }, { shop: here, type: 'payout.done' })).toBe(false)
  })
})

describe('the address of an endpoint', () => {
  test('is written down as browsers read it, without a fragment', () => {
    expect(pushUrl('https://Shop.example.com/hooks?x=1#there', { plain: false })).toBe(
      'https://shop.example.com/hooks?x=1',
    )
  })

  test.each([
    ['not an address', /no web address/],
    ['', /no web address/],
    ['ftp://shop.example.com/', /begin with https/],
    ['http://shop.example.com/', /begin with https/],
    ['file:///etc/passwd', /no web address/],
    ['javascript:alert(1)', /no web address/],
    ['https://maja:secret@shop.example.com/', /user name and password/],
    ['https://maja@shop.example.com/', /user name and password/],
    [`https://shop.example.com/${'x'.repeat(2000)}`, /longer than 2000/],
    [`https://shop.example.com/${'ö'.repeat(400)}`, /longer than 2000/],
  ])('%s is refused', (text, sentence) => {
    const answer = pushUrl(text, { plain: false })
    expect(answer).toBeInstanceOf(Refusal)
    expect(answer).toMatchObject({
      code: 'invalid',
      detail: { path: 'url', sentence: expect.stringMatching(sentence) },
    })
  })

  test('may do without TLS where that is allowed', () => {
    expect(pushUrl('http://127.0.0.1:9000/hooks', { plain: true })).toBe('http://127.0.0.1:9000/hooks')
  })
})
