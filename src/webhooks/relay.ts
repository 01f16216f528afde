/** From the outbox to the endpoints: every event becomes one delivery for each endpoint that wants to hear of it. */
import type { OrgId } from '../core/ids.ts'
import { wants } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import { insertDeliveries, type NewDelivery, needNotLast } from '../db/deliveries.ts'
import { listEndpoints } from '../db/endpoints.ts'
import { headlinesOf, lockNews, nextOrgWithNews, takeNews } from '../db/outbox.ts'
import type { Pool } from '../db/pool.ts'
import { send } from '../db/send.ts'
import { transaction } from '../db/transaction.ts'

export type RelayOptions = { now: () => Instant; fresh: <I extends string>() => I }

/** Acts at a time, so that no transaction grows beyond measure. */
const BATCH = 500

/** Organisations with news, this many at a time. Where one time had to leave off, the next goes on, so that everybody has a turn. */
export function turns(db: Pool): (most: number) => AsyncGenerator<OrgId> {
  let last: OrgId | null = null
  return async function* (most) {
    for (let turn = 0; turn < most; turn++) {
      last = await nextOrgWithNews(db, last)
      if (last === null) return
      yield last
    }
  }
}

/** Relays some of an organisation's news and gives how many acts it was about. Deliveries are there when the news is gone, or neither. */
export function relayNews(db: Pool, org: OrgId, { now, fresh }: RelayOptions): Promise<number> {
  return transaction(db, async tx => {
    send(needNotLast(tx))
    if (!(await lockNews(tx, org))) return 0
    const [news, stored] = await Promise.all([takeNews(tx, org, BATCH), listEndpoints(tx, org)])
    const endpoints = stored.map(({ endpoint }) => endpoint).filter(({ state }) => state === 'on')
    if (news.length === 0 || endpoints.length === 0) return news.length
    const shopOf = new Map(news.map(({ ret, shop }) => [ret, shop]))
    const deliveries = (await headlinesOf(tx, org, news)).flatMap(({ id, ret, ...headline }): NewDelivery[] => {
      const shop = shopOf.get(ret)
      if (shop === undefined) return []
      // What lay in the outbox before somebody wanted to be told is not told to them: they can replay it.
      return endpoints
        .filter(endpoint => headline.at >= endpoint.createdAt && wants(endpoint, { shop, type: headline.type }))
        .map(endpoint => ({ id: fresh(), endpoint: endpoint.id, event: id, ret, ...headline }))
    })
    if (deliveries.length > 0) send(insertDeliveries(tx, org, deliveries, now()))
    return news.length
  })
}
