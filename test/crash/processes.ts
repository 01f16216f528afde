/** The processes of one installation: a server, a worker and the database one of them runs. They are started as anybody starts them, and killed as a power cut does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from './ground.ts'

export type Victim = 'server' | 'worker' | 'postgres' | 'all'

export type Installation = {
  url: string
  /** Starts what does not run, without anybody's help, and gives how long it took until the server was ready again. */
  raise(): Promise<number>
  /** SIGKILL, nothing else. */
  kill(victim: Victim): Promise<void>
  /** The processes that run, without the database. */
  pids(): number[]
  /** In good order, for the end. */
  stop(): Promise<void>
}

const READY_LIMIT_MS = 60_000

/** `more` are settings that differ from what a run usually needs. */
export function installation(
  { folder, databaseUrl, logs = folder }: Place,
  port: number,
  more: Record<string, string> = {},
): Installation {
  const url = `http://127.0.0.1:${port}`
  const log = createWriteStream(join(logs, 'processes.log'), { flags: 'a' })
  const running = new Map<'server' | 'worker', ChildProcess>()
  const { DATABASE_URL: _theirs, ...inherited } = process.env

  const launch = (name: 'server' | 'worker', words: string[]): void => {
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

  const isReady = async (): Promise<boolean> =>
    (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null))?.ok ?? false

  const dead = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  return {
    url,
    async raise() {
      const started = performance.now()
      for (let attempt = 0; performance.now() - started < READY_LIMIT_MS; attempt++) {
        if (!running.has('server')) launch('server', ['start', '--empty', '--port', String(port)])
        if (!running.has('worker') && attempt > 0) launch('worker', ['worker'])
        if (await isReady()) {
          if (!running.has('worker')) launch('worker', ['worker'])
          return performance.now() - started
        }
        await pause(100)
      }
      throw new Error(`The server did not come back by itself; see ${join(logs, 'processes.log')}.`)
    },
    async kill(victim) {
      const database = victim === 'postgres' || victim === 'all' ? await postmaster(folder) : null
      if (database !== null) signal(database, 'SIGKILL')
      const names = victim === 'all' ? (['server', 'worker'] as const) : victim === 'postgres' ? [] : [victim]
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
