import { beforeEach, describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../../test/kit/desk.ts'
import { countWork } from '../../../test/kit/work.ts'
import { NOBODY } from '../../core/party.ts'
import { refused } from '../../core/refusal.ts'
import { query } from '../../db/pool.ts'
import { openSecret } from '../mails.ts'
import { enterOne } from '../orders.ts'
import { redeemCode, sendCode } from './codes.ts'
import { portalOfShop } from './portal.ts'

const kit = await openKit()
const { desk, clock, org, shop } = kit
const portal = (await portalOfShop(desk, org, shop.id))!

let people = 0
const from = () => ({ address: `2001:db8:0:${(++people).toString(16)}::1` })
const START = clock.now
beforeEach(() => {
  clock.now = START
})

let numbers = 8000
const bought = (more: object = {}) => {
  const number = String(++numbers)
  return kit.order({ externalId: `e${number}`, number, ...more })
}
const GIFT = { gift: { recipient: { ...NOBODY, emails: ['ida@example.com'] } } }

const rows = async (text: string, ...values: unknown[]) => (await query<any>(desk.db, { text, values })).rows
async function asked(orderNumber: string, gift = false): Promise<string> {
  const sent = await sendCode(desk, portal, { orderNumber, gift }, from(), 'el')
  if (refused(sent)) throw new Error(sent.code)
  return sent.code
}
/** What the mail brings. */
async function digitsOf(code: string): Promise<string> {
  const [mail] = await rows('select id, secret from mails where key = $1', `code:${code}`)
  return openSecret(desk, org, mail.id, mail.secret)
}
const redeem = (code: string, digits: string) => redeemCode(desk, portal, { code, digits }, from())
const wrong = (digits: string): string => (digits === '000000' ? '000001' : '000000')

describe('a one-time code', () => {
  test('goes to the customer in the language asked for, and proves the order', async () => {
    const { id, refs } = await bought()
    const code = await asked(`#${refs.number}`)
    const [mail] = await rows('select to_address, kind, language, order_id from mails where key = $1', `code:${code}`)
    expect(mail).toEqual({ to_address: 'maja@example.com', kind: 'code', language: 'el', order_id: id })
    const digits = await digitsOf(code)
    expect(digits).toMatch(/^\d{6}$/)
    expect(await redeem(code, ` ${digits.slice(0, 3)} ${digits.slice(3)} `)).toMatchObject({
      order: { id },
      standing: 'customer',
    })
  })

  test('goes to whom a gift was sent to when they ask, who is then the recipient and not the buyer', async () => {
    const { refs } = await bought(GIFT)
    const code = await asked(refs.number, true)
    const [mail] = await rows('select to_address from mails where key = $1', `code:${code}`)
    expect(mail.to_address).toBe('ida@example.com')
    expect(await redeem(code, await digitsOf(code))).toMatchObject({ standing: 'recipient' })
  })

  test('is nowhere to be read: of it only a keyed hash is kept, and the mail’s copy lies sealed', async () => {
    const code = await asked((await bought()).refs.number)
    const digits = await digitsOf(code)
    const kept = JSON.stringify([
      await rows('select * from codes where id = $1', code),
      await rows('select * from mails'),
    ])
    expect(kept).not.toContain(digits)
  })

  test('opens once, also when two come with it at the same moment', async () => {
    const code = await asked((await bought()).refs.number)
    const digits = await digitsOf(code)
    const answers = await Promise.all(Array.from({ length: 4 }, () => redeem(code, digits)))
    expect(answers.filter(answer => !refused(answer))).toHaveLength(1)
    expect(await redeem(code, digits)).toMatchObject({ code: 'not_found' })
  })

  test('opens nothing after ten minutes', async () => {
    const code = await asked((await bought()).refs.number)
    const digits = await digitsOf(code)
    clock.forward(10 / 60)
    expect(await redeem(code, digits)).toMatchObject({ code: 'not_found' })
  })

  test('opens nothing after five wrong tries, wherever they come from', async () => {
    const code = await asked((await bought()).refs.number)
    const digits = await digitsOf(code)
    await Promise.all(Array.from({ length: 5 }, () => redeem(code, wrong(digits))))
    expect(await redeem(code, digits)).toMatchObject({ code: 'not_found' })
  })

  test('opens nothing once the order turns out to be somebody else’s', async () => {
    const { refs } = await bought()
    const code = await asked(refs.number)
    const digits = await digitsOf(code)
    const corrected = anInput({ ...refs, customer: { emails: ['theo@example.com'] } })
    expect(refused(await enterOne(desk, kit.as('owner'), shop.id, corrected))).toBe(false)
    expect(await redeem(code, digits)).toMatchObject({ code: 'not_found' })
  })

  test('of one shop opens nothing at another', async () => {
    const code = await asked((await bought()).refs.number)
    const digits = await digitsOf(code)
    const other = await kit.stranger()
    const elsewhere = (await portalOfShop(desk, other.org, other.shop.id))!
    expect(await redeemCode(desk, elsewhere, { code, digits }, from())).toMatchObject({ code: 'not_found' })
  })
})

describe('asking for a code', () => {
  test('looks the same when there is no such order: an id, no mail, and digits that never fit', async () => {
    const [known, unknown] = [await asked((await bought()).refs.number), await asked('no-such-order')]
    expect(unknown).toMatch(/^[0-9a-f-]{36}$/)
    expect(await rows('select 1 from mails where key = $1', `code:${unknown}`)).toEqual([])
    const answers = [await redeem(known, wrong(await digitsOf(known))), await redeem(unknown, '123456')]
    expect(answers[0]).toEqual(answers[1])
    expect(await redeem('not even an id', '123456')).toEqual(answers[0])
    expect(await redeem(desk.fresh(), '')).toEqual(answers[0])
  })

  test('is followed by as much work, when its code is tried out', async () => {
    const codes = [await asked((await bought()).refs.number), await asked('no-such-order-either')]
    const done = countWork(desk.db)
    const works = []
    for (const code of codes) {
      await redeem(code, 'wrong')
      works.push(done())
    }
    expect(works[0]).toEqual(works[1])
  })

  test('asks the database as much, whether or not there is such an order', async () => {
    const { refs } = await bought()
    const done = countWork(desk.db)
    const works = []
    for (const number of [refs.number, 'no-such-order']) {
      await asked(number)
      works.push(done())
    }
    expect(works[0]).toEqual(works[1])
    expect(works[0]?.statements).toBeGreaterThan(3)
  })

  test('is limited for each order, known or not, and begins anew after an hour', async () => {
    for (const number of [(await bought()).refs.number, 'nobody-knows-it']) {
      for (let place = 0; place < 5; place++) await asked(number)
      expect(await sendCode(desk, portal, { orderNumber: number }, from(), 'en')).toMatchObject({
        code: 'limit_exceeded',
        detail: { until: expect.any(String) },
      })
    }
    clock.forward(1)
    await asked('nobody-knows-it')
  })

  test('is limited for each address', async () => {
    const one = from()
    const answers = []
    for (let place = 0; place <= 30; place++)
      answers.push(await sendCode(desk, portal, { orderNumber: `n${place}` }, one, 'en'))
    expect(answers.map(answer => refused(answer))).toEqual([...Array(30).fill(false), true])
  })

  test('needs a number', async () => {
    expect(await sendCode(desk, portal, { orderNumber: ' # ' }, from(), 'en')).toMatchObject({ code: 'invalid' })
  })
})
