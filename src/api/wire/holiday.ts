/** Public holidays, as the data set knows them. */
import Type from 'typebox'
import { FIRST_YEAR, LAST_YEAR } from '../../desk/holidays.ts'
import { exactly, ref } from '../../http/schema.ts'
import { day, list, optional, text } from './fields.ts'

const COUNTRY = { pattern: '^[A-Z]{2}$' }

export const REGION = text(
  'A country (ISO 3166-1 alpha-2), or a part of one that has a calendar of its own.',
  'DE-BY',
  16,
  { pattern: '^[A-Z]{2}(-[A-Za-z0-9]{1,6}){0,2}$' },
)

export const HolidayQuery = exactly({
  region: REGION,
  year: Type.Integer({ minimum: FIRST_YEAR, maximum: LAST_YEAR, description: 'The year.', examples: [2026] }),
})

export const RegionQuery = exactly({
  country: optional(text('Only the parts of this country. ISO 3166-1 alpha-2.', 'DE', 2, COUNTRY)),
})

export const Holiday = Type.Object(
  { date: day('The day.', '2026-01-06'), name: text('Its name there.', 'Heilige Drei Könige') },
  { $id: 'Holiday', description: 'A day on which a region does not work.' },
)

const Region = Type.Object(
  { code: text('What to write in a shop’s calendar.', 'DE-BY'), name: text('Its name there.', 'Bayern') },
  { $id: 'Region', description: 'A country, or a part of one, with a calendar of its own.' },
)

export const RegionList = Type.Object(
  { data: list(ref(Region), 'Regions.', 1_000) },
  { $id: 'RegionList', description: 'Regions.' },
)

export const HOLIDAY = [Holiday, Region, RegionList]
