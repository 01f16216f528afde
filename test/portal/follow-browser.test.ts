/** Following a return, as people see it: an offer answered with another one and then accepted, news that never move the page, and pages everybody can read. */
import { describe, expect, test } from 'vitest'
import type { Currency } from '../../src/core/money.ts'
import type { Return } from '../../src/core/return/return.ts'
import { axe, DESKTOP, type Look, NARROW, openBrowser, PHONE, sticksOut } from '../kit/browser.ts'
import { openPortalKit } from '../kit/portal.ts'

const kit = await openPortalKit({ offers: { counters: 3, adjustable: true, floorPpm: 0 } })
const browser = await openBrowser(kit.app)
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' as Currency })

async function filed(): Promise<{ ret: Return; entry: string; place: string }> {
  const order = await kit.order()
  const ret = await kit.file(order, 2, { method: 'customer_courier' })
  const to = `returns/${ret.number}`
  const entry = kit.links.entry({ org: kit.org, order: order.id, email: order.customer.emails[0] ?? null, to })
  return { ret, entry, place: `${kit.base}/${to}` }
}

const offer = (ret: Return, amountMinor: number) =>
  kit.act(ret, { verb: 'offer', terms: { handling: 'keep', amount: eur(amountMinor) } })

describe('an offer', () => {
  for (const script of [true, false])
    test(`is answered with another one, and the next one accepted, ${script ? 'with' : 'without'} a script`, async () => {
      const { ret, entry, place } = await filed()
      await offer(ret, 2_000)
      const page = await browser.page(entry, { script })
      expect(await page.locator('h1').textContent()).toContain('Linnea makes you an offer of €20.00.')
      await page.getByRole('link', { name: 'Look at the offer' }).click()
      await page.getByLabel('I keep them').check()
      await page.getByLabel('How much do you want back?').fill('35,50')
      await page.getByRole('button', { name: 'Send the proposal' }).click()
      expect(await page.locator('h1').textContent()).toContain('Your proposal is with Linnea.')
      await offer(ret, 3_000)
      await page.goto(`${browser.origin}${place}/offer`)
      await page.getByRole('button', { name: 'Accept €30.00' }).click()
      expect(await page.locator('h1').textContent()).toContain('€30.00 is agreed for you.')
      expect(browser.complaints()).toEqual([])
    })
})

test('news are offered when somebody looks again, and the page stays where it is until they are wanted', async () => {
  const { ret, entry } = await filed()
  const page = await browser.page(entry)
  const before = await page.locator('h1').textContent()
  await kit.act(ret, { verb: 'approve' })
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
  const news = page.getByRole('link', { name: 'Show what changed' })
  await news.waitFor()
  expect(await page.locator('h1').textContent()).toBe(before)
  await news.click()
  await page.getByRole('heading', { name: 'Send it by' }).waitFor()
  expect(browser.complaints()).toEqual([])
})

test('the slip is printed without the page around it', async () => {
  const { ret, entry, place } = await filed()
  await kit.act(ret, { verb: 'approve' })
  const page = await browser.page(entry)
  await page.goto(`${browser.origin}${place}/slip`)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByText('Save as PDF').first().isVisible()).toBe(false)
  expect(await page.getByText(ret.number).first().isVisible()).toBe(true)
})

const LOOKS: [string, Look, string][] = [
  ['on a phone', { screen: PHONE }, 'en'],
  ['on a desk, in the dark', { screen: DESKTOP, dark: true }, 'es'],
  ['in 320 pixels, in Greek', { screen: NARROW }, 'el'],
  ['from right to left', { screen: NARROW }, 'ar'],
  ['in Chinese', { screen: PHONE, dark: true }, 'zh-Hant'],
]

describe('every page', async () => {
  const waiting = await filed()
  await offer(waiting.ret, 2_000)
  await kit.act(waiting.ret, { verb: 'message', text: 'We looked at the photos.', to: 'shopper' })
  const sending = await filed()
  await kit.act(sending.ret, { verb: 'approve' })
  const turnedDown = await filed()
  await kit.act(turnedDown.ret, { verb: 'reject', reason: 'Worn' })
  const pages: [{ entry: string; place: string }, string[]][] = [
    [waiting, ['', '/offer', '/message', '/evidence', '/amend', '/cancel']],
    [sending, ['', '/ship', '/method', '/slip']],
    [turnedDown, ['', '/dispute']],
  ]
  for (const [name, look, language] of LOOKS)
    test(`can be read by everybody ${name}`, async () => {
      for (const [{ entry, place }, paths] of pages) {
        const page = await browser.page(entry, look)
        for (const path of paths) {
          const answer = await page.goto(`${browser.origin}${place}${path}?language=${language}`)
          expect(answer?.status(), path).toBe(200)
          expect(await axe(page), path).toEqual([])
          expect(await sticksOut(page), path).toBe(0)
        }
        await page.context().close()
      }
      expect(browser.complaints()).toEqual([])
    })
})
