/** The same page of a growing shop should cost the same. A shop that stays small stands beside it, and both are read in turns. */
import type { Where } from '../src/core/return/where.ts'
import { countReturns } from '../src/db/return-counts.ts'
import { listReturns } from '../src/db/return-lists.ts'
import type { House } from './house.ts'
import { type Language, languagesOf } from './languages.ts'
import { call, oneByOne } from './measure.ts'
import { atMost, milliseconds, times } from './report.ts'
import { fillTo } from './states.ts'
import type { Bench } from './workplace.ts'

const SMALL = 10_000
const MOST_MORE_MS = 2
const MOST_TIMES = 1.5

type Filter = { query: string; where?: Where; sort?: 'updated_at' }

const FILTERS: Record<string, Filter> = {
  'all, newest first': { query: '' },
  'one common state': { query: 'request=submitted', where: { request: ['submitted'] } },
  'a rare mixture': {
    query: 'dispute=raised,judging&settlement=none',
    where: { dispute: ['raised', 'judging'], settlement: ['none'] },
  },
  'by last change': {
    query: 'sort=updated_at&request=approved',
    where: { request: ['approved'] },
    sort: 'updated_at',
  },
}

export async function lists({ report, place, quick }: Bench): Promise<void> {
  const small = await place.house({ server: 'serves' })
  const growing = await place.house({ server: 'serves' })
  await fillTo(small, SMALL)
  const languages = { small: await languagesOf(small), growing: await languagesOf(growing) }
  for (const size of quick ? [100_000] : [100_000, 1_000_000]) {
    await fillTo(growing, size)
    const ways = Object.entries(FILTERS).flatMap(([name, filter]) => [
      [`${name}, small`, () => page(small, filter)] as const,
      [`${name}, bare`, () => rows(growing, filter)] as const,
      [`${name}, large`, () => page(growing, filter)] as const,
    ])
    const p50Ms = await oneByOne(Object.fromEntries(ways), { rounds: quick ? 3 : 6 })
    const many = size.toLocaleString('en')
    for (const name of Object.keys(FILTERS)) {
      const [few = 0, bare = 0, large = 0] = ['small', 'bare', 'large'].map(way => p50Ms[`${name}, ${way}`] ?? 0)
      report.say(
        `list 20 of ${many}, ${name}: p50 against 10,000`,
        `${times(large / few)} of ${milliseconds(few)}`,
        atMost(large / few, MOST_TIMES, value => `× ${value}`),
      )
      report.say(
        `list 20 of ${many}, ${name}: p50 over the bare query`,
        `+ ${milliseconds(large - bare)} on ${milliseconds(bare)}`,
        atMost(large - bare, MOST_MORE_MS, value => `+ ${value} ms`),
      )
    }
    await inTheirLanguages(languages, many, quick, report)
    const total = await oneByOne({ bare: () => counted(growing), http: () => totalPage(growing) })
    report.say(
      `total of one state among ${many}: p50 over the bare query`,
      `+ ${milliseconds(total.http - total.bare)} on ${milliseconds(total.bare)}`,
    )
  }
  const mb = await growing.residentMb()
  report.say(
    'memory of the server, afterwards',
    `${mb} MB`,
    atMost(mb, 250, value => `${value} MB`),
  )
}

type Both = Record<'small' | 'growing', Record<string, Language>>

/** Every platform's list by status with its total, its pages far down, and one return: the growing shop against the small one. */
async function inTheirLanguages(
  { small, growing }: Both,
  many: string,
  quick: boolean,
  report: Bench['report'],
): Promise<void> {
  for (const [name, language] of Object.entries(growing)) {
    const of = small[name] ?? language
    const [first, firstSmall] = [language.named(await language.list()), of.named(await of.list())]
    const p50Ms = await oneByOne(
      {
        listSmall: of.list,
        list: language.list,
        far: language.far,
        oneSmall: () => of.one(firstSmall),
        one: () => language.one(first),
      },
      { rounds: quick ? 2 : 4 },
    )
    report.say(
      `${name}’s list by status with its total, 20 of ${many}: p50 against 10,000`,
      `${times(p50Ms.list / p50Ms.listSmall)} of ${milliseconds(p50Ms.listSmall)}`,
      atMost(p50Ms.list / p50Ms.listSmall, MOST_TIMES, value => `× ${value}`),
    )
    report.say(`the same ten thousand rows further down`, milliseconds(p50Ms.far))
    report.say(
      `${name}’s detail among ${many}: p50 against 10,000`,
      `${times(p50Ms.one / p50Ms.oneSmall)} of ${milliseconds(p50Ms.oneSmall)}`,
    )
  }
}

const rows = ({ desk, org, shop }: House, { where, sort }: Filter): Promise<unknown> =>
  listReturns(desk.db, org, { shops: [shop.id], ...(where && { where }), limit: 21, ...(sort && { sort }) })

const page = (house: House, { query }: Filter): Promise<void> => get(house, `limit=20&${query}`)

const counted = ({ desk, org, shop }: House): Promise<unknown> =>
  countReturns(desk.db, org, { shops: [shop.id], where: { request: ['submitted'] } })

const totalPage = (house: House): Promise<void> => get(house, 'limit=1&count=true&request=submitted')

async function get({ url, key }: House, query: string): Promise<void> {
  const { status, text } = await call(`${url}/v1/returns?${query}`, key)
  if (status !== 200) throw new Error(`${status} ${text}`)
}
