/** The database that comes with Backhaul: PostgreSQL itself, run for us alone, in a folder of ours, by nobody's hand. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Account, chooseAccount, handOver } from './account.ts'
import { installedBinaries, prepareBinaries } from './binaries.ts'
import { EmbeddedError, explain } from './embedded-error.ts'
import { initialise } from './initialise.ts'
import { withLock } from './lock.ts'
import { checkMajor, openPlace, type Place } from './place.ts'
import { startPostmaster } from './postmaster.ts'
import { type Connection, findRunning, type Running } from './running.ts'

export type { Connection } from './running.ts'

export interface EmbeddedOptions {
  /** A folder for the database alone; made on the first start. */
  dataDir: string
  log?: (message: string) => void
  /** False only in tests: faster, and ruined by a crash of the machine. */
  durable?: boolean
  /** The folder with `bin`, `lib` and `share`, when it is not the installed package. */
  native?: string
}

export interface Embedded {
  /** To the database `postgres`, as its owner. It stays the same over restarts, except on Windows. */
  connection: Connection
  version: string
  /** Whether this process started the server, so that it ends with it. */
  owned: boolean
  /** For an owned server: resolves when it has ended, be it by `stop` or by a crash. Never for one that is only attached. */
  ended: Promise<void>
  /** Stops an owned server, after every transaction under way was broken off; leaves an attached one alone. */
  stop(): Promise<void>
}

/** A crashed server may need long to recover what it has promised to keep. */
const WAIT_LIMIT_MS = 10 * 60_000
const LOOK_AGAIN_MS = 25

/**
 * Start the embedded database, or attach to the one that another process of this machine has started in the same folder. When
 * that process ends, its server ends too; whoever was attached sees its connections break, and may call this again.
 *
 * Safe to call after any crash and by several processes at once. Throws an `EmbeddedError` with advice.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  try {
    const place = openPlace(options.dataDir)
    const running = await findRunning(place)
    if (running.state === 'ready') return attached(running, options)
    return await withLock(place.lock, WAIT_LIMIT_MS, () => startOrAttach(place, options))
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    throw explain(error instanceof Error ? error.message : String(error), `The database in ${options.dataDir}`, error)
  }
}

async function startOrAttach(place: Place, options: EmbeddedOptions): Promise<Embedded> {
  const running = await settled(place)
  if (running.state === 'ready') return attached(running, options)
  const account = chooseAccount(place.folder)
  const binaries = prepareBinaries(options.native ?? installedBinaries(), place.lib, account)
  checkMajor(place, binaries.major)
  for (const folder of [place.lib, place.folder]) handOver(folder, account)
  return start(place, options, account, binaries)
}

async function start(
  place: Place,
  options: EmbeddedOptions,
  account: Account,
  binaries: ReturnType<typeof prepareBinaries>,
) {
  const durable = options.durable ?? true
  await initialise(place, binaries, account, durable)
  const postmaster = await startPostmaster(place, binaries, account, durable)
  const running = await settled(place)
  if (running.state !== 'ready') throw explain('', 'The database ended right after its start')
  options.log?.(`PostgreSQL ${running.version} started in ${place.folder}`)
  return { connection: running.connection, version: running.version, owned: true, ...postmaster }
}

/** Waits out a server that is just starting or stopping. */
async function settled(place: Place): Promise<Exclude<Running, { state: 'changing' }>> {
  const giveUpAt = Date.now() + WAIT_LIMIT_MS
  for (;;) {
    const running = await findRunning(place)
    if (running.state !== 'changing') return running
    if (Date.now() > giveUpAt) {
      const advice = 'End the postgres processes that work in it, then start again.'
      throw new EmbeddedError('busy', `A server in ${place.folder} neither answers nor ends.`, advice)
    }
    await pause(LOOK_AGAIN_MS)
  }
}

function attached(running: Extract<Running, { state: 'ready' }>, options: EmbeddedOptions): Embedded {
  options.log?.(`Attached to PostgreSQL ${running.version} that process ${running.pid} runs`)
  const { connection, version } = running
  return { connection, version, owned: false, ended: new Promise(() => {}), stop: async () => {} }
}
