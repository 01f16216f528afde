/** The whole examination, from the outside in. What cannot be looked at says so and keeps nothing else from being looked at. */
import { existsSync } from 'node:fs'
import { readFile, statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { type Config, type ConfigProblem, inspectConfig, SETTINGS } from '../config.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { brokenIndexes, type Catalogue, catalogueOf } from '../db/catalogue.ts'
import type { Database } from '../db/connect.ts'
import { MIGRATIONS, MigrationError, migrationsAhead, pendingMigrations } from '../db/migrate.ts'
import type { Pool } from '../db/pool.ts'
import * as stuck from '../db/stuck.ts'
import { findSecret } from '../db/orgs.ts'
import { serverClock, vitalsOf } from '../db/vitals.ts'
import { openConfigured } from '../open-house.ts'
import { type Finding, remark, type Section } from './finding.ts'
import { judgeKeys, judgeOwners } from './keys.ts'
import { judgeClock, judgeMemory, judgeNode, judgeRoom } from './machine.ts'
import { judgeMigrations, judgeMisfit } from './migrations.ts'
import { DAY_MS, quoted } from './phrases.ts'
import { judgeSchema } from './schema.ts'
import { judgeSeals, judgeSecret } from './secret.ts'
import {
  judgeCompany,
  judgeConnections,
  judgeDurability,
  judgeRoundTrip,
  judgeWritable,
  notMadeYet,
  unreachable,
} from './server.ts'
import { judgeVersion } from './server-version.ts'
import { isOpenToOthers, judgeSettings } from './settings.ts'
import { examineShelf } from './shelf.ts'
import { judgeEndpoints, judgeOverdueDeliveries } from './telling.ts'
import * as work from './work.ts'

type Environment = Record<string, string | undefined>

/** A database that hangs must not make the doctor hang. */
const POOL = { applicationName: 'backhaul doctor', statementTimeoutMs: 10_000, connectionTimeoutMs: 5_000 }

export async function examine(environment: Environment): Promise<Section[]> {
  const { config, problems } = inspectConfig(environment)
  const given = SETTINGS.map(({ name }) => name).filter(name => environment[name]?.trim())
  const now = instantOf(Date.now())
  const sections = [
    { title: 'Settings', findings: [...judgeSettings({ config, problems, given }), ...judgeSecret(config)] },
    { title: 'Machine', findings: await machine(config, now) },
    ...(await database(config, problems)),
  ]
  if (!isWrong(problems, 'BACKHAUL_FILES'))
    sections.push({ title: 'Files', findings: [await examineShelf(config.files)] })
  return sections
}

const isWrong = (problems: readonly ConfigProblem[], ...names: string[]): boolean =>
  problems.some(({ name }) => names.includes(name))

async function machine(config: Config, now: Instant): Promise<Finding[]> {
  // Zero or an absurd number: this process is not confined.
  const confined = process.constrainedMemory() || Number.POSITIVE_INFINITY
  const folders = [config.dataDir, ...(config.files.kind === 'folder' ? [config.files.path] : [])]
  const rooms = await Promise.all([...new Set(folders.map(standing))].map(roomIn))
  return [
    judgeNode(process.versions.node, now),
    judgeMemory(Math.min(confined, totalmem())),
    ...rooms.filter((room, place) => rooms.findIndex(other => sameDisk(room, other)) === place).map(judgeRoom),
  ]
}

/** The folder, or the nearest one above it that is there. */
const standing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : standing(dirname(folder))

async function roomIn(folder: string) {
  const { bavail, bsize, blocks } = await statfs(folder)
  return { folder, freeBytes: bavail * bsize, allBytes: blocks * bsize }
}

const sameDisk = (a: { freeBytes: number; allBytes: number }, b: typeof a): boolean =>
  a.allBytes === b.allBytes && a.freeBytes === b.freeBytes

async function database(config: Config, problems: readonly ConfigProblem[]): Promise<Section[]> {
  if (isWrong(problems, 'DATABASE_URL', 'BACKHAUL_DATA')) return []
  const kind = config.databaseUrl === null ? 'embedded' : 'outside'
  if (kind === 'embedded' && !existsSync(join(config.dataDir, 'postgres', 'cluster')))
    return [{ title: 'Database', findings: [notMadeYet(config.dataDir)] }]
  let opened: Database
  try {
    opened = await openConfigured({ ...config, poolSize: 2 }, undefined, POOL)
  } catch (fault) {
    return [{ title: 'Database', findings: [unreachable((fault as Error).message, kind, config.dataDir)] }]
  }
  try {
    return await onDatabase(opened, config)
  } finally {
    await opened.close()
  }
}

async function onDatabase({ pool, kind }: Database, config: Config): Promise<Section[]> {
  const server = await looked('connection', async () => {
    const clock = await compareClocks(pool)
    const vitals = await vitalsOf(pool)
    return [
      judgeRoundTrip(clock.roundTripMs, vitals.bytes),
      ...judgeVersion({ version: vitals.version, kind, isOpenToOthers: isOpenToOthers(config) }, instantOf(Date.now())),
      ...judgeWritable(vitals),
      judgeClock(clock.aheadMs, clock.roundTripMs),
      ...judgeDurability(vitals.durability),
      ...judgeConnections(vitals, config),
      judgeCompany(vitals),
    ]
  })
  const { findings: migrated, isWhole, isOurs } = await migrations(pool)
  const tables = isWhole && isOurs ? await looked('schema', () => schema(pool, kind)) : []
  const sections = [
    { title: 'Database', findings: server },
    { title: 'Tables', findings: [...migrated, ...tables] },
  ]
  return isWhole ? [...sections, ...(await inTables(pool, config))] : sections
}

const TRIES = 5

/** The quickest of a few round trips tells the clocks apart best; the median is what a request waits for. */
async function compareClocks(pool: Pool): Promise<{ roundTripMs: number; aheadMs: number }> {
  const tries: { roundTripMs: number; aheadMs: number }[] = []
  await serverClock(pool)
  for (let place = 0; place < TRIES; place++) {
    const [sentMs, startedMs] = [Date.now(), performance.now()]
    const at = await serverClock(pool)
    const roundTripMs = performance.now() - startedMs
    tries.push({ roundTripMs, aheadMs: sentMs + roundTripMs / 2 - epochMs(at) })
  }
  const sorted = tries.toSorted((a, b) => a.roundTripMs - b.roundTripMs)
  return { roundTripMs: sorted[Math.floor(TRIES / 2)]?.roundTripMs ?? 0, aheadMs: sorted[0]?.aheadMs ?? 0 }
}

/** `isWhole`: nothing is missing. `isOurs`: and nothing is newer than this version. */
async function migrations(pool: Pool): Promise<{ findings: Finding[]; isWhole: boolean; isOurs: boolean }> {
  try {
    const [pending, ahead] = await Promise.all([pendingMigrations(pool), migrationsAhead(pool)])
    return { findings: [judgeMigrations(pending, ahead)], isWhole: pending.length === 0, isOurs: ahead.length === 0 }
  } catch (fault) {
    if (fault instanceof MigrationError) return { findings: [judgeMisfit(fault)], isWhole: false, isOurs: false }
    return { findings: [notLooked('migrations', fault as Error)], isWhole: false, isOurs: false }
  }
}

async function schema(pool: Pool, kind: Database['kind']): Promise<Finding[]> {
  const wanted = JSON.parse(await readFile(join(MIGRATIONS, 'schema.json'), 'utf8')) as Catalogue
  const [found, broken] = await Promise.all([catalogueOf(pool), brokenIndexes(pool)])
  return judgeSchema({ wanted, found, broken, paste: psql(pool, kind) })
}

/** The embedded database is reached through its socket. */
function psql(pool: Pool, kind: Database['kind']): (sql: string) => string {
  const { host, port, user, database: name } = pool.options as unknown as Record<string, unknown>
  const target = kind === 'outside' ? '"$DATABASE_URL"' : `-h ${quoted(String(host))} -p ${port} -U ${user} -d ${name}`
  return text =>
    `psql ${target} ${text
      .split('; ')
      .map(part => `-c ${quoted(part)}`)
      .join(' ')}`
}

const MINUTE_MS = 60_000
/** A worker that is at work needs less than this. */
const PATIENCE_MS = 15 * MINUTE_MS
const HOUR_MS = 60 * MINUTE_MS

async function inTables(pool: Pool, config: Config): Promise<Section[]> {
  const nowMs = Date.now()
  const now = instantOf(nowMs)
  const late = instantOf(nowMs - PATIENCE_MS)
  const [week, fortnight, inFortnight] = [-7, -14, 14].map(days => instantOf(nowMs + days * DAY_MS)) as [
    Instant,
    Instant,
    Instant,
  ]
  const errands = await Promise.all([
    looked('errands', async () => [work.judgeOverdueErrands(await stuck.overdueErrands(pool, late), now)]),
    looked('given up', async () => [work.judgeAbandonedErrands(await stuck.abandonedErrands(pool))]),
    looked('payouts', async () => [
      work.judgeUnknownPayouts(await stuck.unknownPayouts(pool, instantOf(nowMs - HOUR_MS)), now),
    ]),
    looked('deadlines', async () => [work.judgeOverdueSweeps(await stuck.overdueSweeps(pool, late), now)]),
    looked('jobs', async () => [work.judgeFailedJobs(await stuck.failedJobs(pool, week))]),
  ])
  const telling = await Promise.all([
    looked('outbox', async () => [work.judgeUntoldNews(await stuck.untoldNews(pool, late), now)]),
    looked('deliveries', async () => [judgeOverdueDeliveries(await stuck.overdueDeliveries(pool, late), now)]),
    looked('endpoints', async () => judgeEndpoints(await stuck.poorEndpoints(pool, fortnight), now)),
  ])
  const keys = await Promise.all([
    looked('keys', async () => judgeKeys(await stuck.keysEnding(pool, week, inFortnight), now)),
    looked('owners', async () => judgeOwners(await stuck.orgsWithoutOwner(pool, now))),
    looked('seals', async () => {
      const secret = config.secret ?? (await findSecret(pool))
      return secret === null ? [] : judgeSeals(secret, await stuck.sealedSamples(pool))
    }),
  ])
  return [
    { title: 'Work', findings: errands.flat() },
    { title: 'Telling others', findings: telling.flat() },
    { title: 'Keys and people', findings: keys.flat() },
  ]
}

/** The outcome, or why there is none. */
async function looked(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look()
  } catch (fault) {
    return [notLooked(check, fault as Error)]
  }
}

const notLooked = (check: string, { message }: Error): Finding =>
  remark({
    check,
    what: `Could not be examined: ${message.replace(/\.$/, '')}`,
    why: 'Nothing is known about it either way.',
    todo: 'If a table is missing, the findings about tables say what to do; if it took too long, try again in a quiet hour.',
  })
