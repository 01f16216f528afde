/** Choosing and saying why as people do it: with a thumb, a keyboard, a camera – and without a script. */
import { buffer } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { DraftId } from '../../src/core/ids.ts'
import type { Order } from '../../src/core/order/order.ts'
import { refused } from '../../src/core/refusal.ts'
import { findDraft } from '../../src/db/drafts.ts'
import { openPhoto } from '../../src/desk/photos.ts'
import type { Draft } from '../../src/desk/shopper/drafts.ts'
import { axe, DESKTOP, type Look, NARROW, openBrowser, PHONE, sticksOut } from '../kit/browser.ts'
import { openPortalKit } from '../kit/portal.ts'

const kit = await openPortalKit({
  reasons: [
    {
      code: 'too_small',
      text: 'Too small',
      subs: [{ code: 'sleeves', text: 'In the sleeves' }],
      types: [],
      requires: { photo: false, comment: false },
    },
    {
      code: 'damaged',
      text: 'Arrived damaged',
      subs: [{ code: 'seam', text: 'At a seam' }],
      types: [],
      requires: { photo: true, comment: false },
    },
    { code: 'other', text: 'Something else', subs: [], types: [], requires: { photo: false, comment: true } },
  ],
})
const browser = await openBrowser(kit.app)
const LONG = 'Hand-woven winter scarf of undyed highland wool with Donaudampfschifffahrtsgesellschaftskapitänsknöpfen'

let numbers = 3000
/** A page at the choice of an order with two scarves, a kit, and something that cannot come back. */
async function begun(look: Look = {}): Promise<{ page: Page; order: Order }> {
  const lines = [
    { externalId: 'scarf', title: LONG, quantity: 2, unitPrice: { amountMinor: 2_500 } },
    { externalId: 'cup', title: 'Cup', quantity: 1, unitPrice: { amountMinor: 900 } },
    { externalId: 'sale', title: 'Bargain', quantity: 1, unitPrice: { amountMinor: 100 }, finalSale: true },
    {
      externalId: 'set',
      title: 'Garden set',
      quantity: 1,
      unitPrice: { amountMinor: 9_000 },
      components: [
        { externalId: 'table', title: 'Table', per: 1 },
        { externalId: 'chair', title: 'Chair', per: 2 },
      ],
    },
  ]
  const fulfilments = [
    { externalId: 'f', lines: lines.map(({ externalId, quantity }) => ({ line: externalId, quantity })) },
  ]
  const order = await kit.order({
    number: String(++numbers),
    lines,
    payments: [],
    fulfilments,
    completedAt: kit.clock.now,
  })
  const visitor = kit.visitor()
  kit.signIn(order, 'customer', visitor)
  const started = await visitor.post(`/orders/${order.id}/start`)
  const page = await browser.page('/portal/assets/none', look)
  browser.complaints()
  await page.context().addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: browser.origin })))
  // The files themselves are another door's, which is not open here.
  await page.route('**/v1/files/**', route => route.fulfill({ contentType: 'image/jpeg', body: photo }))
  await page.goto(`${browser.origin}${started.to}`)
  return { page, order }
}

const field = (order: Order, line: string): string => `q-${order.lines.find(one => one.externalId === line)?.id}`

async function piecesOf(page: Page): Promise<Draft['pieces']> {
  const id = /return\/([^/]+)\//.exec(page.url())?.[1] as DraftId
  return (await findDraft<Draft>(kit.desk.db, kit.org, id))!.doc.pieces
}

/** As a phone takes it: large, lying on its side, and saying so. */
const large = await sharp({
  create: {
    width: 2_400,
    height: 1_200,
    channels: 3,
    background: '#3f6d4e',
    noise: { type: 'gaussian', mean: 120, sigma: 12 },
  },
})
  .jpeg({ quality: 92 })
  .withMetadata({ orientation: 6 })
  .toBuffer()
const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#3f6d4e' } })
  .jpeg()
  .toBuffer()
const upload = (name: string, bytes = photo) => ({ name, mimeType: 'image/jpeg', buffer: bytes })

async function toWhy(look: Look = {}): Promise<{ page: Page; order: Order }> {
  const { page, order } = await begun(look)
  await page.fill(`[name="${field(order, 'scarf')}"]`, '2')
  await page.click('.foot button')
  await page.waitForURL('**/why')
  return { page, order }
}

describe('with a script', () => {
  test('the foot says how many pieces are chosen, as they are', async () => {
    const { page, order } = await begun()
    expect(await page.textContent('[data-chosen]')).toBe('Nothing chosen yet')
    await page.click(`li:has([name="${field(order, 'scarf')}"]) [data-by="1"]`)
    await page.getByText('Cup').click()
    await page.getByText('Garden set').click()
    expect(await page.textContent('[data-chosen]')).toBe('5 pieces chosen')
    await page.keyboard.press('Tab')
    await page.reload()
    expect(await page.textContent('[data-chosen]')).toContain('chosen')
    expect(browser.complaints()).toEqual([])
  })

  test('everything can be done by keyboard', async () => {
    const { page, order } = await begun()
    await page.focus(`[name="${field(order, 'scarf')}"]`)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/why')
    await page.focus('#reason-p1')
    await page.keyboard.type('Too')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('sub-p1')
  })

  test('sub-reasons, words and photos follow the reason', async () => {
    const { page } = await toWhy()
    const options = () => page.$$eval('#sub-p1 option', all => all.map(one => one.textContent))
    expect(await page.isVisible('#sub-p1')).toBe(false)
    await page.selectOption('#reason-p1', 'too_small')
    expect(await options()).toEqual(['Choose, if one fits', 'In the sleeves'])
    expect(await page.isVisible('text=at least one photo')).toBe(false)
    await page.selectOption('#reason-p1', 'damaged')
    expect(await options()).toEqual(['Choose, if one fits', 'At a seam'])
    expect(await page.isVisible('text=Please add at least one photo.')).toBe(true)
    await page.selectOption('#reason-p1', 'other')
    expect(await page.isVisible('#sub-p1')).toBe(false)
    expect(await page.isVisible('text=Please write a few words.')).toBe(true)
  })

  test('photos travel in the background, smaller and upright, and the words stay', async () => {
    const { page } = await toWhy()
    await page.selectOption('#reason-p1', 'damaged')
    await page.fill('#comment-p1', 'Torn')
    expect(large.byteLength).toBeGreaterThan(700_000)
    await page.setInputFiles('#photos-p1', [upload('one.jpg', large), upload('two.jpg')])
    await page.waitForSelector('.photos li:nth-child(2)')
    expect(await page.textContent('[data-told]')).toBe('two.jpg is added.')
    const [piece] = await piecesOf(page)
    const kept = await openPhoto(kit.desk, kit.org, piece!.photos[0]!, 'full')
    if (refused(kept)) throw new Error('The photo is kept.')
    const { width, height } = await sharp(await buffer(kept.stream)).metadata()
    expect({ width, height }).toEqual({ width: 1_000, height: 2_000 })
    expect(await page.inputValue('#comment-p1')).toBe('Torn')
    await page.click('[aria-label="Remove photo 1"]')
    await page.waitForSelector('.photos li:nth-child(2)', { state: 'detached' })
    expect((await piecesOf(page))[0]?.photos).toHaveLength(1)
    await page.click('.foot button')
    await page.waitForURL('**/get')
    expect(await piecesOf(page)).toMatchObject([{ reason: 'damaged', comment: 'Torn', photos: [{}] }])
  })

  test('what is no photo is told beside the others, and pressing on waits for what is on its way', async () => {
    const { page } = await toWhy()
    await page.selectOption('#reason-p1', 'damaged')
    await page.setInputFiles('#photos-p1', [upload('words.jpg', Buffer.from('words')), upload('one.jpg')])
    await page.waitForSelector('.photos li')
    expect(await page.textContent('[data-refused]')).toContain('“words.jpg” is not a photo we can read')
    await page.setInputFiles('#photos-p1', [upload('three.jpg'), upload('four.jpg')])
    await page.click('.foot button')
    await page.waitForURL('**/get')
    expect((await piecesOf(page))[0]?.photos).toHaveLength(3)
  })

  test('photos can be pasted and dropped', async () => {
    const { page } = await toWhy()
    const given = [
      ...(await sharp({ create: { width: 30, height: 30, channels: 3, background: 'red' } })
        .png()
        .toBuffer()),
    ]
    const hand = (kind: 'paste' | 'drop') =>
      page.evaluate(
        `(() => {
          const all = new DataTransfer()
          all.items.add(new File([new Uint8Array(${JSON.stringify(given)})], '${kind}.png', { type: 'image/png' }))
          const event = ${kind === 'paste' ? `new ClipboardEvent('paste', { clipboardData: all, bubbles: true })` : `new DragEvent('drop', { dataTransfer: all, bubbles: true })`}
          document.querySelector('#comment-p1').dispatchEvent(event)
        })()`,
      )
    await hand('paste')
    await page.waitForSelector('.photos li:nth-child(1)')
    await hand('drop')
    await page.waitForSelector('.photos li:nth-child(2)')
    expect((await piecesOf(page))[0]?.photos).toHaveLength(2)
    expect(browser.complaints()).toEqual([])
  })
})

describe('without a script', () => {
  test('pieces, reason and photos go the same way with plain forms', async () => {
    const { page } = await toWhy({ script: false })
    await page.selectOption('#reason-p1', 'damaged')
    await page.fill('#comment-p1', 'Torn')
    await page.setInputFiles('#photos-p1', [upload('one.jpg'), upload('two.jpg')])
    await page.click('text=Upload the chosen photos')
    await page.waitForSelector('.photos li:nth-child(2)')
    expect(await page.inputValue('#comment-p1')).toBe('Torn')
    await page.click('[aria-label="Remove photo 2"]')
    await page.waitForSelector('.photos li:nth-child(2)', { state: 'detached' })
    await page.click('text=Another reason for some of them')
    await page.waitForSelector('#reason-p2')
    await page.selectOption('#reason-p2', 'too_small')
    await page.click('.foot button')
    await page.waitForURL('**/get')
    expect(await piecesOf(page)).toMatchObject([
      { quantity: 1, reason: 'damaged', comment: 'Torn', photos: [{}] },
      { quantity: 1, reason: 'too_small', photos: [] },
    ])
  })

  test('what is wrong comes back with the page, and everything chosen is still there', async () => {
    const { page } = await toWhy({ script: false })
    await page.selectOption('#reason-p1', 'damaged')
    await page.setInputFiles('#photos-p1', [upload('words.jpg', Buffer.from('words'))])
    await page.click('.foot button')
    await page.waitForSelector('#photos-p1-trouble')
    expect(await page.textContent('#photos-p1-trouble')).toContain('“words.jpg” is not a photo we can read')
    expect(await page.inputValue('#reason-p1')).toBe('damaged')
  })
})

describe('every look', () => {
  const LOOKS: [string, Look][] = [
    ['a phone', { screen: PHONE }],
    ['a desktop at night', { screen: DESKTOP, dark: true }],
    ['a narrow window in Arabic', { screen: NARROW, language: 'ar' }],
    ['a phone in Greek without a script', { screen: PHONE, language: 'el', script: false }],
  ]

  test.for(LOOKS)('%s: nothing is cut off, and the checker of accessibility finds nothing', async ([, look]) => {
    const { page, order } = await begun(look)
    const isClean = async () => {
      // The checker itself is a script; where there is none only the layout is looked at.
      if (look.script !== false) {
        expect(await axe(page)).toEqual([])
        expect(await sticksOut(page)).toBeLessThanOrEqual(0)
      }
    }
    await isClean()
    await page.click('.foot button')
    await page.waitForSelector('.notice.stopped')
    await isClean()
    await page.fill(`[name="${field(order, 'scarf')}"]`, '2')
    await page.click('.foot button')
    await page.waitForURL('**/why')
    await isClean()
    await page.selectOption('#reason-p1', 'damaged')
    await page.setInputFiles('#photos-p1', [upload('one.jpg')])
    if (look.script === false) await page.click('.without-script button')
    await page.waitForSelector('.photos li')
    await isClean()
    await page.click('button[name="split"]')
    await page.waitForSelector('#reason-p2')
    await page.click('.foot button')
    await page.waitForSelector('.notice.stopped')
    await isClean()
    await page.goto(page.url().replace(/why.*|photos.*/, 'orders'))
    await isClean()
    browser.complaints()
  })
})
