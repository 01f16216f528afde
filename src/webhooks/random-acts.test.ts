/** Whatever happens to returns, and however receivers behave: who wants to hear of it hears of every event, in order, and of nothing else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { commandFor, type Step, step } from '../../test/kit/moves.ts'
import { openReceiver, type Receiver } from '../../test/kit/receiver.ts'
import { openTellingKit } from '../../test/kit/telling.ts'
import type { Order } from '../core/order/order.ts'
import { type Endpoint, wants } from '../core/push.ts'
import { refused } from '../core/refusal.ts'
import type { VerbName } from '../core/return/commands.ts'
import { allowed } from '../core/return/decide.ts'
import type { Return } from '../core/return/return.ts'
import { deleteEndpoint } from '../db/endpoints.ts'
import { eventsOf } from '../db/return-events.ts'
import { act } from '../desk/act.ts'

const kit = await openKit({ compensation: true })
const { desk, org, clock } = kit
const NOON = clock.now
const workers = [openTellingKit(kit), openTellingKit(kit)] as const

const RUNS = Number(process.env.TELLINGS ?? 12)
const SEED = Number(process.env.TELLINGS_SEED ?? 3)

/** They name photos or stray goods, and there are none. */
const NEEDS_MORE: readonly VerbName[] = ['attach', 'prove', 'match']

const WISHES: Partial<Endpoint>[] = [
  {},
  { events: ['payout.*', 'request.*'], concurrency: 2 },
  { events: ['units.held'] },
]

/** Which of its first messages each receiver refuses. */
const moods = fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 9 }), {
  minLength: WISHES.length,
  maxLength: WISHES.length,
})

/** One step, as far as the desk lets it be taken. */
async function take(drawn: Step, rets: Return[], order: Order): Promise<void> {
  const ret = drawn.verb === 'submit' || rets.length === 0 ? null : (rets[drawn.which % rets.length] ?? null)
  const open = ret === null ? [] : allowed(ret, drawn.role, kit.shop.bench)
  const verb = ret === null ? 'submit' : (open[(drawn.guided ?? 0) % Math.max(1, open.length)] ?? drawn.verb)
  if (NEEDS_MORE.includes(verb)) return
  const command = commandFor({ ...drawn, verb, wrong: false }, ret, order)
  if (command === null) return
  const role = ret === null ? 'agent' : drawn.role
  const acted = await act(desk, kit.as(role), ret === null ? { order: order.id } : { ret: ret.id }, [command])
  if (refused(acted)) return
  const place = rets.findIndex(known => known.id === acted.ret.id)
  if (place < 0) rets.push(acted.ret)
  else rets[place] = acted.ret
}

async function round(): Promise<void> {
  await Promise.all(workers.map(({ telling }) => telling.round()))
  // Hours go by afterwards, and a worker that keeps a message for hours counts as dead.
  await Promise.all(workers.map(({ telling }) => telling.quiet()))
}

/** Time goes on until nothing waits any more. */
async function untilAllIsTold(endpoints: readonly Endpoint[]): Promise<void> {
  for (let day = 0; day < 20; day++) {
    await Promise.all(workers.map(({ rounds }) => rounds()))
    const rows = (await Promise.all(endpoints.map(one => workers[0].deliveries(one)))).flat()
    if (rows.every(({ state }) => state === 'done')) return
    clock.forward(24)
  }
}

type Said = { id: string; sequence: number; return: { id: string } }

async function heardAll(receiver: Receiver, endpoint: Endpoint, rets: readonly Return[]): Promise<void> {
  const told = receiver.heard.map(({ body, status }) => ({ ...(JSON.parse(body) as Said), status }))
  for (const ret of rets) {
    const events = await eventsOf(desk.db, org, ret.id)
    const wanted = events.filter(({ type }) => wants(endpoint, { shop: ret.shop, type })).map(({ id }) => id)
    const about = told.filter(one => one.return.id === ret.id)
    expect(about.filter(({ status }) => status === 200).map(({ id }) => id)).toEqual(wanted)
    expect([...new Set(about.map(({ id }) => id))]).toEqual(wanted)
  }
  expect(told.filter(one => !rets.some(ret => ret.id === one.return.id))).toEqual([])
}

test('every event of random acts reaches each endpoint that wants it, in order, however often it is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), moods, async (steps, refusals) => {
      clock.now = NOON
      const listeners = await Promise.all(
        WISHES.map(async (wish, place) => {
          let turn = 0
          const mood = refusals[place] ?? []
          // Fewer refusals in all than a message has attempts, so that none dies.
          const receiver = await openReceiver(() => (mood[turn++] ? 503 : 200))
          return { receiver, endpoint: await workers[0].endpoint(receiver.url, wish) }
        }),
      )
      const order = await kit.order()
      const rets: Return[] = []
      for (const [place, drawn] of steps.entries()) {
        await take(drawn, rets, order)
        if (place % 3 === 0) await round()
        clock.forward((drawn.b % 50) / 10)
      }
      await untilAllIsTold(listeners.map(({ endpoint }) => endpoint))
      for (const { receiver, endpoint } of listeners) await heardAll(receiver, endpoint, rets)
      for (const { receiver } of listeners) await receiver.close()
      for (const { endpoint } of listeners) await deleteEndpoint(desk.db, org, endpoint.id)
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  )
})
