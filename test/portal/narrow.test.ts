/** Every page where there is least room, which is also a desktop at 400 %, with names longer than any line: nothing is wider than the window or cut off. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { NARROW, sticksOut } from '../kit/browser.ts'
import { aPhoto, begin, eur, find, openStory, press, showPhotos } from './stories/walking.ts'

const WORD = 'Donaudampfschifffahrtsgesellschaftskapitänsknopf'
const TITLE = `Χειροποίητο χειμωνιάτικο κασκόλ με ${WORD}`
const story = await openStory({
  name: `${WORD} & Töchter`,
  methods: [
    { type: 'customer_courier', name: `Με δική σας μεταφορική: ${WORD}`, zones: [], label: false },
    { type: 'retailer_label', name: 'Προπληρωμένη ετικέτα επιστροφής', zones: [], label: true },
  ],
})
const customer = { firstName: `Maria-${WORD}`, lastName: WORD, emails: [`maja.${WORD.toLowerCase()}@example.com`] }

let numbers = 0
const ordered = () =>
  story.order({
    number: `ΠΑΡΑΓΓΕΛΙΑ-2026-03-${WORD}-${++numbers}`,
    customer,
    shipping: { name: WORD, street1: `${WORD}straße 1000`, city: WORD, postalCode: '10115', country: 'DE' },
    lines: [
      {
        externalId: 'l1',
        title: TITLE,
        quantity: 2,
        unitPrice: { amountMinor: 123_456_700 },
        variant: { title: null, options: [{ name: 'Χρώμα', value: WORD }] },
      },
    ],
    payments: [
      { externalId: `p-${numbers}`, kind: 'card', gateway: 'simulated', captured: { amountMinor: 246_913_400 } },
    ],
  })

/** What is wider than the window, and what hides a part of itself; apart from what only listeners hear. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('body *')]
    .filter(one => !one.closest('.unseen, .skip, select, input, svg, table') && one.getClientRects().length > 0)
    .filter(one => {
      const { left, right } = one.getBoundingClientRect()
      const hides = ['hidden', 'clip'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1
      return hides || left < -1 || right > document.documentElement.clientWidth + 1
    })
    .map(one => one.outerHTML.slice(0, 100))`)

test.each(['el', 'ar'])('every page of a walk, in %s', async language => {
  const order = await ordered()
  const page = await story.page(`${story.base}/`, { screen: NARROW, language })
  await showPhotos(page)
  const fits = async (): Promise<void> => {
    await page.waitForLoadState()
    const place = page.url().replace(/^.*portal/, '')
    const found = { sticksOut: await sticksOut(page), tooWide: await tooWide(page) }
    expect.soft(found, place).toEqual({ sticksOut: 0, tooWide: [] })
  }
  const go = async (path: string): Promise<void> => {
    await page.goto(`${story.origin}${story.base}${path}`)
    await fits()
  }
  const fails = async (what: string): Promise<void> => {
    await page.click(what)
    await page.locator('[data-focus]').waitFor()
    await fits()
  }

  await fits()
  await fails('main button.main')
  await go('/?gift=1')
  await go('/code')
  await go('/nowhere')
  await go('/withdraw')
  await page.fill('[name=name]', WORD)
  await page.fill('[name=order_number]', order.refs.number)
  await page.fill('[name=email]', 'elsewhere@example.com')
  await page.click('main button.main')
  await page.locator('.statement').waitFor()
  await fits()
  await press(page, 'form[action$="/confirm"] button', /\/withdraw\/(?!confirm|change)/)
  await fits()

  await go('/')
  await find(page, order, customer.emails[0])
  await fits()
  await begin(page)
  await fits()
  await fails('.foot button')
  await page.fill('main input[type=number]', '2')
  await press(page, '.foot button', '**/why')
  await fits()
  await page.selectOption('#reason-p1', 'damaged')
  await page.setInputFiles('#photos-p1', [await aPhoto(), await aPhoto(), await aPhoto()])
  await page.locator('.photos li:nth-child(3)').waitFor()
  await page.fill('#comment-p1', `${WORD} `.repeat(5))
  await page.click('button[name=split]')
  await page.locator('#reason-p2').waitFor()
  await fits()
  await fails('.foot button')
  await page.selectOption('#reason-p2', 'too_small')
  await press(page, '.foot button', '**/get')
  await fits()
  await page.check('[value=store_credit] >> nth=0')
  await press(page, '.foot button', '**/travel')
  await page.locator('.from summary').click()
  await fits()
  await page.check('[name=method][value=customer_courier]')
  await press(page, '.foot button', '**/check')
  for (const one of await page.locator('main details summary').all()) await one.click()
  await fits()
  await press(page, '.foot button', '**/done')
  await fits()

  const ret = await story.sent(order)
  const place = `/returns/${ret.number}`
  await go(place)
  for (const path of ['/message', '/evidence', '/amend', '/cancel']) await go(`${place}${path}`)
  await story.act(ret, { verb: 'message', text: `${WORD} `.repeat(8), to: 'shopper' })
  await story.act(ret, { verb: 'offer', terms: { handling: 'keep', amount: eur(100_000_000) } })
  await go(place)
  await go(`${place}/offer`)
  await fails('form:has([name=amount]) button')
  await story.act(ret, { verb: 'approve', handling: 'send_back' })
  for (const path of ['', '/ship', '/method', '/slip']) await go(`${place}${path}`)
  await story.act(ret, { verb: 'reject', reason: `${WORD} `.repeat(3) })
  await go(place)
  await go(`${place}/dispute`)
  await go('/orders')
  await page.context().close()
})
