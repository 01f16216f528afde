/** What references and platforms publish of signing and patience, held against every language. */
import { describe, expect, test } from 'vitest'
import type { Endpoint, PushFormat } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import type { Desk } from '../desk/desk.ts'
import { aftershipTelling, WORDS } from './aftership/push.ts'
import { aftershipOlderTelling } from './aftership/push-older.ts'
import { shoplineTelling } from './shopline/push.ts'
import { returnUpdates } from './shopee/push.ts'
import type { Language, TellingHouse } from './telling.ts'

const at = '2026-11-02T00:00:00.000Z' as Instant
const house: TellingHouse = { desk: {} as Desk, links: {} as TellingHouse['links'], origin: '' }

const spoken = ({ terms, open }: Language): PushFormat => ({ ...terms, ...open(house) })
const shopee = spoken(returnUpdates)
const aftership = spoken(aftershipTelling)
const older = spoken(aftershipOlderTelling)
const shopline = spoken(shoplineTelling)

const signed = (format: PushFormat, body: string, secrets: string[], url = 'https://erp.example/hooks') =>
  format.sign(
    { body, headers: {} },
    { id: 'e', secrets, shop: null, telling: { endpoint: { url } as Endpoint, at, attempt: 1 } },
  )

describe('a signature', () => {
  test('of Shopee’s is over the callback URL, a bar and the exact bytes', () => {
    const body =
      '{"data":{"order_sn":"261030H4TN8C2P","return_sn":"261102B7KQ2M9XA","updated_values":[{"update_field":"return_status","old_value":"REQUESTED","new_value":"PROCESSING","update_time":1793664000}]},"shop_id":900001,"code":29,"timestamp":1793664001}'
    expect(body).toHaveLength(244)
    expect(signed(shopee, body, ['testkey', 'an older one'], 'http://127.0.0.1:9000/push')).toEqual({
      authorization: '8c814f8c8ec1eac5456b98d096bb10b1a3c7c0f3688dec65ffbc334ff68541e7',
    })
  })

  test.each([aftership, older])('of AfterShip’s is over the body, with the secret as text', format => {
    const body = '{"id":"3df04d0cdf3c492fad33a15f753fb960","event":"return.approved"}'
    expect(signed(format, body, ['whsec-test'])).toEqual({
      'as-signature-hmac-sha256': 'vtM+PEWV7lOb7O7ZEoUj8Tqlr0vBGDWMfjIR4UahZbk=',
    })
  })

  test('of SHOPLINE’s is lower-case hex unless a shop wants it otherwise', () => {
    expect(signed(shopline, '{}', ['secret'])['X-Shopline-Hmac-Sha256']).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('patience', () => {
  const seconds = ({ pausesMs }: PushFormat) => pausesMs.map(pauseMs => pauseMs / 1000)
  const total = (format: PushFormat) => seconds(format).reduce((all, one) => all + one, 0)

  test('of Shopee’s is three more attempts', () => {
    expect(seconds(shopee)).toEqual([300, 1800, 10_800])
    expect(shopee.timeoutMs).toBe(3000)
  })

  test.each([aftership, older])('of AfterShip’s is the published table of fourteen attempts', format => {
    expect(seconds(format)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, 30_720, 61_440, 122_880])
    expect(total(format)).toBe(245_730)
  })

  test('of SHOPLINE’s is nineteen more attempts within 48 hours, each pause no shorter than the one before', () => {
    expect(shopline.pausesMs).toHaveLength(19)
    expect(total(shopline)).toBe(48 * 3600)
    expect(seconds(shopline).toSorted((one, other) => one - other)).toEqual(seconds(shopline))
    expect(shopline.timeoutMs).toBe(5000)
  })

  test.each([
    [shopee, [200, 204, 299], [199, 301, 400, 500]],
    [aftership, [200, 202, 204], [301, 400, 503]],
    [older, [200, 201], [302, 404]],
    [shopline, [200], [201, 204, 500]],
  ])('ends with the right answers', (format, heard, unheard) => {
    const is = (status: number) => format.isHeard({ status, body: '' })
    expect(heard.filter(is)).toEqual(heard)
    expect(unheard.filter(is)).toEqual([])
  })
})

describe('versions', () => {
  const are = ({ versions }: PushFormat, texts: string[]) => texts.filter(text => versions?.pattern.test(text))

  test('of AfterShip’s are those that have webhooks', () => {
    expect(are(aftership, ['2024-07', '2024-10', '2025-07', '2026-07', '2026-08', 'x2025-07'])).toEqual([
      '2024-10',
      '2025-07',
      '2026-07',
    ])
    expect(aftership.versions?.standard).toBe('2025-07')
  })

  test('of SHOPLINE’s are dates behind a v', () => {
    expect(are(shopline, ['v20260301', '20260301', 'v2026', 'v202603011'])).toEqual(['v20260301'])
  })
})

test('every name of AfterShip’s has words of its own, and no event starts one twice', () => {
  const words = WORDS.map(({ word }) => word)
  expect(new Set(words).size).toBe(words.length)
})

test('a trial says that it is one', () => {
  const endpoint = { formatVersion: '2026-01', url: 'https://erp.example/hooks' } as Endpoint
  const telling = { endpoint, at, attempt: 1, id: '019cd7d0-0000-7000-8000-000000000001', shop: null }
  expect(JSON.parse(aftership.trial(telling)?.body ?? '')).toMatchObject({ is_test: true, version: '2026-01' })
  expect(JSON.parse(older.trial(telling)?.body ?? '')).toMatchObject({ is_test: true, version: '2022-02-22' })
  expect(JSON.parse(shopee.trial(telling)?.body ?? '')).toEqual({
    data: {},
    shop_id: 0,
    code: 0,
    timestamp: 1793577600,
  })
  expect(shopline.trial(telling)).toBeNull()
})
