/**
 * Noticing that the server has fallen silent: frozen, unplugged, behind a line that swallows everything. No connection breaks by itself then, the server's own
 * limit on statements is silent with it, and whoever waits would wait until somebody pulls the plug. So somebody knocks.
 */
import type { Duplex } from 'node:stream'
import pg from 'pg'

/** A connection that is lent for longer than this is reason enough to ask whether the server is still there. */
const PATIENCE_MS = 3_000
/** Within this somebody must open, be it only to say that there is no room. */
const KNOCK_MS = 2_500
/** A machine may be out of breath once. */
const KNOCKS = 2
const LOOK_EVERY_MS = 1_000
/** A long piece of work on a server that is well costs one knock in this time. */
const REST_MS = 5_000

/**
 * Breaks the connections of a pool whose server does not even open the door, so that their statements fail as if it had hung up: some ten seconds
 * after they were sent, however long the silence lasts. A statement that merely takes long is left alone.
 */
export function watchForSilence(pool: pg.Pool, log: ((message: string) => void) | undefined): void {
  const lent = new Map<pg.PoolClient, number>()
  let heardMs = performance.now()
  let restUntilMs = 0
  let isAsking = false

  pool.on('acquire', client => lent.set(client, performance.now()))
  pool.on('release', (broken, client) => {
    lent.delete(client)
    // The driver's types promise an error here; it passes on whatever `release` was given.
    if (!(broken as unknown)) heardMs = performance.now()
  })

  const timer = setInterval(() => {
    if (pool.ended) clearInterval(timer)
    else if (!isAsking && performance.now() > restUntilMs && overdue().length > 0) void ask()
  }, LOOK_EVERY_MS).unref()

  function overdue(): pg.PoolClient[] {
    const longAgoMs = performance.now() - PATIENCE_MS
    return [...lent].filter(([, sinceMs]) => sinceMs < longAgoMs).map(([client]) => client)
  }

  async function ask(): Promise<void> {
    isAsking = true
    const startedMs = performance.now()
    const isThere = await somebodyOpens(pool.options)
    isAsking = false
    if (isThere || heardMs > startedMs) {
      restUntilMs = performance.now() + REST_MS
      return
    }
    const waiting = overdue()
    log?.(`The database has fallen silent; ${waiting.length} connections to it are given up`)
    for (const client of waiting) hangUp(client)
  }
}

async function somebodyOpens(target: pg.ClientConfig): Promise<boolean> {
  for (let knock = 0; knock < KNOCKS; knock++) if (await opens(target)) return true
  return false
}

/** Whatever a server answers, it is there: also "too many connections" and "I am starting". Those answers bear an SQLSTATE. */
async function opens(target: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...target, connectionTimeoutMillis: KNOCK_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    return /^[0-9A-Z]{5}$/.test((error as { code?: string }).code ?? '')
  } finally {
    client.end().catch(() => {})
  }
}

/** Closing in good order would wait for the answers that do not come. */
function hangUp(client: pg.PoolClient): void {
  const { connection } = client as unknown as { connection: { stream: Duplex } }
  connection.stream.destroy()
}
