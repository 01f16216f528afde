/** Refunds whose answer is lost, whose order is lost, that are declined, that are finished later: each must end, and money must move once or not at all. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Circumstances, type Fault, type Finding, quantile, seconds } from './fault.ts'
import { type Floor, openFloor } from './floor.ts'

/** By the last two digits of an amount, as the stand-in for payments takes them. */
const KINDS = [
  { ending: 0, what: 'plain', ends: 'done' },
  { ending: 13, what: 'declined', ends: 'declined' },
  { ending: 17, what: 'answer lost', ends: 'done' },
  { ending: 19, what: 'order lost', ends: 'done' },
  { ending: 23, what: 'late', ends: 'done' },
] as const

const EACH = 12
const EACH_SHORT = 3
/** The pauses between attempts double from two seconds; a payout in trouble needs one or two of them. */
const LIMIT_MS = 60_000

export const gatewayTimeOuts: Fault = {
  name: 'gateway',
  title: 'gateway time-outs',
  async run({ folder, isShort, seed }: Circumstances): Promise<Finding> {
    const endings = KINDS.map(({ ending }) => ending)
    const each = isShort ? EACH_SHORT : EACH
    const floor = await openFloor({ folder }, { seed, orders: each * KINDS.length, endings })
    try {
      return await payOut(floor, folder)
    } finally {
      await floor.close()
    }
  },
}

type Ended = { kind: (typeof KINDS)[number]; state: string; key: string; tookMs: number }

async function payOut(floor: Floor, folder: string): Promise<Finding> {
  const ended: Ended[] = []
  // One after the other of each kind, the kinds beside each other: the load stays small.
  await Promise.all(
    KINDS.map(async kind => {
      for (const order of floor.orders.filter(({ unitMinor }) => unitMinor % 100 === kind.ending))
        ended.push({ kind, ...(await refundOne(floor, order)) })
    }),
  )
  const { books, wrong } = await floor.look()
  const journal = (await readFile(join(folder, 'outside/payments.jsonl'), 'utf8')).split('\n').filter(Boolean)
  const moved = Map.groupBy(
    journal.map(line => (JSON.parse(line) as { key: string }).key),
    key => key,
  )
  const times = KINDS.map(kind => {
    const took = ended.filter(one => one.kind === kind).map(({ tookMs }) => tookMs)
    return `${kind.what} ${seconds(quantile(took, 0.5))} (longest ${seconds(Math.max(...took))})`
  })
  return {
    sentence: `${ended.length} refunds, from the order to the end: ${times.join(', ')}. ${books.movements} movements of money, one for each that is done.`,
    wrong: [
      ...wrong,
      ...ended.flatMap(({ kind, state, key }) => {
        const movements = moved.get(key)?.length ?? 0
        const expected = kind.ends === 'done' ? 1 : 0
        return state === kind.ends && movements === expected
          ? []
          : [`A refund of the kind "${kind.what}" is ${state} and moved money ${movements} times.`]
      }),
    ],
  }
}

type Payout = { key: string; state: string }

async function refundOne({ house, keys, crew }: Floor, order: Floor['orders'][number]): Promise<Omit<Ended, 'kind'>> {
  const call = async (key: string, path: string, body?: object) => {
    const answer = await fetch(house.url + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const said = (await answer.json()) as { id: string; version: number; payouts: Payout[] }
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(said)}`)
    crew.acknowledged.versions.set(said.id, said.version)
    return said
  }
  const item = { line_id: order.line, quantity: 1, reason: { code: 'too_small' } }
  const { id } = await call(keys.shopper, '/v1/returns', { order_id: order.id, items: [item] })
  await call(keys.agent, `/v1/returns/${id}/approve`, { handling: 'keep' })
  const startedMs = performance.now()
  let [payout] = (await call(keys.owner, `/v1/returns/${id}/refund`, {})).payouts
  while (payout && !['done', 'declined'].includes(payout.state) && performance.now() - startedMs < LIMIT_MS) {
    await new Promise(resolve => setTimeout(resolve, 100))
    payout = (await call(keys.owner, `/v1/returns/${id}`)).payouts[0]
  }
  return { key: payout?.key ?? '', state: payout?.state ?? 'missing', tookMs: performance.now() - startedMs }
}
