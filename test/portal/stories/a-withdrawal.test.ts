/** A contract is withdrawn from as the law has it: nobody signs in or gives a reason, two steps, and an acknowledgement to the second. */
import { expect, test } from 'vitest'
import { listWithdrawals } from '../../../src/db/withdrawals.ts'
import { query } from '../../../src/db/pool.ts'
import { LOOKS, looked, openStory, press, pressInVain } from './walking.ts'

const story = await openStory()

test.each(LOOKS)('a withdrawal, %s', async (_how, look) => {
  const order = await story.order()
  const page = await story.page(`${story.base}/`, look)
  await press(page, 'footer a[href$="/withdraw"]', '**/withdraw')
  await looked(page, story)
  expect(await page.context().cookies()).toEqual([])
  await pressInVain(page, 'main button.main', story)
  await page.fill('[name=name]', 'Maja Lund')
  await page.fill('[name=order_number]', order.refs.number)
  await page.fill('[name=email]', 'maja@example.com')
  await page.click('main button.main')
  await page.locator('blockquote.statement').waitFor()
  await looked(page, story)
  const words = await page.textContent('blockquote.statement')

  // Going back changes nothing and loses nothing.
  await page.click('form[action$="/change"] button')
  await page.locator('[name=name]').waitFor()
  await looked(page, story)
  expect(await page.inputValue('[name=order_number]')).toBe(order.refs.number)
  await page.click('main button.main')
  await press(page, 'form[action$="/confirm"] button', /\/withdraw\/(?!confirm|change)/)
  await looked(page, story)

  const all = await listWithdrawals(story.desk.db, story.org, { shops: null, limit: 10 })
  const withdrawal = all.find(one => one.order === order.id)
  expect(withdrawal).toMatchObject({ state: 'opened', statement: { words } })
  expect(await page.textContent('main .number')).toBe(withdrawal?.number)
  expect(await page.textContent('blockquote.statement')).toBe(words)
  const { rows } = await query<{ kind: string; to_address: string; language: string }>(story.desk.db, {
    text: 'SELECT kind, to_address, language FROM mails WHERE key = $1',
    values: [`withdrawal:${withdrawal?.id}`],
  })
  expect(rows).toEqual([
    { kind: 'withdrawal', to_address: 'maja@example.com', language: look.language === 'ar' ? 'ar' : 'en' },
  ])
  await page.context().close()
})
