/** What somebody gets, how it travels, checking and sending: with plain forms, as every browser can. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CatalogueProduct } from '../../src/core/catalogue.ts'
import { LANGUAGES } from '../../src/core/languages.ts'
import type { Currency } from '../../src/core/money.ts'
import type { Order } from '../../src/core/order/order.ts'
import type { Effect } from '../../src/core/policy/policy.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Return } from '../../src/core/return/return.ts'
import { returnsOfOrder } from '../../src/db/returns.ts'
import { activatePolicy, draftPolicy } from '../../src/desk/policies.ts'
import { putProducts } from '../../src/desk/products.ts'
import { openPortalKit, type Seen } from '../kit/portal.ts'

const kit = await openPortalKit(
  {
    methods: [
      { type: 'customer_courier', name: 'Your own carrier', zones: [], label: false },
      { type: 'retailer_label', name: 'Prepaid label', zones: ['DE'], label: true },
    ],
  },
  { pay: async ({ page, gateway }) => (gateway === 'simulated' ? `${page}/rehearsal` : null) },
)
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' as Currency })

const product = (id: string, title: string, variants: [string, number, number | null][]): CatalogueProduct => ({
  id,
  title,
  type: 'clothing',
  vendor: null,
  image: null,
  variants: variants.map(([size, amountMinor, stock]) => ({
    id: `${id}-${size}`,
    sku: `${id}-${size}`,
    title: size,
    options: [{ name: 'Size', value: size }],
    prices: [eur(amountMinor)],
    stock,
    image: null,
  })),
})

beforeAll(async () => {
  await live({ auto: 'approve' })
  await sell('coat', [
    ['M', 12_000, 5],
    ['L', 12_000, 0],
  ])
  await sell('scarf', [['one', 3_900, 2]])
})

const sell = async (id: string, variants: [string, number, number | null][]) =>
  putProducts(kit.desk, kit.as('owner'), kit.shop.id, [product(id, `Wool ${id}`, variants)])

async function live(...more: Effect[]): Promise<void> {
  const then: Effect[] = [
    { resolutions: ['original_payment', 'store_credit', 'replace', 'swap', 'keep'] },
    { bonus: { ratePpm: 100_000 } },
    {
      methods: [
        { type: 'customer_courier', cost: { free: true } },
        { type: 'retailer_label', cost: { flat: eur(490) } },
      ],
    },
    ...more,
  ]
  const rules = [{ id: 'rule' as never, name: 'On offer', when: {}, then, priority: 0 }]
  const drafted = await draftPolicy(kit.desk, kit.as('owner'), kit.shop.id, { name: 'Offers', rules })
  if (refused(drafted)) throw new Error(JSON.stringify(drafted.detail))
  await activatePolicy(kit.desk, kit.as('owner'), kit.shop.id, drafted.id, null)
}

let order: Order
let page: Seen
const { visit } = kit

beforeEach(async () => {
  order = await kit.order()
  visit.cookies.clear()
  page = await chosen(order)
})

/** One piece of the order, for one reason: the page that asks what to get for it. */
async function chosen(of: Order, quantity = 1): Promise<Seen> {
  kit.signIn(of)
  const pieces = await visit.follow(await visit.post(`/orders/${of.id}/start`))
  const why = await visit.follow(await visit.post(pieces.path, { [`q-${of.lines[0]?.id}`]: quantity }))
  return visit.follow(await visit.send(why, { 'reason-p1': 'too_small' }))
}

const step = (name: string): string => page.path.replace(/\/get.*$/, `/${name}`)
const on = (form: Record<string, string>, from = page) => visit.send(from, form, { button: 'go=on' })
const returns = (): Promise<Return[]> => returnsOfOrder(kit.desk.db, kit.org, order.id)

describe('what somebody gets', () => {
  test('stands side by side, each with what it comes to, and a bonus beside what it is added to', () => {
    expect(page.heading).toBe('What do you get for it?')
    expect(page.text).toContain('Money back €50.00 To your card.')
    expect(page.text).toContain('Store credit €50.00 + €5.00 bonus')
    expect(page.forms[0]?.fields).toMatchObject({ 'get.p1': 'original_payment' })
  })

  test('is reckoned for what is marked, and nothing is kept by it', async () => {
    const credit = await visit.post(`${step('get')}/estimate`, { mode: 'each', 'get.p1': 'store_credit' })
    expect(credit.html).toContain('€55.00')
    expect((await visit.get(step('get'))).forms[0]?.fields).toMatchObject({ 'get.p1': 'original_payment' })
  })

  test('is shown without a script, at the press of a button', async () => {
    const shown = await visit.follow(await visit.send(page, { 'get.p1': 'store_credit' }, { button: 'go=show' }))
    expect(shown.html).toMatch(/data-estimated[^>]*>.*€55\.00/)
  })

  test('must be chosen further where a variant is wanted', async () => {
    const unknown = await on({ 'get.p1': 'replace' })
    expect(unknown.to).toBe(step('travel'))
    await sell(order.lines[0]!.product.externalId, [['L', 5_000, 3]])
    const known = await visit.get(step('get'))
    const missing = await on({ 'get.p1': 'replace', 'variant.p1': '' }, known)
    expect([missing.status, missing.troubles['variant.p1']]).toEqual([
      422,
      'Choose a variant of “Shirt” that is in stock.',
    ])
  })

  test('and what it is instead has to be named', async () => {
    const again = await on({ 'get.p1': 'swap' })
    expect(again.status).toBe(422)
    expect(again.text).toContain('Choose from the shop what you want instead')
    expect(again.forms[0]?.fields).toMatchObject({ 'get.p1': 'swap' })
  })
})

describe('something else instead', () => {
  const shelf = (search = '') => visit.get(`${step('catalogue')}?order=${order.id}&search=${search}`)

  test('says at once what it changes, and what is sold out', async () => {
    const found = await shelf('coat')
    expect(found.text).toContain('€70.00 to pay on top')
    expect(found.html).toMatch(/<option value="coat-L" disabled>/)
    expect((await shelf('scarf')).text).toContain('€11.00 back in all')
    expect((await shelf('hat')).text).toContain('Nothing found')
  })

  test('is added, taken off again, and never more than there is', async () => {
    const add = async () =>
      visit.post(step('catalogue'), { order: order.id, product: 'scarf', 'variant-scarf': 'scarf-one' })
    const got = await visit.follow(await add())
    expect(got.text).toContain('Wool scarf')
    await add()
    expect((await add()).text).toContain('“Wool scarf” is sold out.')
    const without = await visit.follow(await visit.send(await visit.get(step('get')), {}, { button: 'go=remove:0' }))
    expect(without.text).toContain('Nothing chosen yet.')
  })

  test('costs more: the difference is asked for after sending, declined once, and paid', async () => {
    const got = await visit.follow(
      await visit.post(step('catalogue'), { order: order.id, product: 'coat', 'variant-coat': 'coat-M' }),
    )
    const travel = await visit.follow(await on({}, got))
    expect(travel.html).toMatch(/data-estimated[^>]*>.*€70\.00 to pay/)
    const check = await visit.follow(await visit.send(travel, { method: 'customer_courier' }, { button: 'go=on' }))
    expect(check.html).toContain('Send request – €70.00 to pay')
    const done = await visit.follow(await visit.send(check))
    const [ret] = await returns()
    expect(done.text).toContain(ret!.number)
    expect(ret).toMatchObject({ request: { state: 'approved' }, exchange: { state: 'proposed' } })
    const pay = await visit.get(done.links.find(({ text }) => text === 'Pay €70.00')!.href)
    const rehearsal = await visit.get(pay.links.find(({ text }) => text === 'Pay €70.00')!.href)
    expect(rehearsal.text).toContain('No money moves here')
    const declined = await visit.follow(await visit.send(rehearsal, {}, { button: 'answer=declined' }))
    expect(declined.text).toContain('The last try did not go through')
    expect((await returns())[0]?.charges).toMatchObject([{ state: 'declined' }])
    await visit.follow(await visit.send(rehearsal, {}, { button: 'answer=done' }))
    expect((await returns())[0]?.charges).toMatchObject([{ state: 'done', amount: eur(7_000) }])
    expect((await visit.get(pay.path)).heading).toBe('Nothing to pay')
    await visit.send(rehearsal, {}, { button: 'answer=declined' })
    expect((await returns())[0]?.charges).toMatchObject([{ state: 'done' }])
  })

  test('is paid on request where nobody takes the money at once, and there is no rehearsal then', async () => {
    order = await kit.order({
      payments: [{ externalId: 'b', kind: 'bank', gateway: 'manual', captured: { amountMinor: 10_000 } }],
    })
    page = await chosen(order)
    const got = await visit.follow(
      await visit.post(step('catalogue'), { order: order.id, product: 'coat', 'variant-coat': 'coat-M' }),
    )
    const travel = await visit.follow(await on({}, got))
    const check = await visit.follow(await visit.send(travel, { method: 'customer_courier' }, { button: 'go=on' }))
    const done = await visit.follow(await visit.send(check))
    const pay = await visit.get(done.links.find(({ text }) => text.startsWith('Pay'))!.href)
    expect(pay.text).toContain('will send you a payment request')
    expect((await visit.get(`${pay.path}/rehearsal`)).status).toBe(404)
    expect((await visit.post(`${pay.path}/rehearsal`, { charge: 'x', answer: 'done' })).to).toMatch(/returns\/[^/]+$/)
    expect((await returns())[0]?.charges).toMatchObject([{ state: 'asked' }])
  })
})

describe('how it travels', () => {
  const travelling = async () => visit.follow(await on({ 'get.p1': 'original_payment' }))

  test('is chosen among the ways there are, each with its cost', async () => {
    const travel = await travelling()
    expect(travel.text).toMatch(/Your own carrier Free/)
    expect(travel.text).toMatch(/Prepaid label €4\.90/)
    const check = await visit.follow(await visit.send(travel, { method: 'retailer_label' }, { button: 'go=on' }))
    expect(check.html).toContain('Send request – €45.10 back')
  })

  test('depends on the country it travels from', async () => {
    const travel = await travelling()
    const abroad = {
      from_name: 'Maja',
      from_street1: 'Odos 1',
      from_city: 'Athens',
      from_postal_code: '1',
      from_country: 'GR',
    }
    const there = await visit.follow(
      await visit.send(travel, { ...abroad, method: 'retailer_label' }, { button: 'go=country' }),
    )
    expect(there.text).not.toContain('Prepaid label')
    const check = await visit.follow(await visit.send(there, { method: 'customer_courier' }, { button: 'go=on' }))
    expect(check.text).toContain('Greece')
    await visit.send(check)
    expect((await returns())[0]).toMatchObject({
      shipping: { country: 'GR', city: 'Athens' },
      assessment: { zone: 'GR' },
    })
  })

  test('an address is whole or not taken', async () => {
    const travel = await travelling()
    const half = { from_name: 'Maja', from_street1: '', from_city: 'Athens', from_country: 'GR' }
    const again = await visit.send(travel, { ...half, method: 'customer_courier' }, { button: 'go=on' })
    expect([again.status, again.troubles['from_street1']]).toEqual([422, 'Fill in: Street and number.'])
    expect(again.html).toContain('value="Athens"')
  })

  test('what stays needs no way', async () => {
    const check = await visit.follow(await on({ 'get.p1': 'keep' }))
    expect(check.path).toBe(step('check'))
    expect(check.text).toContain('there is nothing to send back')
  })
})

describe('checking and sending', () => {
  const checking = async () => {
    const travel = await visit.follow(await on({ 'get.p1': 'original_payment' }))
    return visit.follow(await visit.send(travel, { method: 'customer_courier' }, { button: 'go=on' }))
  }

  test('shows everything once more with ways back to each step, and the number afterwards', async () => {
    const check = await checking()
    for (const name of ['pieces', 'get', 'travel']) expect(check.links.map(({ href }) => href)).toContain(step(name))
    expect(check.forms[0]?.fields).toMatchObject({ email: 'maja@example.com' })
    const sent = await visit.send(check, { email: 'new@example.com', comment: 'Ring twice' })
    expect(sent.to).toBe(step('done'))
    const [done, again] = [await visit.get(step('done')), await visit.get(step('done'))]
    const [ret] = await returns()
    expect(ret).toMatchObject({ contact: { emails: ['new@example.com'] }, comment: 'Ring twice' })
    expect(done.text).toContain(ret!.number)
    expect(again.text).toBe(done.text)
  })

  test('pressed twice it is sent once, and every page of the request leads to what became of it', async () => {
    const check = await checking()
    const sent = await Promise.all([visit.send(check), visit.send(check), visit.send(check)])
    expect(sent.map(({ to }) => to)).toEqual([step('done'), step('done'), step('done')])
    expect(await returns()).toHaveLength(1)
    for (const name of ['get', 'travel', 'check']) expect((await visit.get(step(name))).to).toBe(step('done'))
  })

  test('is refused kindly when somebody took the pieces, and what was typed is still there', async () => {
    const check = await checking()
    await kit.file(order, 2)
    const again = await visit.send(check, { comment: 'Ring twice' })
    expect(again.status).toBe(422)
    expect(again.text).toMatch(/“Shirt”.*everything else is kept/)
    expect(again.html).toContain('Ring twice')
    expect(await returns()).toHaveLength(1)
  })

  test('an address that cannot be one is asked for again', async () => {
    const again = await visit.send(await checking(), { email: 'maja', comment: 'Ring twice' })
    expect([again.status, again.troubles['email']]).toEqual([
      422,
      'Type a whole e-mail address, such as name@example.com.',
    ])
    expect(await returns()).toEqual([])
  })

  test('several orders become one group, each with its own number and all in one sum', async () => {
    const other = await kit.order()
    kit.signIn(other)
    const more = await visit.post(step('orders'), { order: other.id })
    const pieces = await visit.follow(more)
    const why = await visit.follow(
      await visit.post(pieces.path, { [`q-${order.lines[0]?.id}`]: 1, [`q-${other.lines[0]?.id}`]: 1 }),
    )
    page = await visit.follow(await visit.send(why, { 'reason-p1': 'too_small', 'reason-p2': 'too_small' }))
    expect(page.text).toContain('For both pieces')
    const travel = await visit.follow(await on({ get: 'store_credit' }))
    const check = await visit.follow(await visit.send(travel, { method: 'customer_courier' }, { button: 'go=on' }))
    expect(check.html).toContain('Send request – €110.00 back')
    const done = await visit.follow(await visit.send(check))
    const [one] = await returns()
    const [two] = await returnsOfOrder(kit.desk.db, kit.org, other.id)
    expect(one?.group).not.toBeNull()
    expect(two?.group).toBe(one?.group)
    expect([done.text.includes(one!.number), done.text.includes(two!.number)]).toEqual([true, true])
  })

  test('nobody reads another’s request', async () => {
    const check = await checking()
    const stranger = kit.visitor()
    kit.signIn(await kit.order(), 'customer', stranger)
    for (const name of ['get', 'travel', 'check', 'done', `catalogue?order=${order.id}`])
      expect((await stranger.get(step(name))).status).toBe(404)
    expect((await stranger.post(check.path, { email: 'a@example.com' })).status).toBe(404)
  })
})

describe('whoever was given it as a present', () => {
  test('gets credit, and is not told what it cost', async () => {
    order = await kit.order({ gift: { recipient: { firstName: 'June', emails: ['june@example.com'] } } })
    visit.cookies.clear()
    kit.signIn(order, 'recipient')
    const pieces = await visit.follow(await visit.post(`/orders/${order.id}/start`))
    const why = await visit.follow(await visit.post(pieces.path, { [`q-${order.lines[0]?.id}`]: 1 }))
    page = await visit.follow(await visit.send(why, { 'reason-p1': 'too_small' }))
    expect(page.forms[0]?.fields).toMatchObject({ 'get.p1': 'store_credit' })
    expect(page.text).not.toContain('Money back')
    const travel = await visit.follow(await on({ 'get.p1': 'store_credit' }))
    const check = await visit.follow(await visit.send(travel, { method: 'customer_courier' }, { button: 'go=on' }))
    await visit.follow(await visit.send(check))
    expect((await returns())[0]).toMatchObject({
      gift: { recipient: { firstName: 'June' } },
      contact: { emails: ['june@example.com'] },
    })
  })
})

test.each(LANGUAGES)('every page is said in %s', async language => {
  const say = async (path: string) => visit.get(`${path}?language=${language}`)
  const got = await say(step('get'))
  expect(got.html).toContain(`lang="${language}"`)
  await visit.follow(await on({ 'get.p1': 'original_payment' }, got))
  for (const name of ['get', 'travel', 'check'])
    expect((await say(step(name))).html).not.toMatch(/get\.[a-z]+\.[a-z]+[^_"=-]/)
})
