/** Telling others: rounds over what is due, against a bare loop that posts the same bytes to the same receiver, as many at once. */
import { Agent, request } from 'undici'
import { nativeTelling } from '../src/api/push.ts'
import { readConfig } from '../src/config.ts'
import type { ReturnId } from '../src/core/ids.ts'
import type { Endpoint } from '../src/core/push.ts'
import { refused } from '../src/core/refusal.ts'
import { query } from '../src/db/pool.ts'
import { createEndpoint, type EndpointMade } from '../src/desk/endpoints.ts'
import { startTelling } from '../src/start-telling.ts'
import { VERSION } from '../src/version.ts'
import type { Telling } from '../src/webhooks/open-telling.ts'
import { standardWebhooks } from '../src/webhooks/standard.ts'
import { gatherNews, Standing } from '../src/webhooks/told-news.ts'
import { cloneReturns, run, tidy } from './copies.ts'
import type { House } from './house.ts'
import { inTurns, type Turn } from './measure.ts'
import { perSecond, times } from './report.ts'
import { filed } from './states.ts'
import type { Bench } from './workplace.ts'

const SEVERAL = 8
/** The bare loop posts everything so many times, or its turns were too short to measure. */
const REPEATED = 4

export async function telling({ report, place, quick }: Bench): Promise<void> {
  const house = await place.house()
  const { url } = await place.receiver()
  const first = await endpointTo(house, url)
  const many = quick ? 1_000 : 6_000
  await cloneReturns(house, await filed(house), many)
  await tidy(house)
  const letters = await lettersFor(house, first, many)
  const teller = await place.keep(openTeller(house))
  const rounds = quick ? 3 : 6

  const one = [first.endpoint]
  const alone = await inTurns(
    {
      bare: { work: () => post(one, letters) },
      due: { before: () => putDue(house, one, many), work: () => teller.tellAll(many) },
      news: { before: () => putNews(house, many), work: () => teller.tellAll(many) },
    },
    rounds,
  )
  report.say(...figure('one endpoint, 4 at once', alone.due.ratio, alone.bare.perSecond))
  report.say(
    'telling one endpoint, from the outbox on',
    `${times(alone.news.ratio)} of ${perSecond(alone.bare.perSecond)}`,
  )

  for (let more = 1; more < SEVERAL; more++) one.push((await endpointTo(house, url)).endpoint)
  const share = letters.slice(0, many / SEVERAL)
  const ways: Record<'bare' | 'due', Turn> = {
    bare: { work: () => post(one, share) },
    due: { before: () => putDue(house, one, share.length), work: () => teller.tellAll(many) },
  }
  const together = await inTurns(ways, rounds)
  report.say(...figure(`${SEVERAL} endpoints, 4 at once each`, together.due.ratio, together.bare.perSecond))
}

const figure = (what: string, ratio: number, bare: number) =>
  [`telling ${what}, against bare posts`, `${times(ratio)} of ${perSecond(bare)}`] as const

async function endpointTo({ desk, owner }: House, url: string): Promise<EndpointMade> {
  const made = await createEndpoint(desk, owner, { name: 'Bench', url })
  if (refused(made)) throw new Error(JSON.stringify(made))
  return made
}

type Event = { id: string; ret: ReturnId; sequence: number }

/** The events of as few returns as it takes, return by return. */
const SOME_EVENTS = 'select * from return_events order by return_id, sequence limit $1'

async function someEvents({ desk }: House, many: number): Promise<Event[]> {
  const text = `select id, return_id as ret, sequence from (${SOME_EVENTS}) e`
  return (await query<Event>(desk.db, { text, values: [many] })).rows
}

type Letter = { body: string; headers: Record<string, string> }

/** Written and signed beforehand. */
async function lettersFor(house: House, { endpoint, secret }: EndpointMade, many: number): Promise<Letter[]> {
  const { desk, org } = house
  const format = { ...standardWebhooks, ...nativeTelling(desk, VERSION) }
  const telling = { endpoint, at: desk.now(), attempt: 1 }
  const letters: Letter[] = []
  for (const event of await someEvents(house, many)) {
    const place = { ...event, event: event.id, word: null, fromSequence: null }
    const newsAt = await gatherNews(desk.db, org, [place], new Standing())
    const news = newsAt(place)
    const message = news && format.write(news, telling)
    if (!message) throw new Error('There is nothing to tell.')
    const signed = format.sign(message, { id: event.id, secrets: [secret], telling, shop: null })
    letters.push({ body: message.body, headers: { ...message.headers, ...signed } })
  }
  return letters
}

const agent = new Agent()

/** Every endpoint gets all letters, again and again, over connections that stay open. */
async function post(endpoints: readonly Endpoint[], letters: readonly Letter[]): Promise<number> {
  const hands = endpoints.flatMap(({ url, concurrency }) => {
    const left = Array.from({ length: REPEATED }, () => letters)
      .flat()
      .values()
    return Array.from({ length: concurrency }, async () => {
      for (const letter of left) {
        const { statusCode, body } = await request(url, { ...letter, dispatcher: agent, method: 'POST' })
        await body.dump()
        if (statusCode !== 204) throw new Error(`The receiver says ${statusCode}.`)
      }
    })
  })
  await Promise.all(hands)
  return endpoints.length * letters.length * REPEATED
}

/** Every endpoint is to hear of so many events, and of nothing else. */
async function putDue({ desk }: House, endpoints: readonly Endpoint[], many: number): Promise<void> {
  await clear(desk.db)
  await run(
    desk.db,
    `insert into deliveries (org_id, id, endpoint_id, event_id, return_id, sequence, type, at, state, next_at, created_at)
      select e.org_id, gen_random_uuid(), endpoint, e.id, e.return_id, e.sequence, e.type, e.at, 'waiting', now(), now()
      from (${SOME_EVENTS}) e, unnest($2::uuid[]) as endpoint`,
    [many, endpoints.map(({ id }) => id)],
  )
  await run(desk.db, 'vacuum analyze deliveries, attempts, outbox')
}

/** The same, one step earlier: acts whose events nobody has been told of. */
async function putNews({ desk }: House, many: number): Promise<void> {
  await clear(desk.db)
  await run(
    desk.db,
    `insert into outbox (org_id, id, shop_id, return_id, from_sequence, to_sequence, at)
      select e.org_id, gen_random_uuid(), r.shop_id, r.id, min(e.sequence), max(e.sequence), max(e.at)
      from (${SOME_EVENTS}) e join returns r on r.org_id = e.org_id and r.id = e.return_id group by e.org_id, r.shop_id, r.id`,
    [many],
  )
  await run(desk.db, 'vacuum analyze deliveries, attempts, outbox')
}

const clear = (db: House['desk']['db']): Promise<unknown> => run(db, 'truncate attempts, deliveries, outbox')

/** As a server has it, in this process. */
async function openTeller({ desk }: House) {
  const log = { info: () => {}, warn: console.error, error: console.error }
  const telling: Telling = startTelling(desk, readConfig({ BACKHAUL_WEBHOOKS_PRIVATE: 'allow' }), { log })
  return {
    async tellAll(many: number): Promise<number> {
      for (let begun = 1; begun > 0; await telling.quiet()) begun = await telling.round()
      const text = `select count(*)::int as told from deliveries where state = 'done'`
      const { rows } = await query<{ told: number }>(desk.db, { text })
      if (rows[0]?.told !== many) throw new Error(`${rows[0]?.told} of ${many} were told.`)
      return many
    },
    close: () => telling.stop(),
  }
}
