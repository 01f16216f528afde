/** Everything without a mouse: Tab leads to it, Space, Enter and letters do it, and the focus never gets lost. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { DESKTOP, type Look, PHONE } from '../../kit/browser.ts'
import { looked, openStory, sums } from './walking.ts'

const story = await openStory()

/** Farther than the last thing on any page. */
const FAR = 60

/** Goes on from where the focus is until it is there; each stop must show that it has the focus. */
async function tabTo(page: Page, what: string): Promise<void> {
  for (let stop = 0; stop < FAR; stop++) {
    await page.keyboard.press('Tab')
    const { there, shown, said } = await page.evaluate<{ there: boolean; shown: boolean; said: string }>(
      `(() => {
        const at = document.activeElement
        const style = getComputedStyle(at)
        const label = at.closest('label, .stepper, .drop, .picker, .choice')
        const shown = [style, label && getComputedStyle(label)].some(one => one && (one.outlineStyle !== 'none' || one.boxShadow !== 'none'))
        return { there: at.matches(${JSON.stringify(what)}), shown, said: at.outerHTML.slice(0, 120) }
      })()`,
    )
    expect.soft(shown, `the focus can be seen at ${said}`).toBe(true)
    if (there) return
  }
  throw new Error(`Nothing leads to ${what} on ${page.url()}.`)
}

async function pressAt(page: Page, what: string, key: 'Enter' | 'Space', to: string): Promise<void> {
  await tabTo(page, what)
  await page.keyboard.press(key)
  await page.waitForURL(to)
  await looked(page, story)
}

async function typeAt(page: Page, what: string, words: string): Promise<void> {
  await tabTo(page, what)
  await page.keyboard.type(words)
}

test.each<[string, Look]>([
  ['on a desktop', { screen: DESKTOP }],
  ['on a phone without a script', { screen: PHONE, script: false }],
])('a return by keyboard, %s', async (_how, look) => {
  const order = await story.order()
  const page = await story.page(`${story.base}/`, look)
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('#main')
  await page.keyboard.press('Enter')
  await typeAt(page, '[name=order_number]', order.refs.number)
  await typeAt(page, '[name=known]', 'maja@example.com')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/orders')
  await looked(page, story)

  await pressAt(page, '.foot button', 'Enter', '**/pieces')
  if (look.script === false) {
    await tabTo(page, 'main input[type=number]')
    await page.keyboard.type('1')
  } else {
    await tabTo(page, 'main [data-by="1"]')
    await page.keyboard.press('Space')
  }
  await pressAt(page, '.foot button', 'Space', '**/why')
  await typeAt(page, '#reason-p1', 'Too')
  await typeAt(page, '#comment-p1', 'A size up would do.')
  await pressAt(page, '.foot button', 'Space', '**/get')
  await tabTo(page, '[value=original_payment]')
  await page.keyboard.press('Space')
  await pressAt(page, '.foot button', 'Enter', '**/travel')
  await tabTo(page, '[name=method]')
  await page.keyboard.press('Space')
  await pressAt(page, '.foot button', 'Enter', '**/check')
  const onCheck = await sums(page, 'main .large')
  await pressAt(page, '.foot button', 'Space', '**/done')
  const ret = await story.sent(order)
  expect(await sums(page)).toEqual(onCheck)
  expect(ret.items[0]).toMatchObject({ asked: 1, reason: { comment: 'A size up would do.' } })

  await pressAt(page, `a[href$="/returns/${ret.number}"]`, 'Enter', `**/returns/${ret.number}`)
  await pressAt(page, 'a[href$="/cancel"]', 'Enter', '**/cancel')
  await pressAt(page, 'main button', 'Space', '**/returns/*note=*')
  expect((await story.sent(order)).request.state).toBe('cancelled')
  await page.context().close()
})
