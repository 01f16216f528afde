/** The shopper finds an order: by what they know of it, by a code, by a link – and nobody else does. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Order } from '../../src/core/order/order.ts'
import { openPortalKit, type PortalKit } from '../kit/portal.ts'

let kit: PortalKit
let order: Order

beforeAll(async () => {
  kit = await openPortalKit()
  order = await kit.order({ number: '1077' })
})

const wrong = 'We find no order with these details. Compare them with the mail that confirmed your order.'

describe('finding an order', () => {
  test('with its number and e-mail address leads to the order', async () => {
    const visitor = kit.visitor()
    const page = await visitor.get('/')
    expect(page).toMatchObject({ status: 200, heading: 'Find your order' })
    const sent = await visitor.send(page, { order_number: ' #1077', known: 'Maja@Example.com' })
    expect(sent).toMatchObject({ status: 303, to: `${kit.base}/orders` })
    const seen = await visitor.follow(sent)
    expect(seen.heading).toBe('Order 1077')
    expect(seen.text).toContain('Shirt')
  })

  test('with its number and postal code does, too', async () => {
    const visitor = kit.visitor()
    expect((await visitor.post('/', { order_number: '1077', known: '10 115' })).to).toBe(`${kit.base}/orders`)
  })

  test('whatever is wrong, the answer is the same, and what was typed is still there', async () => {
    const guesses = [
      { order_number: '1077', known: 'somebody@else.com' },
      { order_number: '1077', known: '99999' },
      { order_number: '4711', known: 'maja@example.com' },
    ]
    for (const guess of guesses) {
      const seen = await kit.visitor().post('/', guess)
      expect(seen.status).toBe(422)
      expect(seen.text).toContain(wrong)
      expect(seen.forms[0]?.fields).toMatchObject(guess)
      expect(seen.headers['set-cookie']).toBeUndefined()
    }
  })

  test('what is missing is said at its field and once more on top', async () => {
    const visitor = kit.visitor()
    expect((await visitor.post('/', { known: 'maja@example.com' })).troubles).toEqual({
      order_number: 'Type your order number.',
    })
    const seen = await visitor.post('/', { order_number: '1077' })
    expect(seen.troubles).toEqual({ known: 'Type your e-mail address or your postal code.' })
    expect(seen.links).toContainEqual({ href: '#known', text: 'Type your e-mail address or your postal code.' })
  })

  test('who guesses too often is told when it goes on', async () => {
    const visitor = kit.visitor()
    await kit.order({ number: '1078' })
    for (let guess = 0; guess < 10; guess++) await visitor.post('/', { order_number: '1078', known: `${guess}` })
    const seen = await visitor.post('/', { order_number: '1078', known: 'maja@example.com' })
    expect(seen.status).toBe(422)
    expect(seen.text).toContain('goes on at 10 March 2026 at 14:00')
    kit.clock.forward(1)
    expect((await visitor.post('/', { order_number: '1078', known: 'maja@example.com' })).status).toBe(303)
  })

  test.each([
    ['email', ['email']],
    ['postal_code', ['postal_code']],
    ['either', ['known']],
    ['both', ['email', 'postal_code']],
  ] as const)('a shop that asks for %s has a field for each of it', async (proof, names) => {
    await kit.settings({ proof })
    const fields = Object.keys((await kit.visitor().get('/')).forms[0]?.fields ?? {})
    await kit.settings({ proof: 'either' })
    expect(fields).toEqual(['order_number', ...names])
  })

  test('a link from the shop has the number filled in already', async () => {
    expect((await kit.visitor().get('/?order_number=10%2277')).forms[0]?.fields['order_number']).toBe('10"77')
  })

  test('leads on to the page somebody wanted, if it is one of this shop’s', async () => {
    const visitor = kit.visitor()
    const turned = await visitor.get('/orders?from=mail')
    expect(turned.to).toBe(`${kit.base}/?again=${encodeURIComponent(`${kit.base}/orders?from=mail`)}`)
    const page = await visitor.follow(turned)
    expect(page.text).toContain('then you are back where you were')
    const sent = await visitor.send(page, { order_number: '1077', known: '10115' })
    expect(sent.to).toBe(`${kit.base}/orders?from=mail`)
  })

  test.each([
    'https://elsewhere.example/',
    '//elsewhere.example/',
    '/\\elsewhere.example/',
    '/portal/somebody-else/orders',
    '/v1/returns',
    'javascript:alert(1)',
  ])('never leads to %s', async again => {
    const visitor = kit.visitor()
    const page = await visitor.get(`/?again=${encodeURIComponent(again)}`)
    expect(page.html).not.toContain('elsewhere.example/"')
    expect((await visitor.post('/', { order_number: '1077', known: '10115', again })).to).toBe(`${kit.base}/orders`)
  })

  test('a signed link opens the order without asking, and says so when it has ended', async () => {
    const link = kit.links.entry({ org: kit.org, order: order.id, email: 'maja@example.com' })
    const visitor = kit.visitor()
    expect((await visitor.follow(await visitor.get(link))).text).toContain('Order 1077')
    kit.clock.forward(24 * 8)
    const late = kit.visitor()
    const seen = await late.follow(await late.get(link))
    expect(seen.text).toContain('This link has ended.')
    kit.clock.forward(-24 * 8)
  })
})

describe('a gift', () => {
  test('is found by whoever was given it, and the buyer’s own returns stay unseen', async () => {
    await kit.order({
      number: '2001',
      gift: { recipient: { firstName: 'Ida', lastName: 'Berg', emails: ['ida@example.com'] } },
    })
    const visitor = kit.visitor()
    const start = await visitor.get('/')
    const page = await visitor.get(start.links.find(({ text }) => text === 'It was a gift to me')?.href ?? '')
    expect(page.heading).toBe('Send back a gift')
    const seen = await visitor.follow(await visitor.send(page, { order_number: '2001', known: 'ida@example.com' }))
    expect(seen.text).toContain('A gift to you')
    expect(seen.text).not.toContain('Maja')
  })

  test('is not asked about where the shop does not take gifts from others', async () => {
    await kit.settings({ gifts: false })
    const page = await kit.visitor().get('/?gift=1')
    await kit.settings({ gifts: true })
    expect(page.heading).toBe('Find your order')
    expect(page.links.map(({ text }) => text)).not.toContain('It was a gift to me')
  })
})

describe('a code', () => {
  test('is asked for alike whether or not there is such an order', async () => {
    const pages = await Promise.all(
      ['1077', '4711'].map(async number => {
        const visitor = kit.visitor()
        const sent = await visitor.send(await visitor.get('/code'), { order_number: number })
        expect(sent.status).toBe(303)
        return (await visitor.follow(sent)).text
      }),
    )
    expect(pages[0]).toContain('six digits are on their way')
    expect(pages[0]).toBe(pages[1])
  })

  test('that does not fit is refused at its field', async () => {
    const visitor = kit.visitor()
    const page = await visitor.follow(await visitor.send(await visitor.get('/code'), { order_number: '1077' }))
    const field = /<input[^>]*name="digits"[^>]*>/.exec(page.html)?.[0] ?? ''
    expect(field).toContain('autocomplete="one-time-code"')
    expect(field).toContain('inputmode="numeric"')
    const seen = await visitor.send(page, { digits: 'none' })
    expect(seen.status).toBe(422)
    expect(Object.keys(seen.troubles)).toEqual(['digits'])
    expect((await visitor.send(seen)).troubles).toHaveProperty('digits')
  })
})

describe('the orders somebody has opened', () => {
  test('stand beside each other, the latest first, and are forgotten on one word', async () => {
    const visitor = kit.visitor()
    kit.signIn(order, 'customer', visitor)
    kit.signIn(await kit.order({ number: '3001', placedAt: '2026-03-02T09:00:00.000Z' as never }), 'customer', visitor)
    const page = await visitor.get('/orders')
    expect(page.heading).toBe('Your orders')
    expect(page.text.indexOf('Order 3001')).toBeLessThan(page.text.indexOf('Order 1077'))
    const left = await visitor.send(page, {}, { action: '/gone' })
    expect(left.to).toBe(`${kit.base}/?gone=1`)
    expect((await visitor.get('/orders')).status).toBe(303)
  })

  test('tell of the returns there are of them', async () => {
    const other = await kit.order({ number: '3002' })
    const ret = await kit.file(other)
    const visitor = kit.visitor()
    kit.signIn(other, 'customer', visitor)
    const page = await visitor.get('/orders')
    expect(page.links).toContainEqual({ href: `${kit.base}/returns/${ret.number}`, text: `Return ${ret.number}` })
  })

  test('do not offer a return of what can no longer come back, but say why', async () => {
    const visitor = kit.visitor()
    const old = await kit.order({ number: '3003', placedAt: '2024-03-01T09:00:00.000Z' as never })
    kit.signIn(old, 'customer', visitor)
    kit.clock.forward(24 * 400)
    kit.signIn(old, 'customer', visitor)
    const page = await visitor.get('/orders')
    kit.clock.forward(-24 * 400)
    expect(page.text).toContain('Nothing of this order can come back at the moment.')
    expect(page.forms.find(({ action }) => action.endsWith('/start'))?.buttons[0]?.text).toBe('See why')
  })
})
