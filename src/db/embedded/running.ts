/** Finding out whether a server already runs on a cluster, from the note PostgreSQL leaves there (`postmaster.pid`). */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { passwordOf, USER } from './initialise.ts'
import type { Place } from './place.ts'
import { isAlive, processesIn } from './processes.ts'

/** How to reach a database; what is left out takes PostgreSQL's usual meaning. `host` may be a folder with a unix socket. */
export interface Connection {
  host: string
  port: number
  user: string
  database: string
  password?: string
}

export type Running =
  | { state: 'none' }
  /** Starting, stopping, or the last processes of a killed server going down: look again in a moment. */
  | { state: 'changing' }
  | { state: 'ready'; pid: number; connection: Connection; version: string }

export async function findRunning(place: Place): Promise<Running> {
  const note = readNote(place)
  if (!note) return { state: 'none' }
  if (!isServerOf(place, note.pid)) return afterDeath(place)
  if (note.status !== 'ready') return { state: 'changing' }
  const connection = { host: note.host, port: note.port, user: USER, database: 'postgres', password: passwordOf(place) }
  const version = await askVersion(connection)
  return version === undefined ? { state: 'changing' } : { state: 'ready', pid: note.pid, connection, version }
}

/** The lines of `postmaster.pid`: pid, data folder, start time, port, socket folder, address, shared memory, status. */
export function readNote(place: Place): { pid: number; host: string; port: number; status: string } | undefined {
  try {
    const lines = readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8')
      .split('\n')
      .map(line => line.trim())
    return { pid: Number(lines[0]), port: Number(lines[3]), host: lines[4] || lines[5] || '', status: lines[7] ?? '' }
  } catch {
    return undefined
  }
}

/** The number alone proves little: after a crash it may soon belong to some other process. */
function isServerOf(place: Place, pid: number): boolean {
  return isAlive(pid) && (process.platform === 'win32' || processesIn(place.cluster).includes(pid))
}

/** The server is dead. Only when its children are gone too may its notes go, which would hold up PostgreSQL if the number is in use again. */
function afterDeath(place: Place): Running {
  if (processesIn(place.cluster).length > 0) return { state: 'changing' }
  rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
  return { state: 'none' }
}

/** A socket left behind by a killed server, and the lock beside it. Only for when no server runs. */
export function sweepSocket(folder: string): void {
  for (const name of readdirSync(folder).filter(name => name.startsWith('.s.PGSQL.'))) rmSync(join(folder, name))
}

async function askVersion(connection: Connection): Promise<string | undefined> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    return rows[0]?.server_version.split(' ')[0]
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}
