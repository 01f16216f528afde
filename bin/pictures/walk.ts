/** Walking through a request as its shopper: from the order to wherever the camera stands. */
import type { Page } from 'playwright-core'
import type { Set } from './set.ts'

/** The button at the foot. */
export const goOn = (page: Page): Promise<void> => page.locator('.foot button').last().click()

/** Null: the visitor stands at the order already. */
export async function begin(set: Set, page: Page, number: string | null): Promise<void> {
  if (number !== null) await set.enter(page, await set.order(number))
  await page.locator('form[action$="/start"] button, .foot button').first().click()
  await page.waitForURL('**/return/**')
}

/** So many of the first row that can be chosen, so many of the second, and so on. */
export async function choose(page: Page, ...quantities: number[]): Promise<void> {
  for (const [at, quantity] of quantities.entries()) {
    const row = page.locator('.piece:has(input:not(:disabled))').nth(at)
    const tick = row.locator('.tick-box')
    if (await tick.count()) await tick.check()
    const count = row.locator('input[type=number]')
    if (await count.count()) await count.fill(String(quantity))
  }
}

/** The same reason for every piece. */
export async function explain(page: Page, reason: string): Promise<void> {
  const all = page.locator('select[data-reason]')
  for (let at = 0; at < (await all.count()); at++) await all.nth(at).selectOption(reason)
}

export async function toGet(set: Set, page: Page, number: string | null, ...quantities: number[]): Promise<void> {
  await begin(set, page, number)
  if (page.url().endsWith('/pieces')) {
    await choose(page, ...quantities)
    await goOn(page)
  }
  await page.waitForURL('**/why')
  await explain(page, 'too_small')
  await goOn(page)
  await page.waitForURL('**/get')
}

export async function toTravel(set: Set, page: Page, number: string, ...quantities: number[]): Promise<void> {
  await toGet(set, page, number, ...quantities)
  await goOn(page)
  await page.waitForURL('**/travel')
}

export async function toCheck(set: Set, page: Page, number: string, ...quantities: number[]): Promise<void> {
  await toTravel(set, page, number, ...quantities)
  await goOn(page)
  await page.waitForURL('**/check')
}

/** One piece of the order the visitor stands at, and one of another, in one request. */
export async function toGroup(set: Set, page: Page, other: string): Promise<void> {
  await begin(set, page, null)
  const draft = page.url().replace(/\/pieces.*/, '')
  const { customer } = await set.order(other)
  await page.goto(`${draft}/orders`)
  await page.fill('[name=order_number]', other)
  await page.fill('[name=email]', customer.emails[0] ?? '')
  await page.locator('main button.main').click()
  await page.waitForURL('**/pieces**')
  const orders = page.locator('.of-order')
  for (let at = 0; at < (await orders.count()); at++) {
    const row = orders.nth(at).locator('.tick-box:not(:disabled)').first()
    await row.check()
  }
  await goOn(page)
  await page.waitForURL('**/why')
  await explain(page, 'too_small')
  await goOn(page)
  for (const step of ['get', 'travel']) {
    await page.waitForURL(`**/${step}`)
    await goOn(page)
  }
  await page.waitForURL('**/check')
}
