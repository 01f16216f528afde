/** Public holidays of the world, for whoever sets up a shop’s calendar. */

import { holidaysIn, regionsOf } from '../../desk/holidays.ts'
import type { App } from '../../http/app.ts'
import { answer, answered, type Door, reading } from '../door.ts'
import { HolidayList } from '../wire/answers.ts'
import { HolidayQuery, RegionList, RegionQuery } from '../wire/holiday.ts'

const TAG = 'Shops'

export function holidayRoutes(app: App, _door: Door): void {
  app.get('/v1/holidays', holidays, async (request, reply) => {
    const { region, year } = request.query as { region: string; year: number }
    return answered(reply, await holidaysIn(region, year), data => ({ data }))
  })
  app.get('/v1/holidays/regions', regions, async (request, reply) => {
    const { country = null } = request.query as { country?: string }
    return answered(reply, await regionsOf(country), data => ({ data }))
  })
}

const holidays = reading(TAG, {
  operationId: 'listHolidays',
  summary: 'List the public holidays of a region',
  description:
    'A shop whose calendar names a region follows them by itself. From the data set date-holidays (CC BY 3.0), which its makers keep as well as they can and promise nothing about.',
  querystring: HolidayQuery,
  response: { 200: answer(HolidayList, 'Days on which the whole region does not work, the earliest first.') },
})
const regions = reading(TAG, {
  operationId: 'listHolidayRegions',
  summary: 'List regions with a calendar',
  querystring: RegionQuery,
  response: { 200: answer(RegionList, 'Countries, or the parts of one.') },
})
