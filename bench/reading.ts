/** Reading one return: through HTTP, against the bare queries. */
import { findPurchase } from '../src/db/orders.ts'
import { listReturns } from '../src/db/return-lists.ts'
import { findReturn, siblingsOf } from '../src/db/returns.ts'
import { call, compare, oneByOne } from './measure.ts'
import { atMost, milliseconds, perSecond, times } from './report.ts'
import { fillTo } from './states.ts'
import type { Bench } from './workplace.ts'

const MOST_MORE_MS = 2

export async function reading({ report, place, quick }: Bench): Promise<void> {
  const house = await place.house({ server: 'serves' })
  await fillTo(house, 10_000)
  const { desk, org, shop, url, key } = house
  const { rows: returns } = await listReturns(desk.db, org, { shops: [shop.id], limit: 500 })
  const draw = () => returns[Math.floor(Math.random() * returns.length)]?.id as never
  const ways = {
    async bare() {
      const ret = await findReturn(desk.db, org, draw())
      if (ret) await Promise.all([findPurchase(desk.db, org, ret.order), siblingsOf(desk.db, org, ret.id)])
    },
    async http() {
      const { status, text } = await call(`${url}/v1/returns/${draw()}`, key)
      if (status !== 200) throw new Error(`${status} ${text}`)
    },
  }
  const many = await compare(ways, { rounds: quick ? 2 : 6 })
  report.say(
    'read one return, HTTP, 8 clients, against the bare queries',
    `${times(many.http.ratio)} of ${perSecond(many.bare.perSecond)}`,
  )
  const one = await oneByOne(ways)
  const more = one.http - one.bare
  report.say(
    'read one return, HTTP, 1 client, p50 over the bare queries',
    `+ ${milliseconds(more)} on ${milliseconds(one.bare)}`,
    atMost(more, MOST_MORE_MS, value => `+ ${value} ms`),
  )
}
