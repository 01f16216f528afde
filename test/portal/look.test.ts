/** How the pages look and behave in a browser: small, whole without a script, readable by everybody, in every language and width. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { LANGUAGES } from '../../src/core/languages.ts'
import type { Order } from '../../src/core/order/order.ts'
import { assets } from '../../src/ui/assets.ts'
import { axe, DESKTOP, NARROW, openBrowser, type Opened, PHONE, sticksOut } from '../kit/browser.ts'
import { openPortalKit, type PortalKit } from '../kit/portal.ts'

let kit: PortalKit
let browser: Opened
let order: Order

beforeAll(async () => {
  kit = await openPortalKit()
  browser = await openBrowser(kit.app)
  order = await kit.order({ number: '1077' })
})

afterEach(() => expect(browser.complaints()).toEqual([]))

describe('the first page', () => {
  test('weighs less than 50 kB with everything it loads, its scripts less than 8', async () => {
    const visitor = kit.visitor()
    const page = await visitor.get('/', { 'accept-encoding': 'br' })
    const { script } = assets()
    const loaded = [...(await visitor.get('/')).html.matchAll(/(?:href|src)="(\/portal\/assets\/[^"]+)"/g)].map(
      ([, path = '']) => path,
    )
    const weights = await Promise.all(
      [...new Set(loaded)].map(async path => [
        path,
        (await visitor.get(path, { 'accept-encoding': 'br' })).bytes.length,
      ]),
    )
    const weight = Object.fromEntries(weights) as Record<string, number>
    expect(Object.keys(weight)).toHaveLength(3)
    expect(weight[script]).toBeLessThan(8 * 1024)
    const whole = page.bytes.length + Object.values(weight).reduce((all, one) => all + one, 0)
    expect(whole).toBeLessThan(50 * 1024)
  })

  test('is kept for ever by name, and comes small', async () => {
    const seen = await kit.visitor().get(assets().style, { 'accept-encoding': 'gzip, br' })
    expect(seen.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(seen.bytes.length).toBeLessThanOrEqual(brotliCompressSync(assets().byPath.get(assets().style)!.bytes).length)
  })
})

describe('a page', () => {
  test.each(LANGUAGES)('in %s fits a narrow window and pleases the checker', async language => {
    const page = await browser.page(`${kit.base}/?language=${language}&link=ended`, { screen: NARROW })
    expect(await sticksOut(page)).toBe(0)
    expect(await axe(page)).toEqual([])
    expect(await page.getAttribute('html', 'dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
    await page.context().close()
  })

  test.each(['#ffd400', '#ffffff', '#7f7f7f'])('can be read in %s, day and night', async accent => {
    await kit.settings({ brand: { name: null, logo: null, accent } })
    for (const dark of [false, true]) {
      const page = await browser.page(`${kit.base}/`, { screen: DESKTOP, dark })
      expect(await axe(page)).toEqual([])
      await page.context().close()
    }
    await kit.settings({ brand: { name: null, logo: null, accent: '#1f5f4a' } })
  })

  test('does everything without a script', async () => {
    const page = await browser.page(`${kit.base}/?order_number=1077`, { script: false })
    await page.fill('[name=known]', 'maja@example.com')
    await page.click('button.main')
    await page.getByRole('heading', { level: 1, name: 'Order 1077' }).waitFor()
  })

  test('gives the focus to what is wrong, and leads from there to the field', async () => {
    const page = await browser.page(`${kit.base}/`, { screen: PHONE })
    await page.fill('[name=known]', 'maja@example.com')
    await page.click('button.main')
    await page.getByRole('alert').waitFor()
    expect(await page.evaluate<string>('document.activeElement.getAttribute("role")')).toBe('alert')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('order_number')
    expect(await page.inputValue('[name=known]')).toBe('maja@example.com')
    expect(await axe(page)).toEqual([])
  })

  test('sends a form once, however often the button is pressed', async () => {
    const page = await browser.page(`${kit.base}/?order_number=1077`)
    let sent = 0
    page.on('request', request => void (request.method() === 'POST' && sent++))
    await page.fill('[name=known]', 'maja@example.com')
    const told = await page.evaluate<string>(`(() => {
      for (let press = 0; press < 3; press++) document.querySelector('button.main').click()
      return document.querySelector('body > [role=status]').textContent
    })()`)
    expect(told).toBe('Sending …')
    await page.getByRole('heading', { level: 1, name: 'Order 1077' }).waitFor()
    expect(sent).toBe(1)
  })

  test('still has what was typed after the line broke off, and forgets it once it has been sent', async () => {
    const page = await browser.page(`${kit.base}/`)
    await page.fill('[name=order_number]', '1077')
    await page.fill('[name=known]', 'maja@example.com')
    await page.reload()
    expect(await page.inputValue('[name=known]')).toBe('maja@example.com')
    expect(await page.textContent('form .hint[role=status]')).toBe('What you had typed is still here.')
    await page.click('button.main')
    await page.getByRole('heading', { level: 1, name: 'Order 1077' }).waitFor()
    expect(await page.evaluate<number>('sessionStorage.length')).toBe(0)
    await page.goto(`${browser.origin}${kit.base}/`)
    expect(await page.inputValue('[name=known]')).toBe('')
  })
})

describe('the orders', () => {
  test('please the checker, with returns and without, and stand on paper without what leads on', async () => {
    const ret = await kit.file(await kit.order({ number: '2001' }))
    const link = kit.links.entry({ org: kit.org, order: ret.order, email: 'maja@example.com' })
    const page = await browser.page(link, { screen: DESKTOP })
    expect(await axe(page)).toEqual([])
    const more = await browser.beside(
      page,
      kit.links.entry({ org: kit.org, order: order.id, email: 'maja@example.com' }),
    )
    expect(await more.getByRole('heading', { level: 1 }).textContent()).toBe('Your orders')
    expect(await axe(more)).toEqual([])
    await more.emulateMedia({ media: 'print' })
    expect(await more.getByText('This is not me').isVisible()).toBe(false)
    expect(await more.getByText('Order 2001').isVisible()).toBe(true)
  })
})

describe('inside another page', () => {
  test('is as high as what it shows, as the guide says it is done, and only for the shop’s own pages', async () => {
    const guide = await readFile(new URL('../../docs/faces.md', import.meta.url), 'utf8')
    const snippet = /```html\n([^]*?)```/.exec(guide)?.[1] ?? ''
    const around = createServer((_request, reply) =>
      reply
        .setHeader('content-type', 'text/html')
        .end(
          snippet
            .replaceAll('https://returns.example/portal/linnea/', `${browser.origin}${kit.base}/`)
            .replaceAll('https://returns.example', browser.origin),
        ),
    )
    await once(around.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void around.close())
    const origin = `http://127.0.0.1:${(around.address() as AddressInfo).port}`
    await kit.settings({ embed: [origin] })
    const page = await browser.page(`${origin}/`, { screen: DESKTOP })
    await page.waitForFunction('parseFloat(document.getElementById("returns").style.height) > 300')
    const inside = page.frames()[1]
    expect(await inside?.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0)

    await kit.settings({ embed: [] })
    await page.reload()
    expect(browser.complaints().join()).toContain('frame-ancestors')
    await page.context().close()
    browser.complaints()
  })
})

describe('a shop’s own host name', () => {
  test('leads to its page from the bare address, whatever is asked for with it', async () => {
    await kit.settings({ host: 'returns.linnea.example' })
    const led = await kit.app.inject({ url: '/?order_number=1077', headers: { host: 'returns.linnea.example' } })
    expect(led.headers.location).toBe(`${kit.base}/?order_number=1077`)
    expect((await kit.app.inject({ url: '/', headers: { host: 'elsewhere.example' } })).statusCode).toBe(404)
  })
})
