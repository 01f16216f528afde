import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { holidaysIn, regionsOf, renewHolidays } from './holidays.ts'
import { changeShop, createShop, shopFor } from './shops.ts'

const kit = await openKit()
const { desk } = kit
const owner = kit.as('owner')
const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const dates = async (region: string, year: number) => ok(await holidaysIn(region, year)).map(one => one.date)

describe('public holidays', () => {
  test('are those of the country, and of the part of it that has more', async () => {
    expect(ok(await holidaysIn('DE', 2026))).toContainEqual({ date: '2026-10-03', name: 'Tag der Deutschen Einheit' })
    expect(await dates('DE', 2026)).not.toContain('2026-01-06')
    expect(await dates('DE-BY', 2026)).toContain('2026-01-06')
    expect(await dates('GR', 2026)).toEqual(expect.arrayContaining(['2026-04-10', '2026-04-13']))
  })

  test('stand in order, each day once', async () => {
    for (const region of ['DE-BY', 'SA', 'JP', 'US', 'GB-ENG']) {
      const all = await dates(region, 2026)
      expect(all).toEqual([...new Set(all)].toSorted())
    }
  })

  test('feasts of several days are all their days, and half days are none', async () => {
    expect(await dates('TR', 2026)).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']))
    expect(await dates('CN', 2026)).not.toContain('2026-03-08')
  })

  test('of a region nobody knows are refused', async () => {
    for (const region of ['XX', 'DE-XX', 'DE-BY-NOWHERE', 'DE-BY-A-B', '', 'toString'])
      expect(await holidaysIn(region, 2026)).toMatchObject({ code: 'invalid', detail: { path: 'region' } })
  })
})

test('regions are countries, and the parts of one', async () => {
  expect(ok(await regionsOf(null))).toContainEqual({ code: 'DE', name: 'Deutschland' })
  expect(ok(await regionsOf('DE'))).toContainEqual({ code: 'DE-BY', name: 'Bayern' })
  expect(ok(await regionsOf('LU'))).toEqual([])
  expect(await regionsOf('XX')).toMatchObject({ code: 'invalid' })
})

describe('a shop that follows a region', () => {
  const calendar = { weekend: [6, 7], holidays: ['2026-07-01'], region: 'DE-BY' }
  const found = async () =>
    ok(await createShop(desk, owner, { name: 'Bavaria', currency: kit.shop.currency, calendar })).shop

  test('has its days for the years around now, beside its own', async () => {
    kit.clock.now = '2026-03-10T12:00:00.000Z' as Instant
    const shop = await found()
    expect(shop.calendar).toMatchObject({
      holidays: ['2026-07-01'],
      region: 'DE-BY',
      regional: { from: 2025, to: 2029 },
    })
    expect(shop.calendar.regional?.days).toEqual(expect.arrayContaining(['2025-01-06', '2026-01-06', '2029-12-26']))
  })

  test('loses them with the region, and days that are sent are not believed', async () => {
    const { id } = await found()
    const change = async (more: object) =>
      ok(await changeShop(desk, owner, id, { calendar: { weekend: [7], holidays: [], ...more } })).shop.calendar
    const sent = { from: 2026, to: 2026, days: ['2026-08-08'] }
    expect((await change({ region: 'FR', regional: sent })).regional?.days).not.toContain('2026-08-08')
    expect(await change({ region: null, regional: sent })).toEqual({ weekend: [7], holidays: [] })
  })

  test('of a region nobody knows is refused, with the field', async () => {
    const { id } = await found()
    const wrong = { calendar: { ...calendar, region: 'XX' } }
    const no = { code: 'invalid', detail: { path: 'calendar.region' } }
    expect(await changeShop(desk, owner, id, wrong)).toMatchObject(no)
    expect(await createShop(desk, owner, { name: 'Nowhere', currency: kit.shop.currency, ...wrong })).toMatchObject(no)
  })

  test('gets the next year in time, once', async () => {
    kit.clock.now = '2026-12-31T12:00:00.000Z' as Instant
    const { id } = await found()
    await renewHolidays(desk)
    kit.clock.now = '2027-01-01T12:00:00.000Z' as Instant
    expect(await renewHolidays(desk)).toBeGreaterThan(0)
    expect(ok(await shopFor(desk, owner, id)).shop.calendar.regional).toMatchObject({ from: 2026, to: 2030 })
    expect(await renewHolidays(desk)).toBe(0)
  })
})
