/** Something arrived damaged: found, chosen, shown in a photo, sent, approved, handed to a carrier, counted in, and paid back. */
import { expect, test } from 'vitest'
import {
  aPhoto,
  begin,
  coreSum,
  find,
  hasScript,
  LOOKS,
  looked,
  openStory,
  press,
  pressInVain,
  showPhotos,
  sums,
} from './walking.ts'

const story = await openStory()

test.each(LOOKS)('a return with a photo, %s', async (_how, look) => {
  const order = await story.order()
  const page = await story.page(`${story.base}/`, look)
  await showPhotos(page)
  await looked(page, story)

  // Nobody learns what was wrong, and what was typed is still there.
  await page.fill('[name=order_number]', order.refs.number)
  await page.fill('[name=known]', 'else@example.com')
  await page.click('main button.main')
  await page.locator('[data-focus]').waitFor()
  await looked(page, story)
  expect(await page.inputValue('[name=known]')).toBe('else@example.com')
  await find(page, order)
  await looked(page, story)

  await begin(page)
  await looked(page, story)
  await pressInVain(page, '.foot button', story)
  await page.fill('main input[type=number]', '1')
  await press(page, '.foot button', '**/why')
  await looked(page, story)

  await page.selectOption('#reason-p1', 'damaged')
  await page.fill('#comment-p1', 'The seam is open.')
  await pressInVain(page, '.foot button', story)
  await page.setInputFiles('#photos-p1', await aPhoto())
  if (!(await hasScript(page))) await page.click('.without-script button')
  await page.locator('.photos img').waitFor()
  await looked(page, story)
  expect(await page.inputValue('#comment-p1')).toBe('The seam is open.')
  await press(page, '.foot button', '**/get')
  await looked(page, story)

  await page.check('[value=original_payment]')
  await press(page, '.foot button', '**/travel')
  await looked(page, story)
  await page.check('[value=customer_courier]')
  await press(page, '.foot button', '**/check')
  await looked(page, story)
  const onCheck = await sums(page, 'main .large')
  expect(onCheck).toEqual([5_000])

  await press(page, '.foot button', '**/done')
  await looked(page, story)
  const ret = await story.sent(order)
  expect(ret.items[0]).toMatchObject({ asked: 1, reason: { code: 'damaged' }, media: [{ kind: 'photo' }] })
  expect(await page.textContent('.done .number .code')).toBe(ret.number)
  expect(await sums(page)).toEqual(onCheck)
  expect(coreSum(await story.now(ret))).toBe(5_000)

  const follow = `**/returns/${ret.number}`
  await press(page, `a[href$="/returns/${ret.number}"]`, follow)
  await looked(page, story)
  expect(await sums(page)).toEqual(onCheck)

  await story.act(ret, { verb: 'approve' })
  await page.reload()
  await looked(page, story)
  await press(page, 'a[href$="/slip"]', '**/slip')
  await looked(page, story)
  await page.goBack()

  await press(page, 'main a.button[href$="/ship"]', '**/ship')
  await looked(page, story)
  await pressInVain(page, 'main button.main', story)
  await page.selectOption('[name=carrier]', { index: 1 })
  await page.fill('[name=number]', '003404341611')
  await press(page, 'main button.main', /note=shipped/)
  await looked(page, story)

  const item = ret.items[0]!.id
  await story.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines: [{ item, quantity: 1 }] }, 'warehouse')
  await story.act(ret, { verb: 'refund' })
  await page.reload()
  await looked(page, story)
  expect(await sums(page)).toEqual(onCheck)
  const { ret: granted } = await story.now(ret)
  expect(granted.grants.map(({ figure }) => figure.total.presentment.amountMinor)).toEqual([5_000])
  expect(granted.payouts.map(({ amount }) => amount.amountMinor)).toEqual([5_000])
  await press(page, `main a[href="${story.base}/orders"]`, '**/orders')
  await looked(page, story)
  await page.context().close()
})
