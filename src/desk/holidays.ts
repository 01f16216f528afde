/** Public holidays, worked out from a data set of the world’s calendars and kept with a shop as plain days. */
import { daysAfter, type LocalDate } from '../core/calendar.ts'
import type { OrgId } from '../core/ids.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { listOrgs } from '../db/orgs.ts'
import { send } from '../db/send.ts'
import { listShops, lockShop, updateShop } from '../db/shops.ts'
import { transaction } from '../db/transaction.ts'
import type { Desk } from './desk.ts'

/** A day on which a region does not work, in the region's own language. */
type Holiday = { date: LocalDate; name: string }

/** A country, or a part of one, that has a calendar of its own: `DE`, `DE-BY`. */
type Region = { code: string; name: string }

export const FIRST_YEAR = 1970
export const LAST_YEAR = 2100

/** Windows reach back and forth so far; renewed every year (`renewHolidays`), so a shop never runs out of days. */
const YEARS_BACK = 1
const YEARS_AHEAD = 3

type Calendars = typeof import('date-holidays').default

/** Large, and needed seldom: loaded when it is first asked for. */
const calendars = async (): Promise<Calendars> => (await import('date-holidays')).default

/** Days the whole region has off. Days that are off for a part of the day, or for some people only, are not among them. */
export async function holidaysIn(region: string, year: number): Promise<Holiday[] | Refusal> {
  const Calendar = await calendars()
  if (!isKnown(new Calendar(), region)) return unknownRegion(region)
  const days = new Calendar(partsOf(region))
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end, name }) =>
      daysFrom(date.slice(0, 10), (end.getTime() - start.getTime()) / DAY_MS).map(day => ({ date: day, name })),
    )
  return days
    .filter(({ date }, place) => days.findIndex(other => other.date === date) === place)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

const DAY_MS = 86_400_000

/** Feasts that begin at dusk are told a little short of whole days. */
const daysFrom = (date: LocalDate, length: number): LocalDate[] =>
  length < 0.9 ? [] : Array.from({ length: Math.round(length) }, (_, days) => daysAfter(date, days))

function partsOf(code: string): { country: string; state?: string; region?: string } {
  const [country = '', state, region] = code.split('-')
  return { country, ...(state && { state }), ...(region && { region }) }
}

function isKnown(calendar: InstanceType<Calendars>, code: string): boolean {
  const [country, state, region, more] = code.split('-')
  if (country === undefined || more !== undefined || !isOf(country, calendar.getCountries())) return false
  if (state === undefined) return true
  if (!isOf(state, calendar.getStates(country))) return false
  return region === undefined || isOf(region, calendar.getRegions(country, state))
}

const isOf = (code: string, names: object | undefined): boolean => names !== undefined && Object.hasOwn(names, code)

const unknownRegion = (region: string): Refusal =>
  refuse('invalid', {
    path: 'region',
    sentence: `No calendar is known for ${JSON.stringify(region)}; write a country like DE, or a part of one like DE-BY.`,
  })

/** Every country, or the parts of one. */
export async function regionsOf(country: string | null): Promise<Region[] | Refusal> {
  const Calendar = await calendars()
  const calendar = new Calendar()
  if (country === null) return named(calendar.getCountries())
  if (!isOf(country, calendar.getCountries())) return unknownRegion(country)
  return named(calendar.getStates(country) ?? {}).map(({ code, name }) => ({ code: `${country}-${code}`, name }))
}

const named = (names: object): Region[] =>
  Object.entries(names as Record<string, string>).map(([code, name]) => ({ code, name }))

/**
 * A calendar with the days of its region worked out for the years around now. What somebody sent for them is not looked at; without a region there
 * are none.
 */
export async function withRegionalDays(calendar: Shop['calendar'], now: Instant): Promise<Shop['calendar'] | Refusal> {
  const { weekend, holidays, region = null } = calendar
  if (region === null) return { weekend, holidays }
  const year = Number(now.slice(0, 4))
  const [from, to] = [year - YEARS_BACK, year + YEARS_AHEAD]
  const days: LocalDate[] = []
  for (let one = from; one <= to; one++) {
    const found = await holidaysIn(region, one)
    if (refused(found)) return refuse('invalid', { ...found.detail, path: 'calendar.region' })
    days.push(...found.map(({ date }) => date))
  }
  return { weekend, holidays, region, regional: { from, to, days } }
}

/** Every shop that follows a region gets the days of the next year in time. Gives how many were renewed; done twice it does no harm. */
export async function renewHolidays(desk: Desk): Promise<number> {
  const wanted = Number(desk.now().slice(0, 4)) + YEARS_AHEAD
  const stale = ({ calendar }: Shop) => calendar.region != null && (calendar.regional?.to ?? 0) < wanted
  let renewed = 0
  for (const { id: org } of await listOrgs(desk.db))
    for (const { shop } of await listShops(desk.db, org)) if (stale(shop) && (await renew(desk, org, shop))) renewed++
  return renewed
}

async function renew(desk: Desk, org: OrgId, { id }: Shop): Promise<boolean> {
  return transaction(desk.db, async tx => {
    const stored = await lockShop(tx, org, id)
    if (stored === null) return false
    const calendar = await withRegionalDays(stored.shop.calendar, desk.now())
    if (refused(calendar)) return false
    send(updateShop(tx, { ...stored.shop, calendar }, desk.now()))
    return true
  })
}
