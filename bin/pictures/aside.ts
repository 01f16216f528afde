/** Pages and letters beside the walk: the statutory lane, what is not there, and the mails. */
import type { Set } from './set.ts'
import type { Camera } from './studio.ts'
import { NUMBERS } from './further-orders.ts'

export async function withdraw(set: Set, camera: Camera): Promise<void> {
  const page = await camera.visitor()
  await page.goto(`${set.base}/withdraw`)
  await camera.take(page, 'stranger', { all: true })
  await page.click('main form button')
  await camera.take(page, 'trouble', { wide: true })
  const known = await camera.visitor()
  await set.enter(known, await set.order(NUMBERS.withdrawn), 'withdraw')
  await camera.take(known, 'known', { all: true })
  await known.click('main form button')
  await camera.take(known, 'confirm', { wide: true })
  await known.locator('form[action$="/confirm"] button').click()
  await known.waitForURL('**/withdraw/**')
  await camera.take(known, 'received', { all: true })
}

export async function fault(set: Set, camera: Camera): Promise<void> {
  const page = await camera.visitor()
  await page.goto(`${set.base}/nowhere`)
  await camera.take(page, 'not-there', { all: true })
  await page.goto('/portal/nobody/')
  await camera.take(page, 'no-such-shop')
}

/** The mails that say most, as the shop's own words and colours make them. */
const KINDS = ['received', 'approved', 'offer_made', 'refunded', 'rejected', 'reminder_send', 'code', 'staff_dispute']

export async function mails(set: Set, camera: Camera): Promise<void> {
  const page = await camera.visitor()
  const { data } = await set.api<{ data: { id: string }[] }>('/v1/returns?request=approved&limit=1')
  for (const kind of KINDS) {
    for (const language of camera.languages) {
      const wish = { kind, language, return_id: data[0]?.id ?? null }
      const { html } = await set.api<{ html: string }>(`/v1/shops/${set.shop.id}/mails/preview`, wish)
      await page.setContent(html)
      await camera.take(page, `${kind}-${language}`)
    }
  }
}
