/** Too late for one thing and not for another: what cannot come back stays in sight and says why and until when it could have. */
import { expect, test } from 'vitest'
import { begin, find, LOOKS, looked, openStory, sums } from './walking.ts'

const story = await openStory()
story.clock.forward(24 * 60)

const lines = ['kept', 'late'].map(externalId => ({
  externalId,
  title: `A ${externalId} shirt`,
  quantity: 1,
  unitPrice: { amountMinor: 5_000 },
}))

const parcel = (externalId: string, deliveredAt: string) => ({
  externalId,
  lines: [{ line: externalId, quantity: 1 }],
  sentAt: '2026-03-03T09:00:00.000Z' as never,
  deliveredAt: deliveredAt as never,
})

test.each(LOOKS)('a window that has closed for one of two pieces, %s', async (_how, look) => {
  const order = await story.order({
    lines,
    fulfilments: [parcel('kept', '2026-05-05T10:00:00.000Z'), parcel('late', '2026-03-05T10:00:00.000Z')],
  })
  const page = await story.page(`${story.base}/`, look)
  await find(page, order)
  await looked(page, story)
  await begin(page)
  if (!page.url().endsWith('/pieces')) await page.goto(page.url().replace(/[^/]+$/, 'pieces'))
  await looked(page, story)
  const row = page.locator('.piece.shut')
  expect(await row.textContent()).toContain('A late shirt')
  expect(await row.locator('input').count()).toBe(0)
  // 4 April 2026, as each language writes it.
  expect(await row.locator('.why-not').textContent()).toMatch(look.language === 'ar' ? /[4٤].*أبريل/ : /4 April 2026/)
  expect(await page.locator('.piece:not(.shut)').textContent()).toContain('A kept shirt')
  expect(await sums(page)).toEqual([])
  await page.context().close()
})

test.each(LOOKS.slice(1, 2))('a window that has closed for everything, %s', async (_how, look) => {
  const order = await story.order()
  const page = await story.page(`${story.base}/`, look)
  await find(page, order)
  await looked(page, story)
  expect(await page.locator('.foot button').count()).toBe(0)
  await page.click('form[action$="/start"] button')
  await page.waitForURL('**/pieces')
  await looked(page, story)
  expect(await page.locator('.piece.shut .why-not').count()).toBe(1)
  expect(await page.locator('.foot button').count()).toBe(0)
  await page.context().close()
})
