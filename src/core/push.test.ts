import { describe, expect, test } from 'vitest'
import { as, type ShopId } from './ids.ts'
import { departuresOf, pushUrl, type Word, wants } from './push.ts'
import { Refusal } from './refusal.ts'
import type { EventType } from './return/events.ts'
import type { Instant } from './time.ts'

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

describe('messages to be', () => {
  const at = '2026-03-10T12:00:00.000Z' as Instant
  const headline = (sequence: number, type: EventType) => ({ id: `e${sequence}`, sequence, type, at })
  const act = [headline(4, 'request.approved'), headline(5, 'shipment.added'), headline(6, 'shipment.added')]
  const bounds = { fromSequence: 3, toSequence: 7 }
  const told = (terms: Parameters<typeof departuresOf>[0], events = act) =>
    departuresOf(terms, events, bounds).map(({ event, word, fromSequence, sequence }) => [
      event,
      word,
      fromSequence,
      sequence,
    ])

  test('are one per event, about that event alone', () => {
    expect(told({ unit: 'event', words: [] })).toEqual([
      ['e4', null, null, 4],
      ['e5', null, null, 5],
      ['e6', null, null, 6],
    ])
  })

  test('are one per word an event starts, about the whole act, and some words only once in it', () => {
    const words: Word[] = [
      { word: 'approved', of: ['request.approved'] },
      { word: 'parcel', of: ['shipment.added'] },
      { word: 'changed', of: ['request.approved', 'shipment.added'], once: true },
    ]
    expect(told({ unit: 'act', words })).toEqual([
      ['e4', 'approved', 3, 7],
      ['e4', 'changed', 3, 7],
      ['e5', 'parcel', 3, 7],
      ['e6', 'parcel', 3, 7],
    ])
    expect(told({ unit: 'act', words }, act.slice(1))).toEqual([
      ['e5', 'parcel', 3, 7],
      ['e5', 'changed', 3, 7],
      ['e6', 'parcel', 3, 7],
    ])
    expect(told({ unit: 'act', words: [] })).toEqual([])
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

  test('is kept letter by letter where it is part of what is signed', () => {
    const url = 'HTTP://Erp.Example:80/a/../hooks'
    expect(pushUrl(url, { plain: true, asGiven: true })).toBe(url)
    for (const odd of ['https://erp.example/#part', ' https://erp.example/', 'https://erp.example/ö'])
      expect(pushUrl(odd, { plain: true, asGiven: true })).toMatchObject({ code: 'invalid', detail: { path: 'url' } })
  })
})
