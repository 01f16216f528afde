import { expect, test } from 'vitest'
import { aShop } from '../../../test/kit/cast.ts'
import { settingsTrouble } from '../settings.ts'
import { settings, settingsFor } from './settings.ts'
import { openDoor } from './testing.ts'

test('what a shop has not set is what the platform does', () => {
  expect(settingsFor(aShop())).toEqual({
    currency: 'EUR',
    time_zone: 'UTC',
    older_products: false,
    older_ids: false,
    decide_before_arrival: false,
  })
})

test.each([
  [{ currency: 'euro' }, 'currency'],
  [{ currency: 'XQX' }, 'currency'],
  [{ time_zone: 'Athens' }, 'time_zone'],
  [{ older_ids: 'yes' }, 'older_ids'],
])('%j is refused by its path', (value, path) => {
  expect(settingsTrouble(settings, value)).toMatchObject([
    { path, message: expect.stringMatching(/^It must be .*\.$/) },
  ])
})

test.each([{ currency: 'USD', time_zone: 'Europe/Athens' }, {}])('%j is fine', value => {
  expect(settingsTrouble(settings, value)).toEqual([])
})

const athens = await openDoor({}, { time_zone: 'Europe/Athens' })

test('dates without a zone are those of the shop’s own', async () => {
  athens.clock.now = '2026-03-10T22:30:00.000Z' as typeof athens.clock.now
  await athens.file(await athens.bought('1'))
  const total = async (query: string) => (await athens.ask(`/returns?${query}`)).json.params
  expect(await total('date_from=2026-03-11')).toMatchObject({ total_items: 1, date_from: '2026-03-11 00:00:00' })
  expect(await total('date_to=2026-03-10')).toMatchObject({ total_items: 0, date_to: '2026-03-10 23:59:59' })
})
