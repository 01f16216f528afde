/** Whether time tells somebody who guesses that an order exists: both kinds of wrong guess, in turns. Nothing is promised but what the tests count. */
import { randomInt } from 'node:crypto'
import { query } from '../src/db/pool.ts'
import { refused } from '../src/core/refusal.ts'
import { redeemCode, sendCode } from '../src/desk/shopper/codes.ts'
import { portalOfShop } from '../src/desk/shopper/portal.ts'
import { lookUp } from '../src/desk/shopper/proof.ts'
import { cloneOrders, run } from './copies.ts'
import { milliseconds, times } from './report.ts'
import type { Bench } from './workplace.ts'

const ORDERS = 20_000

export async function wrongGuesses({ report, place, quick }: Bench): Promise<void> {
  const house = await place.house()
  const { desk, org, shop } = house
  await cloneOrders(house, ORDERS)
  await run(desk.db, `update orders set doc = jsonb_set(doc::jsonb, '{refs,name}', to_jsonb('#' || number))::json`)
  await run(desk.db, 'analyze')
  const { rows } = await query<{ number: string }>(desk.db, { text: 'select number from orders order by id' })
  const portal = await portalOfShop(desk, org, shop.id)
  if (portal === null) throw new Error('The shop has no page.')
  // Everybody from somewhere else and about something else, so that no limit is met.
  const from = () => ({ address: `2001:db8:${hex()}:${hex()}::1` })
  const known = () => rows[randomInt(rows.length)]?.number ?? ''
  const unknown = () => `9${known()}0`
  const guess = (orderNumber: string) =>
    answered(lookUp(desk, portal, { orderNumber, email: 'nobody@example.com' }, from()))
  const ask = (orderNumber: string) => sendCode(desk, portal, { orderNumber }, from(), 'en')

  const pairs = quick ? 400 : 2_000
  const compared = async (what: string, known: () => Promise<unknown>, unknown: () => Promise<unknown>) =>
    report.say(what, said(await inPairs(known, unknown, pairs)))
  await compared(
    'a wrong address for a known order, against an unknown order',
    () => guess(known()),
    () => guess(unknown()),
  )
  await compared(
    'a code for a known order, against an unknown order',
    () => ask(known()),
    () => ask(unknown()),
  )
  const redeem = (code: string) => answered(redeemCode(desk, portal, { code, digits: 'x' }, from()))
  const [sent, unsent] = [await codesFor(ask, known, pairs), await codesFor(ask, unknown, pairs)]
  await compared(
    'a wrong code, against one nobody was sent',
    () => redeem(sent.pop() ?? ''),
    () => redeem(unsent.pop() ?? ''),
  )
}

type Pairs = { ratio: number; p50Ms: number; longer: number }

/** One right after the other, each as often the first, so that a slow moment of the machine hits both. `longer`: how often the first kind took longer. */
async function inPairs(one: () => Promise<unknown>, other: () => Promise<unknown>, many: number): Promise<Pairs> {
  const times: [number, number][] = []
  for (let pair = -20; pair < many; pair++) {
    const [first, second] = pair % 2 === 0 ? [one, other] : [other, one]
    const [a, b] = [await timed(first), await timed(second)]
    if (pair >= 0) times.push(pair % 2 === 0 ? [a, b] : [b, a])
  }
  const median = (place: 0 | 1) => times.map(pair => pair[place]).toSorted((a, b) => a - b)[many >> 1] ?? 0
  return {
    ratio: median(0) / median(1),
    p50Ms: median(1),
    longer: times.filter(([a, b]) => a > b).length / many,
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

const said = ({ ratio, p50Ms, longer }: Pairs): string =>
  `${times(ratio)} of ${milliseconds(p50Ms)}, longer in ${Math.round(longer * 100)} of 100 pairs`

const hex = (): string => randomInt(0x1_00_00).toString(16)

async function answered(answer: Promise<unknown>): Promise<void> {
  const got = await answer
  if (!refused(got) || got.code !== 'not_found')
    throw new Error(`A wrong guess was answered with ${JSON.stringify(got)}.`)
}

async function codesFor(
  ask: (number: string) => ReturnType<typeof sendCode>,
  number: () => string,
  many: number,
): Promise<string[]> {
  const codes: string[] = []
  // Some are used up warming up.
  while (codes.length < many + 20) {
    const sent = await ask(number())
    if (!refused(sent)) codes.push(sent.code)
  }
  return codes
}
