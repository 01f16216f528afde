/** From the outbox to the endpoints: every event, or every act, becomes deliveries for each endpoint that wants to hear of it. */
import type { OrgId } from '../core/ids.ts'
import { departuresOf, NATIVE_TERMS, type PushFormats, wants } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import { insertDeliveries, type NewDelivery, needNotLast } from '../db/deliveries.ts'
import { listEndpoints } from '../db/endpoints.ts'
import { type Headline, headlinesOf, lockNews, nextOrgWithNews, type OutboxRow, takeNews } from '../db/outbox.ts'
import type { Pool } from '../db/pool.ts'
import { send } from '../db/send.ts'
import { transaction } from '../db/transaction.ts'

export type RelayOptions = { now: () => Instant; fresh: <I extends string>() => I; formats: PushFormats }

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
export function relayNews(db: Pool, org: OrgId, { now, fresh, formats }: RelayOptions): Promise<number> {
  return transaction(db, async tx => {
    send(needNotLast(tx))
    if (!(await lockNews(tx, org))) return 0
    const [news, stored] = await Promise.all([takeNews(tx, org, BATCH), listEndpoints(tx, org)])
    const endpoints = stored.map(({ endpoint }) => endpoint).filter(({ state }) => state === 'on')
    if (news.length === 0 || endpoints.length === 0) return news.length
    const deliveries = actsIn(news, await headlinesOf(tx, org, news)).flatMap(({ act, events }): NewDelivery[] =>
      // What lay in the outbox before somebody wanted to be told is not told to them: they can replay it.
      endpoints
        .filter(endpoint => act.at >= endpoint.createdAt)
        .flatMap(endpoint => {
          const wanted = events.filter(({ type }) => wants(endpoint, { shop: act.shop, type }))
          // A language nobody here speaks any more waits for the version that does; until then it is told event by event.
          return departuresOf(formats[endpoint.format] ?? NATIVE_TERMS, wanted, act).map(departing => ({
            ...departing,
            id: fresh<string>(),
            endpoint: endpoint.id,
            ret: act.ret,
          }))
        }),
    )
    if (deliveries.length > 0) send(insertDeliveries(tx, org, deliveries, now()))
    return news.length
  })
}

/** Each act with its events; those of one return in order, as the acts themselves. */
function actsIn(news: readonly OutboxRow[], headlines: readonly Headline[]): { act: OutboxRow; events: Headline[] }[] {
  const byReturn = Map.groupBy(headlines, ({ ret }) => ret)
  return news
    .toSorted((one, other) => one.fromSequence - other.fromSequence)
    .map(act => ({
      act,
      events: (byReturn.get(act.ret) ?? []).filter(
        ({ sequence }) => sequence >= act.fromSequence && sequence <= act.toSequence,
      ),
    }))
}
