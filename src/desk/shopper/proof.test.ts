import { describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../../test/kit/desk.ts'
import { countWork } from '../../../test/kit/work.ts'
import { NOBODY } from '../../core/party.ts'
import { type PortalSettings, STANDARD_PORTAL } from '../../core/portal.ts'
import { refused } from '../../core/refusal.ts'
import { transaction } from '../../db/transaction.ts'
import { eraseOrder } from '../erase-order.ts'
import { cancelOrder, enterOne } from '../orders.ts'
import { foundShop } from '../shops.ts'
import { portalOfShop, type Portal } from './portal.ts'
import { type Guess, lookUp } from './proof.ts'
import { ordersOf, openSession, proved, sealSession } from './session.ts'

const kit = await openKit()
const { desk, org, shop } = kit
const standard = (await portalOfShop(desk, org, shop.id))!
const asking = (settings: Partial<PortalSettings>): Portal => ({
  ...standard,
  settings: { ...STANDARD_PORTAL, ...settings },
})

let people = 0
/** Everybody from a place of their own, so that no limit is met. */
const from = () => ({ address: `2001:db8:0:${(++people).toString(16)}::1` })
const look = (guess: Guess, portal = standard) => lookUp(desk, portal, guess, from())

let numbers = 5000
async function bought(more: object = {}) {
  const number = String(++numbers)
  return kit.order({ externalId: `Ext-${number}`, number, name: `#LIN-${number}`, ...more })
}
const GIFT = {
  gift: { recipient: { ...NOBODY, firstName: 'Ida', emails: ['ida@example.com'] } },
  billing: { postalCode: '20095', country: 'DE' },
}

describe('an order is proved', () => {
  test('by its number and the e-mail address or the postal code, however they are written', async () => {
    const { id, refs } = await bought()
    for (const guess of [
      { orderNumber: refs.number, email: 'maja@example.com' },
      { orderNumber: ` # ${refs.number} `, email: ' Maja@EXAMPLE.com ' },
      { orderNumber: `lin-${refs.number}`, email: 'maja@example.com' },
      { orderNumber: `#LIN-${refs.number}`, postalCode: '101-15' },
      { orderNumber: `Ext-${refs.number}`, postalCode: ' 10115' },
      { orderNumber: refs.number, email: 'wrong@example.com', postalCode: '10115' },
    ])
      expect(await look(guess), JSON.stringify(guess)).toMatchObject({ order: { id }, standing: 'customer' })
  })

  test('with what the shop asks for, and nothing less', async () => {
    const { refs } = await bought()
    const orderNumber = refs.number
    const right = { email: 'maja@example.com', postalCode: '10115' }
    const opens = async (proof: PortalSettings['proof'], guess: Omit<Guess, 'orderNumber'>) =>
      !refused(await look({ orderNumber, ...guess }, asking({ proof })))
    expect(await opens('both', right)).toBe(true)
    expect(await opens('both', { ...right, postalCode: '10117' })).toBe(false)
    expect(await opens('both', { ...right, email: 'x@example.com' })).toBe(false)
    expect(await opens('email', { email: right.email })).toBe(true)
    expect(await opens('email', { ...right, email: 'x@example.com' })).toBe(false)
    expect(await opens('postal_code', { postalCode: right.postalCode })).toBe(true)
    expect(await opens('postal_code', { ...right, postalCode: '10117' })).toBe(false)
  })

  test.each([
    ['both', { email: 'maja@example.com' }, 'postalCode'],
    ['both', { postalCode: '10115' }, 'email'],
    ['email', { postalCode: '10115' }, 'email'],
    ['postal_code', { email: 'maja@example.com' }, 'postalCode'],
    ['either', { email: '  ', postalCode: '- ' }, 'email'],
  ] as const)('a shop that asks for %s says what is missing of %j', async (proof, guess, path) => {
    const { refs } = await bought()
    const answers = await Promise.all(
      [refs.number, '999999'].map(orderNumber => look({ orderNumber, ...guess }, asking({ proof }))),
    )
    for (const answer of answers) expect(answer).toMatchObject({ code: 'invalid', detail: { path } })
  })

  test('when it is cancelled as well, since what was delivered may still come back', async () => {
    const { id, refs } = await bought()
    await cancelOrder(desk, kit.as('owner'), id)
    expect(await look({ orderNumber: refs.number, postalCode: '10115' })).toMatchObject({ order: { id } })
  })

  test('that has the number of another by what is known of it, not by which is newer', async () => {
    const older = await bought()
    const newer = await kit.order({
      externalId: 'the-other',
      number: older.refs.number,
      customer: { emails: ['theo@example.com'] },
      placedAt: '2026-03-02T09:00:00.000Z' as never,
    })
    expect(await look({ orderNumber: older.refs.number, email: 'maja@example.com' })).toMatchObject({
      order: { id: older.id },
    })
    expect(await look({ orderNumber: older.refs.number, email: 'theo@example.com' })).toMatchObject({
      order: { id: newer.id },
    })
  })

  test('without an address kept by nobody who leaves the field empty', async () => {
    const { refs } = await bought({ customer: { firstName: 'Counter' }, shipping: null })
    expect(await look({ orderNumber: refs.number, email: 'x', postalCode: '' })).toMatchObject({ code: 'not_found' })
  })
})

describe('a gift', () => {
  test('is sent back by whoever it was sent to, who knows the address it came to or was written to', async () => {
    const { id, refs } = await bought(GIFT)
    for (const guess of [{ email: 'IDA@example.com' }, { postalCode: '10115' }])
      expect(await look({ orderNumber: refs.number, gift: true, ...guess })).toMatchObject({
        order: { id },
        standing: 'recipient',
      })
    expect(await look({ orderNumber: refs.number, gift: true, email: 'maja@example.com' })).toMatchObject({
      code: 'not_found',
    })
  })

  test('does not make its recipient the buyer: the address on the parcel proves nothing there', async () => {
    const { id, refs } = await bought(GIFT)
    expect(await look({ orderNumber: refs.number, postalCode: '10115' })).toMatchObject({ code: 'not_found' })
    expect(await look({ orderNumber: refs.number, postalCode: '20095' })).toMatchObject({
      order: { id },
      standing: 'customer',
    })
  })

  test('is a gift only when the order says so', async () => {
    const { refs } = await bought()
    expect(await look({ orderNumber: refs.number, gift: true, postalCode: '10115' })).toMatchObject({
      code: 'not_found',
    })
  })

  test('of which the buyer knew only the street is proved by its postal code, even where a shop asks for more', async () => {
    const { id, refs } = await bought({ gift: { recipient: { ...NOBODY, firstName: 'Ida' } } })
    const both = asking({ proof: 'both' })
    expect(await look({ orderNumber: refs.number, gift: true, postalCode: '10115' }, both)).toMatchObject({
      order: { id },
    })
    const known = await bought(GIFT)
    expect(await look({ orderNumber: known.refs.number, gift: true, postalCode: '10115' }, both)).toMatchObject({
      code: 'not_found',
    })
  })

  test('comes back only from the buyer where the shop wants that', async () => {
    const { refs } = await bought(GIFT)
    expect(
      await look({ orderNumber: refs.number, gift: true, postalCode: '10115' }, asking({ gifts: false })),
    ).toMatchObject({ code: 'not_found' })
  })
})

describe('a wrong guess', async () => {
  const mine = await bought()
  const erased = await bought()
  await eraseOrder(desk, kit.as('owner'), erased.id, { id: crypto.randomUUID(), person: null, force: 'asked' })
  const sister = await transaction(desk.db, tx =>
    foundShop(tx, desk, org, { name: 'Sister', currency: shop.currency, timeZone: shop.timeZone }),
  )
  const entered = await enterOne(desk, kit.as('owner'), sister.id, {
    ...anInput({ externalId: 'sisters', number: '777001' }),
  })
  expect(refused(entered)).toBe(false)
  const guesses: [string, Guess][] = [
    ['no such order', { orderNumber: '424242', email: 'maja@example.com' }],
    ['another address', { orderNumber: mine.refs.number, email: 'theo@example.com' }],
    ['another postal code', { orderNumber: mine.refs.number, postalCode: '99999' }],
    ['another shop’s order', { orderNumber: '777001', email: 'maja@example.com' }],
    ['a forgotten customer', { orderNumber: erased.refs.number, email: 'maja@example.com' }],
    ['a gift that is none', { orderNumber: mine.refs.number, postalCode: '10115', gift: true }],
    ['nothing anybody could type', { orderNumber: '\0\ud83d%_\'";--', email: '\0@' }],
  ]

  test.each(guesses)('is answered in one sentence: %s', async (_, guess) => {
    const answer = await look(guess)
    const reference = await look({ orderNumber: '424242', email: 'maja@example.com' })
    expect(answer).toEqual(reference)
    expect(answer).toMatchObject({ code: 'not_found' })
  })

  test('costs the same work whatever is wrong: as many questions to the database, and as much that comes back', async () => {
    const done = countWork(desk.db)
    const works = []
    for (const [, guess] of guesses) {
      await look(guess)
      works.push(done())
    }
    expect(works[0]).toEqual({ statements: 2, rows: 5 })
    expect(new Set(works.map(work => JSON.stringify(work))).size).toBe(1)
  })

  test('costs the same in a shop that has no orders at all', async () => {
    const other = await kit.stranger()
    const portal = (await portalOfShop(desk, other.org, other.shop.id))!
    expect(await look({ orderNumber: '1', email: 'maja@example.com' }, portal)).toMatchObject({ code: 'not_found' })
  })

  test('is counted for orders that are not there as for those that are, and ends alike', async () => {
    for (const orderNumber of [(await bought()).refs.number, '434343']) {
      const last = []
      for (let tries = 0; tries < 12; tries++) last.push(await look({ orderNumber, email: 'theo@example.com' }))
      expect(last.map(answer => (refused(answer) ? answer.code : 'opened'))).toEqual([
        ...Array(10).fill('not_found'),
        ...Array(2).fill('limit_exceeded'),
      ])
      expect(await look({ orderNumber: `# ${orderNumber}`, email: 'maja@example.com' })).toMatchObject({
        code: 'limit_exceeded',
      })
    }
  })
})

describe('what was proved', () => {
  test('is looked at again on every page: an order that was corrected or forgotten is closed', async () => {
    const order = await bought()
    const session = openSession(desk, sealSession(desk, proved(desk, order, 'customer')))!
    expect(await ordersOf(desk, session)).toHaveLength(1)
    await enterOne(desk, kit.as('owner'), shop.id, {
      ...anInput({
        externalId: order.refs.externalId,
        number: order.refs.number,
        customer: { emails: ['somebody.else@example.com'] },
      }),
    })
    expect(await ordersOf(desk, session)).toEqual([])
  })

  test('of an order without an address is closed once its customer is forgotten', async () => {
    const order = await bought({ customer: { firstName: 'Maja' } })
    const session = proved(desk, order, 'customer')
    expect(await ordersOf(desk, session)).toHaveLength(1)
    await eraseOrder(desk, kit.as('owner'), order.id, { id: crypto.randomUUID(), person: null, force: 'asked' })
    expect(await ordersOf(desk, session)).toEqual([])
  })

  test('cannot be made up, changed or kept for ever', async () => {
    const token = sealSession(desk, proved(desk, await bought(), 'customer'))
    const [body = '', signature = ''] = token.split('.')
    const richer = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), orders: [] }
    for (const wrong of [
      undefined,
      '',
      '.',
      body,
      `${body}.`,
      `${Buffer.from(JSON.stringify(richer)).toString('base64url')}.${signature}`,
      `${token}.${signature}`,
    ])
      expect(openSession(desk, wrong)).toBeNull()
    expect(openSession(desk, token)).not.toBeNull()
    const before = kit.clock.now
    kit.clock.forward(13)
    expect(openSession(desk, token)).toBeNull()
    kit.clock.now = before
  })
})
