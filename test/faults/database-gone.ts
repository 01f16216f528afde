/** The database is away for a while: frozen with its connections open, so that nothing breaks and nothing answers; or stopped, so that nobody is there at all. */
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { processesIn } from '../../src/db/embedded/processes.ts'
import { HAS_POSTGRES_15, startPostgres15 } from '../kit/postgres-15.ts'
import { type Answer, type Asking, complaints, firstYes, refusals, withCallers } from './callers.ts'
import { type Circumstances, type Fault, type Finding, quantile, seconds, until } from './fault.ts'
import { type Floor, openFloor } from './floor.ts'

const GONE_MS = 60_000
const GONE_SHORT_MS = 12_000

export const databaseFrozen: Fault = {
  name: 'frozen',
  title: 'database frozen',
  async run({ folder, isShort, seed }) {
    const floor = await openFloor({ folder }, { seed })
    let frozen: number[] = []
    const thaw = async () => {
      for (const pid of frozen.splice(0)) signal(pid, 'SIGCONT')
    }
    try {
      return await away(floor, isShort, {
        async go() {
          frozen = processesIn(realpathSync(join(folder, 'postgres/cluster')))
          for (const pid of frozen) signal(pid, 'SIGSTOP')
        },
        comeBack: thaw,
      })
    } finally {
      await thaw()
      await floor.close()
    }
  },
}

export const databaseStopped: Fault = {
  name: 'stopped',
  title: 'database stopped',
  async run({ folder, isShort, seed }: Circumstances): Promise<Finding> {
    if (!HAS_POSTGRES_15)
      return { sentence: 'There is no PostgreSQL 15 of Debian’s on this machine to stop.', wrong: [], isSkipped: true }
    const server = await startPostgres15()
    try {
      const floor = await openFloor({ folder, databaseUrl: server.url }, { seed })
      try {
        return await away(floor, isShort, { go: server.halt, comeBack: server.again })
      } finally {
        await floor.close()
      }
    } finally {
      await server.stop()
    }
  },
}

type Absence = { go(): Promise<void>; comeBack(): Promise<void> }

async function away(floor: Floor, isShort: boolean, { go, comeBack }: Absence): Promise<Finding> {
  const goneMs = isShort ? GONE_SHORT_MS : GONE_MS
  const { answers, leftMs, backMs, toldMs } = await floor.working(async () => {
    await pause(2_000)
    return withCallers(floor.house.url, questionsFor(floor), async answers => {
      await pause(500)
      const leftMs = performance.now()
      await go()
      await pause(goneMs)
      const told = floor.receiver.heard.size
      await comeBack()
      const backMs = performance.now()
      const toldMs = await until(() => floor.receiver.heard.size > told, 90_000, 'Telling')
      await until(() => firstYes(answers, 'write', backMs) !== undefined, 60_000, 'A yes to a writer')
      return { answers, leftMs, backMs, toldMs }
    })
  })
  const meanwhile = answers.filter(({ startedMs }) => startedMs >= leftMs && startedMs < backMs)
  const { books, wrong } = await floor.look()
  const asked = meanwhile.filter(({ what }) => what === 'read' || what === 'write')
  return {
    sentence:
      `Away for ${goneMs / 1_000} s: ${refusals(asked)}; the longest wait for any answer ${seconds(longest(asked))}; ` +
      `/readyz said no after ${seconds(firstNo(meanwhile, leftMs))}, /healthz went on (p99 ${seconds(quantile(tookBy(meanwhile, 'alive'), 0.99))}). ` +
      `Back: ready after ${seconds(firstYes(answers, 'ready', backMs))}, the first write kept after ${seconds(firstYes(answers, 'write', backMs))}, ` +
      `messages told again after ${seconds(toldMs)}. ${books.returns} returns, ${books.events.length} events, ${books.payouts} payouts: nothing lost, nothing twice.`,
    wrong: [
      ...wrong,
      ...complaints(answers, ['database_unavailable']),
      ...(asked.some(({ status }) => status === 503) ? [] : ['Nobody was told that the database is away.']),
    ],
  }
}

const questionsFor = ({ keys }: Floor): Record<string, Asking> => ({
  read: { path: '/v1/returns?limit=1', key: keys.owner },
  write: { path: '/v1/shops', method: 'POST', key: keys.owner, body: () => ({ name: 'Another', currency: 'EUR' }) },
  ready: { path: '/readyz' },
  alive: { path: '/healthz' },
})

const tookBy = (answers: readonly Answer[], what: string): number[] =>
  answers.filter(answer => answer.what === what).map(({ tookMs }) => tookMs)

const longest = (answers: readonly Answer[]): number => Math.max(0, ...answers.map(({ tookMs }) => tookMs))

const firstNo = (answers: readonly Answer[], afterMs: number): number | undefined =>
  answers
    .filter(({ what, status }) => what === 'ready' && status === 503)
    .map(({ startedMs, tookMs }) => startedMs + tookMs - afterMs)[0]

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended already.
  }
}
