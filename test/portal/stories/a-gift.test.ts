/** Something was given as a present: whoever has it sends it back, learns nothing about the buyer, and the buyer learns nothing of it. */
import { expect, test } from 'vitest'
import { begin, find, LOOKS, looked, openStory, press, sums } from './walking.ts'

const story = await openStory()
const recipient = { firstName: 'Noa', lastName: 'Berg', emails: ['noa@example.com'] }

/** Of the buyer: name, address, e-mail – and what it cost. */
const BUYERS = /Maja|Lund|Lindenweg|10115|maja@/i
const PRICE = /50[.,]00|٥٠٫٠٠/

test.each(LOOKS)('a gift is sent back, %s', async (_how, look) => {
  const order = await story.order({ gift: { recipient } })
  const page = await story.page(`${story.base}/`, look)
  /** Looked at, and read for what is not the recipient's to know. */
  const seen = async (what: RegExp[] = [BUYERS, PRICE]) => {
    await looked(page, story)
    const markup = await page.content()
    for (const secret of what) expect.soft(markup, page.url()).not.toMatch(secret)
  }
  await press(page, 'main a[href*="gift=1"]:not([href*="/code"])', '**gift=1*')
  await seen()
  await find(page, order, 'noa@example.com')
  await seen()
  await begin(page)
  await seen()
  await page.fill('main input[type=number]', '1')
  await press(page, '.foot button', '**/why')
  await seen()
  await page.selectOption('#reason-p1', 'too_small')
  await press(page, '.foot button', '**/get')
  // What credit it brings is told; money is the buyer's.
  await seen([BUYERS])
  expect(await page.locator('[value=original_payment]').count()).toBe(0)
  await page.check('[value=store_credit]')
  await press(page, '.foot button', '**/travel')
  await seen([BUYERS])
  await page.check('[value=customer_courier]')
  if (!(await page.isVisible('[name=from_street1]'))) await page.click('.from summary')
  await page.fill('[name=from_name]', 'Noa Berg')
  await page.fill('[name=from_street1]', 'Hafenstraße 8')
  await page.fill('[name=from_postal_code]', '20457')
  await page.fill('[name=from_city]', 'Hamburg')
  await page.selectOption('[name=from_country]', 'DE')
  await page.waitForLoadState()
  await press(page, '.foot button', '**/check')
  await seen([BUYERS])
  const [onCheck] = await sums(page, 'main .large')
  expect(await page.inputValue('[name=email]')).toBe('noa@example.com')
  await press(page, '.foot button', '**/done')
  await seen([BUYERS])
  const ret = await story.sent(order)
  expect(await sums(page)).toEqual([onCheck])
  await press(page, `a[href$="/returns/${ret.number}"]`, `**/returns/${ret.number}`)
  await seen([BUYERS])
  expect(await sums(page)).toEqual([onCheck])

  const buyer = await story.page(`${story.base}/`, look)
  await find(buyer, order)
  await looked(buyer, story)
  const markup = await buyer.content()
  for (const secret of [ret.number, 'Noa', 'noa@']) expect(markup).not.toContain(secret)
  const answer = await buyer.goto(`${new URL(buyer.url()).origin}${story.base}/returns/${ret.number}`)
  expect(answer?.status()).toBe(404)
  story.complaints()
  await looked(buyer, story)
  await buyer.context().close()
  await page.context().close()
})
