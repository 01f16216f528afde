/**
 * Kills server, worker and database at random moments while people work, payouts are made and messages go out, and looks into the books after it:
 * `npm run test:crash -- --rounds 200 --seed 7`, with `--servers 2 --workers 2` for a house of several processes on one database. Nothing acknowledged may be lost, no money moved twice, no piece held for nobody, every event told at
 * least once; and every start must succeed without a hand.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { audit, type Books } from './books.ts'
import { dice, freePort, hurry, register, seed, settle, withDatabase } from './ground.ts'
import { installation, type Victim } from './processes.ts'
import { openReceiver } from './receiver.ts'
import { hire } from './writers.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string' },
    servers: { type: 'string' },
    workers: { type: 'string' },
    keep: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const ROUNDS = Number(values.rounds ?? 10)
const SEED = Number(values.seed ?? Date.now() % 100_000)
const SERVERS = Number(values.servers ?? 1)
const WORKERS = Number(values.workers ?? 1)
const LOOK_EVERY = 10
const ORDERS = 400

const roll = dice(SEED)
const victims = dice(SEED + 99)
const say = (line: string): void => void (values.json || console.log(line))

const folder = await mkdtemp(join(tmpdir(), 'backhaul-crash-'))
const receiver = await openReceiver(dice(SEED + 7))
const place = { folder }
const ports = await Promise.all(Array.from({ length: SERVERS }, freePort))
const house = installation(place, ports, {}, WORKERS)
const killed = new Map<Victim, number>()
const comebacks: number[] = []
let books: Books | null = null
let failed: string | null = null
const started = performance.now()
try {
  say(`Seed ${SEED}, ${ROUNDS} rounds, in ${folder}`)
  const { keys, orders } = await seed(place, ORDERS)
  await house.raise()
  await register(house.url, keys, receiver)
  const crew = hire(house.urls, keys, orders, roll)

  for (let round = 1; round <= ROUNDS; round++) {
    const working = new AbortController()
    const work = crew.work(working.signal)
    await pause(500 + victims(1_500))
    const victim = (['server', 'worker', 'postgres', 'all'] as const)[victims(4)] ?? 'all'
    await house.kill(victim, SERVERS + WORKERS > 2 ? victims(2) : 0)
    killed.set(victim, (killed.get(victim) ?? 0) + 1)
    await pause(victims(400))
    comebacks.push(await house.raise())
    // In life minutes pass between two such moments; here the leases of the dead are over at once.
    await withDatabase(place, hurry).catch(() => {})
    working.abort()
    await work
    const look = round % LOOK_EVERY === 0 || round === ROUNDS
    if (look) {
      books = await withDatabase(place, db => audit(db, folder, crew.acknowledged))
      if (books.trouble.length > 0) throw new Error(books.trouble.slice(0, 20).join('\n'))
    }
    say(
      `round ${String(round).padStart(3)}  killed ${victim.padEnd(8)}  back after ${((comebacks.at(-1) ?? 0) / 1000).toFixed(1)} s  ` +
        `${crew.acknowledged.answers.size} answers, ${receiver.heard.size} events told${look ? '  books are right' : ''}`,
    )
  }

  receiver.behave()
  for (let attempt = 0; crew.unanswered() > 0 && attempt < 30; attempt++) await crew.work(AbortSignal.timeout(500))
  await settle(place)
  books = await withDatabase(place, db => audit(db, folder, crew.acknowledged))
  const untold = books.events.filter(id => !receiver.heard.has(id))
  if (untold.length > 0) books.trouble.push(`${untold.length} events were never told, the first is ${untold[0]}.`)
  if (receiver.forged > 0) books.trouble.push(`${receiver.forged} messages came with a wrong signature.`)
  if (books.openPayouts > 0)
    books.trouble.push(`${books.openPayouts} payouts are still open although nothing is left to do.`)
  if (books.trouble.length > 0) throw new Error(books.trouble.slice(0, 20).join('\n'))
  const refusals = [...crew.acknowledged.refusals].map(([code, times]) => `${code} ${times}`).join(', ')
  say(`refused along the way: ${refusals}`)
} catch (fault) {
  failed = (fault as Error).message
} finally {
  await house.stop()
  await receiver.close()
  if (failed === null && !values.keep) await rm(folder, { recursive: true, force: true })
}

const sorted = comebacks.toSorted((a, b) => a - b)
const report = {
  seed: SEED,
  servers: SERVERS,
  workers: WORKERS,
  rounds: comebacks.length,
  seconds: Math.round((performance.now() - started) / 1000),
  killed: Object.fromEntries(killed),
  returns: books?.returns,
  events: books?.events.length,
  payouts: books?.payouts,
  movements: books?.movements,
  told: receiver.heard.size,
  toldMoreThanOnce: [...receiver.heard.values()].filter(times => times > 1).length,
  backAfterMs: { median: Math.round(sorted[sorted.length >> 1] ?? 0), longest: Math.round(sorted.at(-1) ?? 0) },
  failed,
}
console.log(JSON.stringify(report, null, values.json ? undefined : 2))
process.exitCode = failed === null ? 0 : 1
