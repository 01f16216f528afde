/** Shop and shopper come to terms: the shop offers, the shopper proposes more – and either side may be the one that agrees. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Return } from '../../../src/core/return/return.ts'
import type { Look } from '../../kit/browser.ts'
import { coreSum, eur, find, LOOKS, looked, openStory, press, pressInVain, sums } from './walking.ts'

const story = await openStory()

/** A page at a return of both shirts, for which the shop offers 30.00. */
async function offered(look: Look): Promise<{ page: Page; ret: Return; place: string }> {
  const order = await story.order()
  const ret = await story.file(order, 2, { method: 'customer_courier' })
  const page = await story.page(`${story.base}/`, look)
  await find(page, order)
  await story.act(ret, { verb: 'offer', terms: { handling: 'keep', amount: eur(3_000) } })
  const place = `**/returns/${ret.number}`
  await page.reload()
  await press(page, `a[href$="/returns/${ret.number}"]`, place)
  await looked(page, story)
  await press(page, 'main a.button[href$="/offer"]', `${place}/offer`)
  await looked(page, story)
  return { page, ret, place }
}

const PROPOSE = 'form:has([name=amount]) button[type=submit]'

/** Asks for far too much, then for this. */
async function propose(page: Page, amount: string): Promise<void> {
  await page.check('[name=handling][value=keep]')
  await page.fill('[name=amount]', '9999')
  await pressInVain(page, PROPOSE, story)
  expect(await page.inputValue('[name=amount]')).toBe('9999')
  await page.fill('[name=amount]', amount)
  await press(page, PROPOSE, /note=proposed/)
  await looked(page, story)
}

describe.each(LOOKS)('%s', (_how, look) => {
  test('the shop offers, the shopper proposes more, and the shop agrees', async () => {
    const { page, ret } = await offered(look)
    await propose(page, '60')
    const proposal = (await story.now(ret)).ret.offers.at(-1)
    expect(proposal).toMatchObject({ by: 'shopper', terms: { handling: 'keep', amount: eur(6_000) } })
    await story.act(ret, { verb: 'accept', offer: proposal!.id })
    await page.reload()
    await looked(page, story)
    expect(coreSum(await story.now(ret))).toBe(6_000)
    expect(await sums(page)).toEqual([6_000])
    await page.context().close()
  })

  test('the shop answers the proposal with a better offer, and the shopper agrees', async () => {
    const { page, ret, place } = await offered(look)
    await propose(page, '80,00')
    await story.act(ret, { verb: 'offer', terms: { handling: 'keep', amount: eur(5_000) } })
    await page.goto(`${new URL(page.url()).origin}${story.base}/returns/${ret.number}`)
    await press(page, 'main a.button[href$="/offer"]', `${place}/offer`)
    await looked(page, story)
    await press(page, 'button[value=accept]', /note=accepted/)
    await looked(page, story)
    const { ret: agreed } = await story.now(ret)
    expect(agreed.offers.map(({ by, end }) => [by, end])).toEqual([
      ['merchant', 'superseded'],
      ['shopper', 'superseded'],
      ['merchant', 'accepted'],
    ])
    expect(coreSum(await story.now(ret))).toBe(5_000)
    expect(await sums(page)).toEqual([5_000])
    await page.context().close()
  })
})
