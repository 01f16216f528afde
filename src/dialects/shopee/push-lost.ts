/** Messages no attempt got through, for a partner that asks for them afterwards: of the last three days, oldest first, until it says it has them. */
import type { News } from '../../core/push.ts'
import { refused } from '../../core/refusal.ts'
import type { Recorded } from '../../core/return/events.ts'
import { evolve } from '../../core/return/evolve.ts'
import type { Return } from '../../core/return/return.ts'
import { epochMs, type Instant, instantOf, plus } from '../../core/time.ts'
import { renewCredential } from '../../desk/credentials.ts'
import { deliveriesTo, type LoggedDelivery } from '../../desk/deliveries.ts'
import { findOne, history, type Page } from '../../desk/look.ts'
import type { DialectHouse } from '../dialect.ts'
import { numberIn } from './acts/fields.ts'
import { secondsOf } from './amounts.ts'
import type { Partner } from './auth.ts'
import type { Input } from './door.ts'
import { isNo, type ShopeeNo, wrong } from './errors.ts'
import { sayUpdates } from './push.ts'
import { callbackOf, type Told, toldOf } from './push-partner.ts'
import { updatesIn } from './push-readings.ts'
import type { Keys } from './tokens.ts'

const DAYS = 3
const MOST = 100
const PAGE = 100

/** What a partner says it has, by the moment its message was put on the way. Kept with the pair; sign-in leaves it alone. */
type Consuming = Keys & { pushes_consumed?: Instant }

export async function lostPushes(house: DialectHouse, partner: Partner): Promise<object> {
  const all: { told: Told; delivery: LoggedDelivery }[] = []
  for (const told of toldOf(partner)) {
    const deliveries = await deadOnes(house, told)
    all.push(...deliveries.map(delivery => ({ told, delivery })))
  }
  all.sort((one, other) => (one.delivery.createdAt < other.delivery.createdAt ? -1 : 1))
  const page = firstOf(all)
  const messages = await Promise.all(page.map(({ told, delivery }) => messageIn(house, told, delivery)))
  return {
    push_message_list: messages.filter(message => message !== null),
    has_next_page: page.length < all.length,
    last_message_id: page.length === 0 ? 0 : epochMs(page.at(-1)?.delivery.createdAt as Instant),
  }
}

/** The mark is a moment, so messages of one moment go together. */
function firstOf<T extends { delivery: LoggedDelivery }>(all: readonly T[]): T[] {
  const last = all[MOST - 1]?.delivery.createdAt
  return last === undefined ? [...all] : all.filter(({ delivery }) => delivery.createdAt <= last)
}

async function deadOnes(house: DialectHouse, told: Told): Promise<LoggedDelivery[]> {
  const { desk } = house
  const seen = await callbackOf(house, told)
  if (seen === null) return []
  const consumed = told.pairs.map(({ secret }) => (secret as Consuming).pushes_consumed ?? '').toSorted()[0] as Instant
  const from = plus(desk.now(), { hours: -24 * DAYS })
  const found: LoggedDelivery[] = []
  let after: Page<LoggedDelivery>['next'] | undefined
  do {
    const wish = { states: ['dead'] as const, from, limit: PAGE, ...(after && { after }) }
    const page = await deliveriesTo(desk, told.caller, seen.endpoint.id, wish)
    if (refused(page)) return found
    found.push(...page.rows.filter(({ createdAt, ret }) => createdAt > consumed && ret !== null))
    after = page.next
  } while (after)
  return found
}

/** Written anew, since messages are not kept; null when the return is gone, or says the same as before after all. */
async function messageIn({ desk }: DialectHouse, told: Told, delivery: LoggedDelivery): Promise<object | null> {
  const { ret: id, sequence, fromSequence } = delivery
  if (id === null || sequence === null || fromSequence === null) return null
  const [seen, log] = await Promise.all([
    findOne(desk, told.caller, id),
    history(desk, told.caller, id, { limit: sequence }),
  ])
  const event = refused(log) ? undefined : log.find(one => one.id === delivery.event)
  if (refused(seen) || refused(log) || event === undefined) return null
  const before = asOf(log.slice(0, fromSequence - 1))
  const ret = asOf(log) ?? seen.ret
  const news: Pick<News, 'before' | 'ret' | 'shop' | 'event' | 'order'> = { ...seen, before, ret, event }
  const updates = updatesIn(news)
  if (updates.length === 0) return null
  const { code, data } = sayUpdates(news, updates)
  const pair = told.pairs.find(({ shop }) => shop === ret.shop)
  return {
    shop_id: pair?.secret.shop_id ?? 0,
    code,
    timestamp: secondsOf(delivery.createdAt),
    data: JSON.stringify(data),
  }
}

const asOf = (log: readonly Recorded[]): Return | null => log.reduce<Return | null>(evolve, null)

export async function confirmLost({ desk }: DialectHouse, partner: Partner, input: Input): Promise<object | ShopeeNo> {
  const last = numberIn(input, 'last_message_id')
  if (isNo(last)) return last
  if (last === undefined || !Number.isSafeInteger(last) || last < 0 || last > epochMs(desk.now()))
    return wrong('last_message_id must be one that get_lost_push_message gave')
  const consumed = instantOf(last)
  for (const { id } of partner.pairs)
    await renewCredential<Consuming, null>(desk, id, secret => ({
      secret: (secret.pushes_consumed ?? '') < consumed ? { ...secret, pushes_consumed: consumed } : null,
      answer: null,
    }))
  return {}
}
