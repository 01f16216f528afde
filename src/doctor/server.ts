/** Does the database server answer, keep what it promises, and have room for us? */
import type { Config } from '../config.ts'
import type { Vitals } from '../db/vitals.ts'
import { type Finding, fine, problem, remark, warning } from './finding.ts'
import { bytesSaid, lengthSaid, many } from './phrases.ts'

const SLOW_MS = 5

/** `roundTripMs` is the median of a few. */
export function judgeRoundTrip(roundTripMs: number, bytes: number): Finding {
  const figures = { round_trip_ms: Number(roundTripMs.toFixed(2)), bytes }
  const answers = `Answers in ${lengthSaid(roundTripMs)}; ${bytesSaid(bytes)} of data`
  if (roundTripMs < SLOW_MS) return fine('connection', answers, figures)
  return warning({
    check: 'connection',
    what: answers,
    why: 'A request asks the database several times, so each waits for that several times over.',
    todo: 'Run Backhaul nearer to its database: the same machine, or the same network.',
    figures,
  })
}

/** The sentence with which it failed. */
export const unreachable = (message: string, kind: 'embedded' | 'outside', dataDir: string): Finding =>
  problem({
    check: 'connection',
    what: `The database cannot be used: ${message}`,
    why: 'Everything is kept in it; without it no request is answered. What follows about the database was not examined.',
    todo:
      kind === 'outside'
        ? 'See that the server named in DATABASE_URL runs, lets this machine in and knows the password.'
        : 'Read what the embedded database wrote before it ended.',
    command:
      kind === 'outside'
        ? 'psql "$DATABASE_URL" -c "select version()"'
        : `tail -n 40 ${dataDir}/postgres/log/postgres.log`,
  })

export const notMadeYet = (dataDir: string): Finding =>
  remark({
    check: 'connection',
    what: `There is no database yet in ${dataDir}`,
    why: 'The first start makes it. If there should be one already, BACKHAUL_DATA names the wrong folder.',
    todo: 'Start the server, or name the folder of the installation.',
    command: 'backhaul start',
  })

export function judgeWritable({ isStandby, isReadOnly }: Pick<Vitals, 'isStandby' | 'isReadOnly'>): Finding[] {
  if (!isStandby && !isReadOnly) return []
  return [
    problem({
      check: 'writing',
      what: isStandby ? 'The database is a standby, which only reads' : 'The database only lets us read',
      why: 'No return can be filed or changed.',
      todo: 'Point DATABASE_URL at the primary, or lift default_transaction_read_only for this role.',
    }),
  ]
}

/** What each setting protects, where it is not left on. */
const PROTECTS: Readonly<Record<keyof Vitals['durability'], string>> = {
  fsync: 'a power cut may ruin the whole database',
  full_page_writes: 'a power cut may ruin pages of the database',
  synchronous_commit: 'a crash may lose answers that were already given',
  data_checksums: 'a rotting disk goes unnoticed',
}

export function judgeDurability(durability: Vitals['durability']): Finding[] {
  const off = (Object.keys(PROTECTS) as (keyof Vitals['durability'])[]).filter(name => durability[name] === 'off')
  if (off.length === 0) return [fine('durability', 'What is acknowledged is on the disk', { ...durability })]
  const ruinous = off.some(name => name !== 'data_checksums')
  const found = {
    check: 'durability',
    what: `${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} off`,
    why: `With that, ${off.map(name => PROTECTS[name]).join('; ')}.`,
    todo: ruinous
      ? 'Switch on what is off, then reload the server.'
      : 'Checksums are made once, with the server stopped.',
    command: ruinous
      ? `psql "$DATABASE_URL" ${off
          .filter(name => name !== 'data_checksums')
          .map(name => `-c 'alter system set ${name} = on'`)
          .join(' ')} -c 'select pg_reload_conf()'`
      : 'pg_checksums --enable -D "$PGDATA"',
    figures: { ...durability },
  }
  return [ruinous ? problem(found) : remark(found)]
}

type Crowd = Pick<Vitals, 'mostConnections' | 'reservedConnections' | 'connections' | 'ourConnections'>
const FULL = 0.9

/** Whether the connections the settings allow fit beside everybody else's. */
export function judgeConnections(crowd: Crowd, { poolSize }: Pick<Config, 'poolSize'>): Finding[] {
  const { mostConnections, reservedConnections, connections, ourConnections } = crowd
  const open = mostConnections - reservedConnections
  const forUs = open - (connections - ourConnections)
  const processes = Math.floor(forUs / poolSize)
  const figures = {
    most: mostConnections,
    reserved: reservedConnections,
    used: connections,
    ours: ourConnections,
    pool: poolSize,
  }
  const command = `psql "$DATABASE_URL" -c 'alter system set max_connections = ${roundUp(mostConnections + 4 * poolSize)}'`
  if (processes < 1)
    return [
      problem({
        check: 'connections',
        what: `One process may use ${poolSize} connections (BACKHAUL_POOL); the database has ${forUs} left for us`,
        why: 'Requests wait for a connection and then fail.',
        todo: 'Lower BACKHAUL_POOL, or let the server take more connections and restart it.',
        command,
        figures,
      }),
    ]
  if (connections >= open * FULL)
    return [
      warning({
        check: 'connections',
        what: `${connections} of ${open} connections are in use`,
        why: 'The next process that starts may find none left.',
        todo: 'Lower BACKHAUL_POOL, run fewer processes, or let the server take more and restart it.',
        command,
        figures,
      }),
    ]
  return [
    fine(
      'connections',
      `${connections} of ${open} in use; room for ${many(processes, 'process', 'processes')} with ${poolSize} each`,
      figures,
    ),
  ]
}

const roundUp = (number: number): number => Math.ceil(number / 50) * 50

/** `ourConnections` are those of others than the doctor. */
export function judgeCompany({ ourConnections }: Pick<Vitals, 'ourConnections'>): Finding {
  if (ourConnections > 0)
    return fine('at work', `A server or worker is at work (${many(ourConnections, 'connection')})`)
  return remark({
    check: 'at work',
    what: 'No server and no worker is connected',
    why: 'Nobody answers requests, keeps deadlines or tells others what happened.',
    todo: 'Start it, unless it is stopped on purpose.',
    command: 'backhaul start',
  })
}
