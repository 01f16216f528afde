/** What somebody gets, as people see it: the sum follows what is marked, an exchange upward is paid, and every page can be read by everybody. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Currency } from '../../src/core/money.ts'
import type { Order } from '../../src/core/order/order.ts'
import { refused } from '../../src/core/refusal.ts'
import { returnsOfOrder } from '../../src/db/returns.ts'
import { activatePolicy, draftPolicy } from '../../src/desk/policies.ts'
import { putProducts } from '../../src/desk/products.ts'
import { axe, DESKTOP, type Look, NARROW, openBrowser, PHONE, sticksOut } from '../kit/browser.ts'
import { openPortalKit } from '../kit/portal.ts'

const kit = await openPortalKit(
  {
    methods: [
      { type: 'customer_courier', name: 'Your own carrier', zones: [], label: false },
      { type: 'retailer_label', name: 'Prepaid label', zones: ['DE'], label: true },
    ],
  },
  { pay: async ({ page }) => `${page}/rehearsal` },
)
const browser = await openBrowser(kit.app)
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' as Currency })

const drafted = await draftPolicy(kit.desk, kit.as('owner'), kit.shop.id, {
  name: 'Offers',
  rules: [
    {
      id: 'rule' as never,
      name: 'On offer',
      when: {},
      then: [
        { resolutions: ['original_payment', 'store_credit', 'replace', 'swap', 'keep'] },
        { bonus: { ratePpm: 100_000 } },
      ],
      priority: 0,
    },
  ],
})
if (refused(drafted)) throw new Error(drafted.code)
await activatePolicy(kit.desk, kit.as('owner'), kit.shop.id, drafted.id, null)
const sizes = ['M', 'L'].map((size, place) => ({
  id: `coat-${size}`,
  sku: `COAT-${size}`,
  title: size,
  options: [{ name: 'Size', value: size }],
  prices: [eur(12_000)],
  stock: place === 0 ? 4 : 0,
  image: null,
}))
await putProducts(kit.desk, kit.as('owner'), kit.shop.id, [
  {
    id: 'coat',
    title: 'Winter coat with a name that takes two lines on a phone',
    type: null,
    vendor: 'Linnea',
    image: null,
    variants: sizes,
  },
])

let numbers = 7000

/** A page at what to get for one piece. */
async function begun(look: Look = {}): Promise<{ page: Page; order: Order }> {
  const order = await kit.order({ number: String(++numbers) })
  const page = await browser.page(`${kit.base}/?order_number=${order.refs.number}`, look)
  await page.fill('[name=known]', 'maja@example.com')
  await page.click('main button.main')
  await page.click('button[form^="start-"], form[action*="/start"] button')
  await page.fill('input[type=number]', '1')
  await page.click('.foot button')
  await page.selectOption('[name="reason-p1"]', 'too_small')
  await page.click('.foot button')
  await page.waitForURL('**/get')
  return { page, order }
}

const sum = (page: Page) => page.locator('[data-estimated] .amount')

describe('what somebody gets', () => {
  test('is reckoned as soon as it is marked, and what has to be chosen further shows then', async () => {
    const { page } = await begun()
    expect(await sum(page).textContent()).toBe('€50.00')
    expect(await page.locator('.basket').isVisible()).toBe(false)
    await page.check('[value=store_credit]')
    await page.getByText('€55.00').waitFor()
    await page.check('[value=swap]')
    expect(await page.locator('.basket').isVisible()).toBe(true)
    expect(browser.complaints()).toEqual([])
  })

  test.each([
    ['with a script', {}],
    ['without a script', { script: false }],
  ])('an exchange upward: chosen, checked, sent, and the difference paid, %s', async (_how, look) => {
    const { page, order } = await begun(look)
    await page.check('[value=swap]')
    await page.click('button[value^="catalogue:"]')
    await page.fill('[name=search]', 'coat')
    await page.click('.search button')
    await page.getByText('€70.00 to pay on top').first().waitFor()
    await page.click('.catalogue button')
    expect(await sum(page).textContent()).toBe('€70.00 to pay')
    await page.click('.foot button')
    await page.click('.foot button')
    await page.getByRole('button', { name: 'Send request – €70.00 to pay' }).click()
    await page.getByRole('heading', { name: 'Your request is sent' }).waitFor()
    const [ret] = await returnsOfOrder(kit.desk.db, kit.org, order.id)
    expect(await page.locator('.done .code').textContent()).toBe(ret?.number)
    await page.getByRole('link', { name: 'Pay €70.00' }).click()
    await page.getByRole('link', { name: 'Pay €70.00' }).click()
    await page.getByRole('button', { name: 'Pay €70.00' }).click()
    await page.waitForURL(`**/returns/${ret?.number}`)
    expect((await returnsOfOrder(kit.desk.db, kit.org, order.id))[0]?.charges).toMatchObject([{ state: 'done' }])
    expect(browser.complaints()).toEqual([])
  })

  test('another country shows its ways at once', async () => {
    const { page } = await begun()
    await page.click('.foot button')
    await page.getByText('Prepaid label').waitFor()
    await page.click('.from summary')
    await page.selectOption('[name=from_country]', 'GR')
    await page.waitForLoadState()
    await page.getByText('Prepaid label').waitFor({ state: 'detached' })
    expect(await page.inputValue('[name=from_country]')).toBe('GR')
  })
})

describe.each([
  ['a phone', { screen: PHONE }],
  ['a desktop at night', { screen: DESKTOP, dark: true }],
  ['the narrowest screen, from right to left', { screen: NARROW, language: 'ar' }],
] as const)('on %s', (_where, look) => {
  test('nothing is found against any page, and nothing sticks out', async () => {
    const { page } = await begun(look)
    const found: string[] = []
    const look_ = async (name: string) => {
      found.push(...(await axe(page)).map(line => `${name}: ${line}`))
      if ((await sticksOut(page)) > 0) found.push(`${name} sticks out`)
    }
    await look_('get')
    await page.check('[value=swap]')
    await page.click('button[value^="catalogue:"]')
    await look_('catalogue')
    await page.click('.catalogue button')
    await look_('chosen')
    await page.click('.foot button')
    await page.click('.from summary')
    await look_('travel')
    await page.click('.foot button')
    await look_('check')
    await page.click('.foot button')
    await page.waitForURL('**/done')
    await look_('done')
    await page.click('a[href$="/pay"]')
    await look_('pay')
    await page.click('main a.button')
    await look_('rehearsal')
    expect(found).toEqual([])
  })
})
