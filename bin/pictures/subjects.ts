/** The pages, each with the walk that leads to its states. */
import type { Page } from 'playwright-core'
import type { Set } from './set.ts'
import type { Camera } from './studio.ts'
import { fault, mails, withdraw } from './aside.ts'
import { acts, follow, papers } from './following.ts'
import { NUMBERS } from './further-orders.ts'
import { begin, choose, explain, goOn, toCheck, toGet, toGroup, toTravel } from './walk.ts'

export type Subject = (set: Set, camera: Camera) => Promise<void>

export const SUBJECTS: Record<string, Subject> = {
  async find({ url, base }, camera) {
    const page = await camera.visitor()
    await page.goto(`${url}${base}/`)
    await camera.take(page, 'plain', { all: true })
    await page.goto(`${url}${base}/?gift=1`)
    await camera.take(page, 'gift', { all: true })
    await page.goto(`${url}${base}/?link=ended`)
    await camera.take(page, 'link-ended')
    await page.goto(`${url}${base}/`)
    await press(page)
    await camera.take(page, 'nothing-typed', { wide: true })
    await page.fill('[name=order_number]', '9999')
    await page.fill('[name=known]', 'maja.lund@example.com')
    await press(page)
    await camera.take(page, 'not-found')
  },

  async code({ url, base, order }, camera) {
    const page = await camera.visitor()
    await page.goto(`${url}${base}/code`)
    await camera.take(page, 'ask', { all: true })
    await page.fill('[name=order_number]', (await order(NUMBERS.many)).refs.number)
    await press(page)
    await camera.take(page, 'type-in', { all: true })
    await page.fill('input.digits', '000000')
    await press(page)
    await camera.take(page, 'wrong', { wide: true })
  },

  async orders(set, camera) {
    const page = await camera.visitor()
    await set.enter(page, await set.order(NUMBERS.many))
    await camera.take(page, 'one', { all: true })
    await set.enter(page, await set.order(NUMBERS.also))
    await camera.take(page, 'several', { all: true })
    await page.goto(`${set.url}${set.base}/?another=1`)
    await camera.take(page, 'add-another')
    const other = await camera.visitor()
    await set.enter(other, await set.order('1003'))
    await camera.take(other, 'with-return', { all: true })
    const late = await camera.visitor()
    await set.enter(late, await set.order(NUMBERS.late))
    await camera.take(late, 'window-over', { wide: true })
    const gift = await camera.visitor()
    await set.enter(gift, await set.order(NUMBERS.gift), undefined, true)
    await camera.take(gift, 'gift')
    const long = await camera.visitor()
    await set.enter(long, await set.order(NUMBERS.long))
    await camera.take(long, 'long-names', { wide: true })
  },

  async pieces(set, camera) {
    const page = await camera.visitor()
    await begin(set, page, NUMBERS.many)
    await camera.take(page, 'many', { all: true })
    await goOn(page)
    await camera.take(page, 'none-chosen', { wide: true })
    await choose(page, 1, 4, 2)
    await camera.take(page, 'some-chosen')
    const long = await camera.visitor()
    await begin(set, long, NUMBERS.long)
    await camera.take(long, 'long-names', { wide: true })
    const draft = page.url().replace(/\/pieces.*/, '')
    await page.goto(`${draft}/orders`)
    await camera.take(page, 'another-order', { all: true })
  },

  async why(set, camera) {
    const page = await camera.visitor()
    await begin(set, page, NUMBERS.many)
    await choose(page, 1, 2, 1)
    await goOn(page)
    await page.waitForURL('**/why')
    await camera.take(page, 'plain', { all: true })
    await goOn(page)
    await camera.take(page, 'trouble', { wide: true })
    await explain(page, 'damaged')
    await page.setInputFiles('input[type=file] >> nth=0', 'examples/torn-shirt.jpg')
    await page.waitForSelector('.photos img')
    await camera.take(page, 'with-photo')
    const long = await camera.visitor()
    await begin(set, long, NUMBERS.long)
    await choose(long, 2, 12)
    await goOn(long)
    await long.waitForURL('**/why')
    await camera.take(long, 'long-names', { wide: true })
  },

  async get(set, camera) {
    const page = await camera.visitor()
    await toGet(set, page, NUMBERS.one, 1)
    await camera.take(page, 'one', { all: true })
    for (const offer of ['store_credit', 'replace', 'keep', 'swap']) {
      const choice = page.locator(`input[type=radio][value=${offer}]`)
      if ((await choice.count()) === 0) continue
      await choice.first().check()
      await page.waitForTimeout(400)
      await camera.take(page, offer)
    }
    const several = await camera.visitor()
    await toGet(set, several, NUMBERS.many, 2, 1, 4)
    await camera.take(several, 'several', { all: true })
    await several.click('[value=each]')
    await camera.take(several, 'piece-by-piece', { wide: true })
    const gift = await camera.visitor()
    await set.enter(gift, await set.order(NUMBERS.gift), undefined, true)
    await toGet(set, gift, null, 1)
    await camera.take(gift, 'gift', { wide: true })
  },

  async catalogue(set, camera) {
    const page = await camera.visitor()
    await toGet(set, page, NUMBERS.one, 1)
    await page.locator('input[value=swap]').check()
    await page.locator('a[href*="/catalogue"], button[value*="catalogue"]').first().click()
    await page.waitForURL('**/catalogue**')
    await camera.take(page, 'plain', { all: true })
    await page.fill('[name=search]', 'nothing like it')
    await Promise.all([page.waitForURL('**search=nothing**'), page.keyboard.press('Enter')])
    await camera.take(page, 'nothing-found')
    await page.goBack()
    await page.locator('.article button').first().click()
    await page.waitForURL('**/get**')
    await camera.take(page, 'chosen', { wide: true })
  },

  async travel(set, camera) {
    const page = await camera.visitor()
    await toTravel(set, page, NUMBERS.many, 2, 1)
    await camera.take(page, 'plain', { all: true })
    await page.locator('details.from summary').click()
    await camera.take(page, 'other-address', { wide: true })
    await page.fill('[name=from_street1]', '')
    await page.fill('[name=from_city]', '')
    await goOn(page)
    await camera.take(page, 'trouble')
  },

  async check(set, camera) {
    const page = await camera.visitor()
    await toCheck(set, page, NUMBERS.many, 2, 1)
    await camera.take(page, 'plain', { all: true })
  },

  async done(set, camera) {
    const page = await camera.visitor()
    await toCheck(set, page, NUMBERS.one, 1)
    await send(page)
    await camera.take(page, 'waiting', { all: true })
    const atOnce = await camera.visitor()
    await toCheck(set, atOnce, NUMBERS.atOnce, 1)
    await send(atOnce)
    await camera.take(atOnce, 'approved', { all: true })
    const group = await camera.visitor()
    await set.enter(group, await set.order(NUMBERS.also))
    await toGroup(set, group, NUMBERS.many)
    await send(group)
    await camera.take(group, 'group', { wide: true })
  },

  follow,
  acts,
  papers,
  withdraw,
  fault,
  mails,
}

const press = (page: Page) => page.locator('main button.main').first().click()

async function send(page: Page): Promise<void> {
  await goOn(page)
  await page.waitForURL('**/done')
}
