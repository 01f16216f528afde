import { describe, expect, test } from 'vitest'
import { anOrder, aShop } from '../../../test/kit/cast.ts'
import type { Fulfilment, Order } from '../order/order.ts'
import type { Instant } from '../time.ts'
import type { Window } from './policy.ts'
import { windowEnd } from './window.ts'

const at = (text: string) => text as Instant
const athens = aShop({ timeZone: 'Europe/Athens', calendar: { weekend: [6, 7], holidays: [] } })

const window = (more: Partial<Window> = {}): Window => ({
  from: 'delivered',
  days: 14,
  zone: null,
  workday: false,
  holidays: [],
  fallback: { from: 'sent', plusDays: 7 },
  ...more,
})

function end(
  more: Partial<Window>,
  dates: { placed?: string; sent?: string | null; delivered?: string | null } = {},
  shop = athens,
) {
  const base = anOrder()
  const order: Order = { ...base, placedAt: at(dates.placed ?? '2026-03-10T08:00:00.000Z') }
  const fulfilment: Fulfilment = {
    ...(base.fulfilments[0] as Fulfilment),
    sentAt: dates.sent === undefined ? at('2026-03-12T08:00:00.000Z') : (dates.sent as Instant | null),
    deliveredAt: dates.delivered === undefined ? at('2026-03-15T22:30:00.000Z') : (dates.delivered as Instant | null),
  }
  return windowEnd(window(more), order, fulfilment, shop)
}

describe('T36 midnight', () => {
  test('T36 delivered on 16 March in Athens, 14 days end on 30 March at midnight there, after the clock change', () => {
    expect(end({})).toEqual({
      until: '2026-03-30T20:59:59.999Z',
      assumed: false,
      said: '14 days from delivery on 2026-03-16: until the end of 2026-03-30 (Europe/Athens)',
    })
  })

  test('T36 an end on a Sunday moves to Monday where policy says so', () => {
    expect(end({ days: 13, workday: true }).until).toBe('2026-03-30T20:59:59.999Z')
    expect(end({ days: 13, workday: true }).said).toContain('moved to the next working day')
    expect(end({ days: 13, workday: false }).until).toBe('2026-03-29T20:59:59.999Z')
    const holiday = aShop({ timeZone: 'Europe/Athens', calendar: { weekend: [6, 7], holidays: ['2026-03-30'] } })
    expect(end({ days: 13, workday: true }, {}, holiday).until).toBe('2026-03-31T20:59:59.999Z')
  })

  test('a rule may count in a zone of its own', () => {
    expect(end({ zone: 'Europe/London' }).until).toBe('2026-03-29T22:59:59.999Z')
  })
})

describe('where counting starts', () => {
  test('at the order, at dispatch or at delivery', () => {
    expect(end({ from: 'order' }).until).toBe('2026-03-24T21:59:59.999Z')
    expect(end({ from: 'sent' }).until).toBe('2026-03-26T21:59:59.999Z')
    expect(end({ from: 'order' }).said).toContain('14 days from the order on 2026-03-10')
  })

  test('T35 an unknown delivery date takes the stated fallback and says so', () => {
    const assumed = end({}, { delivered: null })
    expect(assumed).toEqual({
      until: '2026-04-02T20:59:59.999Z',
      assumed: true,
      said: '14 days from 2026-03-19, because the day of delivery is unknown: 7 days after dispatch: until the end of 2026-04-02 (Europe/Athens)',
    })
    expect(end({ fallback: { from: 'order', plusDays: 3 } }, { delivered: null }).until).toBe(
      '2026-03-27T21:59:59.999Z',
    )
  })

  test('a fallback that is unknown itself counts from the order, never for ever', () => {
    expect(end({}, { delivered: null, sent: null })).toMatchObject({ until: '2026-03-31T20:59:59.999Z', assumed: true })
    expect(end({ from: 'sent' }, { sent: null }).said).toContain(
      'because the day of dispatch is unknown: 7 days after the order',
    )
  })
})

describe('holiday seasons', () => {
  const season = { placedFrom: '2026-03-10', placedTo: '2026-03-11', until: '2026-05-01' }

  test('an order placed in the season may come back until its day', () => {
    expect(end({ holidays: [season] }).until).toBe('2026-05-01T20:59:59.999Z')
    expect(end({ holidays: [season] }).said).toContain('extended over the holidays to 2026-05-01')
    expect(end({ holidays: [{ ...season, until: '2026-04-01' }, season] }).until).toBe('2026-05-01T20:59:59.999Z')
  })

  test('one placed outside it does not, and no season shortens a window', () => {
    expect(end({ holidays: [season] }, { placed: '2026-03-09T12:00:00.000Z' }).until).toBe('2026-03-30T20:59:59.999Z')
    expect(end({ holidays: [season] }, { placed: '2026-03-12T12:00:00.000Z' }).until).toBe('2026-03-30T20:59:59.999Z')
    expect(end({ holidays: [season] }, { placed: '2026-03-11T21:00:00.000Z' }).until).toBe('2026-05-01T20:59:59.999Z')
    expect(end({ holidays: [{ ...season, until: '2026-03-12' }] }).until).toBe('2026-03-30T20:59:59.999Z')
  })
})

describe('T36 ends of windows where clocks and calendars are odd', () => {
  /** Delivered, zone, days, whether the end moves to a working day, holidays, and the last moment. */
  test.each<[string, string, string, number, string[] | null, string]>([
    [
      'the day clocks go forward has 23 hours',
      '2026-03-27T12:00:00.000Z',
      'Europe/Athens',
      2,
      null,
      '2026-03-29T20:59:59.999Z',
    ],
    [
      'the day clocks go back has 25 hours',
      '2026-10-23T12:00:00.000Z',
      'Europe/Athens',
      2,
      null,
      '2026-10-25T21:59:59.999Z',
    ],
    [
      'the second half past two of a day still counts',
      '2026-10-25T01:30:00.000Z',
      'Europe/Berlin',
      1,
      null,
      '2026-10-26T22:59:59.999Z',
    ],
    [
      'where midnight does not exist the day before ends where the next begins, at one',
      '2026-04-22T12:00:00.000Z',
      'Africa/Cairo',
      1,
      null,
      '2026-04-23T21:59:59.999Z',
    ],
    [
      'and a day that begins at one ends at midnight',
      '2026-04-23T12:00:00.000Z',
      'Africa/Cairo',
      1,
      null,
      '2026-04-24T20:59:59.999Z',
    ],
    [
      'where clocks go back at midnight a day has its last hour twice',
      '2026-10-29T12:00:00.000Z',
      'Africa/Cairo',
      0,
      null,
      '2026-10-29T21:59:59.999Z',
    ],
    [
      'a zone thirteen hours ahead',
      '2026-01-10T11:30:00.000Z',
      'Pacific/Auckland',
      0,
      null,
      '2026-01-11T10:59:59.999Z',
    ],
    ['a zone of half hours', '2026-01-10T18:40:00.000Z', 'Asia/Kolkata', 0, null, '2026-01-11T18:29:59.999Z'],
    [
      'a day that never was (Samoa, 2011) is the day after',
      '2011-12-29T12:00:00.000Z',
      'Pacific/Apia',
      1,
      null,
      '2011-12-30T09:59:59.999Z',
    ],
    ['the leap day is a day', '2028-02-27T12:00:00.000Z', 'UTC', 2, null, '2028-02-29T23:59:59.999Z'],
    [
      'delivered at the last millisecond of a day',
      '2026-03-15T22:59:59.999Z',
      'Europe/Berlin',
      0,
      null,
      '2026-03-15T22:59:59.999Z',
    ],
    ['delivered a millisecond later', '2026-03-15T23:00:00.000Z', 'Europe/Berlin', 0, null, '2026-03-16T22:59:59.999Z'],
    ['an end on a Sunday moves to Monday', '2026-03-08T12:00:00.000Z', 'UTC', 14, [], '2026-03-23T23:59:59.999Z'],
    ['an end on a Saturday too', '2026-03-07T12:00:00.000Z', 'UTC', 14, [], '2026-03-23T23:59:59.999Z'],
    ['an end on a Friday stays', '2026-03-06T12:00:00.000Z', 'UTC', 14, [], '2026-03-20T23:59:59.999Z'],
    [
      'Good Friday, a weekend and Easter Monday in a row',
      '2026-03-20T12:00:00.000Z',
      'UTC',
      14,
      ['2026-04-03', '2026-04-06'],
      '2026-04-07T23:59:59.999Z',
    ],
    [
      'Christmas, a weekend, and a bridge to the new year',
      '2026-12-11T12:00:00.000Z',
      'UTC',
      14,
      ['2026-12-25', '2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01'],
      '2027-01-04T23:59:59.999Z',
    ],
    [
      'a month without a working day moves nothing',
      '2026-03-01T12:00:00.000Z',
      'UTC',
      1,
      Array.from({ length: 40 }, (_, day) => new Date(Date.UTC(2026, 2, 1 + day)).toISOString().slice(0, 10)),
      '2026-03-02T23:59:59.999Z',
    ],
  ])('%s', (_, delivered, zone, days, holidays, until) => {
    const shop = aShop({ timeZone: zone, calendar: { weekend: [6, 7], holidays: holidays ?? [] } })
    expect(end({ days, workday: holidays !== null }, { delivered }, shop).until).toBe(until)
  })

  test('days off of the shop’s region count like its own', () => {
    const calendar = {
      weekend: [6, 7],
      holidays: [],
      region: 'GR',
      regional: { from: 2026, to: 2026, days: ['2026-04-10', '2026-04-13'] },
    }
    const shop = aShop({ timeZone: 'UTC', calendar })
    expect(end({ days: 14, workday: true }, { delivered: '2026-03-27T12:00:00.000Z' }, shop).until).toBe(
      '2026-04-14T23:59:59.999Z',
    )
  })
})
