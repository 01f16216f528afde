/** What every story through the shopper's page is told with: a shop with something to offer, a browser, and steps that hold in every language. */
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect } from 'vitest'
import type { Currency, Money } from '../../../src/core/money.ts'
import type { Order } from '../../../src/core/order/order.ts'
import type { Window } from '../../../src/core/policy/policy.ts'
import { refused } from '../../../src/core/refusal.ts'
import type { Return } from '../../../src/core/return/return.ts'
import type { ReasonEntry, Shop } from '../../../src/core/shop.ts'
import { inAll } from '../../../src/core/worth/quote.ts'
import { returnsOfOrder } from '../../../src/db/returns.ts'
import { findOne, type Seen } from '../../../src/desk/look.ts'
import { activatePolicy, draftPolicy } from '../../../src/desk/policies.ts'
import { putProducts } from '../../../src/desk/products.ts'
import { axe, DESKTOP, type Look, openBrowser, type Opened, PHONE, sticksOut } from '../../kit/browser.ts'
import { openPortalKit, type PortalKit } from '../../kit/portal.ts'

/** Between them they have both widths, both directions, and no script. */
export const LOOKS: [string, Look][] = [
  ['on a phone, in Arabic', { screen: PHONE, language: 'ar' }],
  ['on a desktop, in English', { screen: DESKTOP, language: 'en-GB' }],
  ['on a phone without a script, in English', { screen: PHONE, script: false }],
]

export const eur = (amountMinor: number): Money => ({ amountMinor, currency: 'EUR' as Currency })

const reason = (code: ReasonEntry['code'], text: string, more: Partial<ReasonEntry> = {}): ReasonEntry => ({
  code,
  text,
  subs: [],
  types: [],
  requires: { photo: false, comment: false },
  ...more,
})

const SHOP: Partial<Shop> = {
  reasons: [
    reason('too_small', 'Too small', { subs: [{ code: 'sleeves', text: 'In the sleeves' }] }),
    reason('damaged', 'Arrived damaged', { requires: { photo: true, comment: false } }),
  ],
  methods: [
    { type: 'customer_courier', name: 'Your own carrier', zones: [], label: false },
    { type: 'retailer_label', name: 'Prepaid label', zones: ['DE'], label: true },
  ],
  offers: { counters: 3, adjustable: true, floorPpm: 100_000 },
}

export type Telling = PortalKit &
  Opened & { now: (ret: Return) => Promise<Seen>; sent: (order: Order) => Promise<Return> }

/** A shop that offers everything, sells a coat for 120.00, and lets payments be rehearsed. */
export async function openStory(wish: Partial<Shop> = {}): Promise<Telling> {
  const kit = await openPortalKit({ ...SHOP, ...wish }, { pay: async ({ page }) => `${page}/rehearsal` })
  await offerEverything(kit)
  await sellACoat(kit)
  const browser = await openBrowser(kit.app)
  return {
    ...kit,
    ...browser,
    async now(ret) {
      const seen = await findOne(kit.desk, kit.as('owner'), ret.id)
      if (refused(seen)) throw new Error(seen.code)
      return seen
    },
    async sent(order) {
      const [ret] = await returnsOfOrder(kit.desk.db, kit.org, order.id)
      if (!ret) throw new Error('Nothing has been sent.')
      return ret
    },
  }
}

const THIRTY_DAYS: Window = {
  from: 'delivered',
  days: 30,
  zone: null,
  workday: false,
  holidays: [],
  fallback: { from: 'order', plusDays: 5 },
}

async function offerEverything({ desk, as, shop }: PortalKit): Promise<void> {
  const drafted = await draftPolicy(desk, as('owner'), shop.id, {
    name: 'Offers',
    rules: [
      {
        id: 'rule' as never,
        name: 'On offer',
        when: {},
        then: [
          { window: THIRTY_DAYS },
          { resolutions: ['original_payment', 'store_credit', 'swap'] },
          { bonus: { ratePpm: 100_000 } },
          {
            methods: [
              { type: 'customer_courier', cost: { free: true } },
              { type: 'retailer_label', cost: { flat: eur(490) } },
            ],
          },
        ],
        priority: 0,
      },
    ],
  })
  if (refused(drafted)) throw new Error(JSON.stringify(drafted.detail))
  await activatePolicy(desk, as('owner'), shop.id, drafted.id, null)
}

const sellACoat = ({ desk, as, shop }: PortalKit) =>
  putProducts(desk, as('owner'), shop.id, [
    {
      id: 'coat',
      title: 'Winter coat',
      type: null,
      vendor: 'Linnea',
      image: null,
      variants: ['M', 'L'].map(size => ({
        id: `coat-${size}`,
        sku: `COAT-${size}`,
        title: size,
        options: [{ name: 'Size', value: size }],
        prices: [eur(12_000)],
        stock: size === 'M' ? 40 : 0,
        image: null,
      })),
    },
  ])

/** After every page: the checker finds nothing against it, the browser has nothing to complain about, and it is no wider than the window. */
export async function looked(page: Page, { complaints }: Pick<Opened, 'complaints'>): Promise<void> {
  await page.waitForLoadState()
  const place = new URL(page.url()).pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
  const found = { axe: await axe(page), sticksOut: await sticksOut(page), complaints: complaints() }
  expect.soft(found, place).toEqual({ axe: [], sticksOut: 0, complaints: [] })
}

/** Presses what leads to another page and waits until that is there. */
export async function press(page: Page, what: string, to: string | RegExp): Promise<void> {
  await page.locator(what).first().click()
  await page.waitForURL(to)
}

/** Presses what sends a form that lacks something: the page comes back, and with a script its summary has the focus. */
export async function pressInVain(page: Page, what: string, story: Telling): Promise<void> {
  await page.locator(what).first().click()
  await page.locator('main [role=alert][data-focus]').waitFor()
  expect.soft(await page.locator('main [aria-invalid=true], main .trouble').count()).toBeGreaterThan(0)
  if (await hasScript(page))
    expect.soft(await page.evaluate('document.activeElement.matches("[data-focus]")')).toBe(true)
  await looked(page, story)
}

/** Whether the page's own script has run. */
export const hasScript = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.hasAttribute("data-script")')

/** Proves the order on the first page. */
export async function find(page: Page, order: Order, known = 'maja@example.com'): Promise<void> {
  await page.fill('[name=order_number]', order.refs.number)
  await page.fill('[name=known]', known)
  await press(page, 'main button.main', '**/orders')
}

/** Begins a request on the page of the only order, at its first step. */
export const begin = (page: Page): Promise<void> => press(page, '.foot button', '**/return/**')

/** Sums as the page means them, whatever language it says them in: minor units. */
export const sums = (page: Page, within = 'main'): Promise<number[]> =>
  page.$$eval(`${within} data.amount`, all => all.map(one => Number(one.getAttribute('value'))))

/** What the core makes of it from the wish to the last refund. */
export const coreSum = (seen: Seen): number => inAll(seen.ret, seen).total.presentment.amountMinor

export const aPhoto = async () => ({
  name: 'seam.jpg',
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 60, height: 40, channels: 3, background: '#3f6d4e' } })
    .jpeg()
    .toBuffer(),
})

/** Kept photos are shown by another door, which is not open here. */
export async function showPhotos(page: Page): Promise<void> {
  const { buffer } = await aPhoto()
  await page.context().route('**/v1/files/**', route => route.fulfill({ contentType: 'image/jpeg', body: buffer }))
}
