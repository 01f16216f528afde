import { expect, test } from 'vitest'
import { as, type OrderId, type OrgId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { portalLinks, portalLookup, shopperMark } from './portal-links.ts'

const secret = Buffer.from('a secret of the tests that everybody may know')
const at = (text: string) => portalLinks(secret, () => text as Instant)
const noon = at('2026-03-10T12:00:00.000Z')
const of = {
  org: as<OrgId>('019cd7d0-0000-7000-8000-000000000001'),
  order: as<OrderId>('019cd7d0-0000-7000-8000-000000000002'),
  email: 'maja@example.com',
}

test('an entry opens its order for its customer, behind any host, for a week', () => {
  const entry = noon.entry(of)
  expect(entry).not.toContain('maja')
  const opened = {
    ok: true,
    org: of.org,
    order: of.order,
    shopper: shopperMark(' Maja@Example.com'),
    to: null,
    gift: false,
  }
  expect(noon.open(entry)).toEqual(opened)
  expect(at('2026-03-17T11:59:59.000Z').open(`https://shop.example.com${entry}`)).toEqual(opened)
  expect(at('2026-03-17T12:00:00.000Z').open(entry)).toEqual({ ok: false, code: 'link_expired' })
})

test('an entry may lead further, and may be for whom a gift was sent to', () => {
  const opened = noon.open(noon.entry({ ...of, to: 'returns/K7M2XQ4P', gift: true }))
  expect(opened).toMatchObject({ ok: true, to: 'returns/K7M2XQ4P', gift: true })
})

test('whatever is changed in it opens nothing', () => {
  const entry = noon.entry(of)
  const other = of.order.replace(/2$/, '3')
  for (const forged of [
    entry.replace(of.order, other),
    entry.replace(/shopper=[^&]+/, 'shopper=none'),
    entry.replace(of.org, other),
    `${entry}&shopper=none`,
    `${entry}&gift=1`,
    `${entry}&to=returns`,
    '/portal/orders/1',
    'no link at all',
  ])
    expect(noon.open(forged), forged).toEqual({ ok: false, code: 'link_invalid' })
  const strange = portalLinks(Buffer.from('another'), () => '2026-03-10T12:00:00.000Z' as Instant)
  expect(strange.open(entry)).toEqual({ ok: false, code: 'link_invalid' })
})

test('the page where orders are looked up has the number filled in', () => {
  expect(portalLookup('#10 & 1')).toBe('/portal/?order_number=%2310%20%26%201')
})
