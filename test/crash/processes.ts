/** The processes of one installation: servers, workers and the database one of them runs. They are started as anybody starts them, and killed as a power cut does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from './ground.ts'

export type Victim = 'server' | 'worker' | 'postgres' | 'all'

export type Installation = {
  url: string
  /** Where each of its servers answers. */
  urls: readonly string[]
  /** Starts what does not run, without anybody's help, and gives how long it took until every server was ready again. */
  raise(): Promise<number>
  /** SIGKILL, nothing else. Of several servers or workers one dies: the one `which` says. */
  kill(victim: Victim, which?: number): Promise<void>
  /** The processes that run, without the database. */
  pids(): number[]
  /** In good order, for the end. */
  stop(): Promise<void>
}

const READY_LIMIT_MS = 60_000

/** One server per port, all on one database. `more` are settings that differ from what a run usually needs. */
export function installation(
  { folder, databaseUrl, logs = folder }: Place,
  ports: number | readonly number[],
  more: Record<string, string> = {},
  workers = 1,
): Installation {
  const listening = [ports].flat()
  const urls = listening.map(port => `http://127.0.0.1:${port}`)
  const serverNames = listening.map((_port, place) => `server ${place}`)
  const workerNames = Array.from({ length: workers }, (_none, place) => `worker ${place}`)
  const log = createWriteStream(join(logs, 'processes.log'), { flags: 'a' })
  const running = new Map<string, ChildProcess>()
  const { DATABASE_URL: _theirs, ...inherited } = process.env

  const launch = (name: string, words: string[]): void => {
    const child = spawn(process.execPath, ['bin/backhaul.js', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        ...(databaseUrl && { DATABASE_URL: databaseUrl }),
        BACKHAUL_DATA: folder,
        BACKHAUL_PAYMENTS: 'simulated',
        BACKHAUL_LABELS: 'simulated',
        BACKHAUL_WEBHOOKS_PRIVATE: 'allow',
        BACKHAUL_RATE_LIMIT: 'off',
        BACKHAUL_LOG_LEVEL: 'warn',
        ...more,
      },
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => log.write(`${new Date().toISOString()} ${name} ${text}`))
    child.once('exit', () => running.get(name) === child && running.delete(name))
    running.set(name, child)
  }

  const areReady = async (): Promise<boolean> =>
    (
      await Promise.all(
        urls.map(url => fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)),
      )
    ).every(answer => answer?.ok ?? false)

  const launchWorkers = (): void => {
    for (const name of workerNames) if (!running.has(name)) launch(name, ['worker'])
  }

  const dead = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  return {
    url: urls[0] ?? '',
    urls,
    async raise() {
      const started = performance.now()
      for (let attempt = 0; performance.now() - started < READY_LIMIT_MS; attempt++) {
        for (const [place, name] of serverNames.entries())
          if (!running.has(name)) launch(name, ['start', '--empty', '--port', String(listening[place])])
        if (attempt > 0) launchWorkers()
        if (await areReady()) {
          launchWorkers()
          return performance.now() - started
        }
        await pause(100)
      }
      throw new Error(`The servers did not come back by themselves; see ${join(logs, 'processes.log')}.`)
    },
    async kill(victim, which = 0) {
      const database = victim === 'postgres' || victim === 'all' ? await postmaster(folder) : null
      if (database !== null) signal(database, 'SIGKILL')
      const names = {
        server: one(serverNames, which),
        worker: one(workerNames, which),
        postgres: [],
        all: [...running.keys()],
      }[victim]
      await Promise.all(
        names.map(async name => {
          const child = running.get(name)
          running.delete(name)
          if (child) await dead(child)
        }),
      )
    },
    pids: () => [...running.values()].flatMap(({ pid }) => pid ?? []),
    async stop() {
      const children = [...running.values()]
      for (const child of children) child.kill('SIGTERM')
      await Promise.all(children.map(child => new Promise(resolve => child.once('exit', resolve))))
      log.end()
    },
  }
}

const one = (names: readonly string[], which: number): string[] => names.slice(which % names.length).slice(0, 1)

/** The first line of the note PostgreSQL keeps while it runs. */
export async function postmaster(folder: string): Promise<number | null> {
  const note = await readFile(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(note.split('\n')[0])
  return pid > 0 ? pid : null
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended already.
  }
}
