/** Is the database's PostgreSQL still looked after, and does it have the fixes that are out? */
import { epochMs, type Instant } from '../core/time.ts'
import { type Finding, fine, problem, remark, warning } from './finding.ts'
import { DAY_MS, daySaid, many } from './phrases.ts'
import { FIXES, type Fixes, LAST_DAYS } from './releases.ts'

export type Server = {
  version: string
  kind: 'embedded' | 'outside'
  /** Others than this machine reach the server that works on it. */
  isOpenToOthers: boolean
}

const SOON_MS = 365 * DAY_MS

export const judgeVersion = (server: Server, now: Instant): Finding[] => [judgeEnd(server, now), ...judgeFixes(server)]

const majorOf = (version: string): number => Number.parseInt(version, 10)
const minorOf = (version: string): number => Number.parseInt(version.split('.')[1] ?? '0', 10)

function judgeEnd({ version, kind }: Server, now: Instant): Finding {
  const name = `PostgreSQL ${version}${kind === 'embedded' ? ', embedded' : ''}`
  const end = LAST_DAYS[majorOf(version)]
  if (end === undefined)
    return remark({
      check: 'version',
      what: `${name} is newer than what this Backhaul has been tried with`,
      why: 'It will probably do; nobody has made sure.',
      todo: 'Look whether there is a newer Backhaul.',
    })
  const leftMs = Date.parse(end) - epochMs(now)
  if (leftMs > SOON_MS) return fine('version', `${name}, looked after until ${daySaid(end)}`)
  const found = {
    check: 'version',
    what: `${name} is looked after until ${daySaid(end)}${leftMs < 0 ? ', which is over' : ''}`,
    why: 'After that day holes stay open.',
    todo: 'Move to a newer PostgreSQL: make a back-up here and restore it there.',
    command: 'backhaul backup move.backhaul && DATABASE_URL=postgres://… backhaul restore move.backhaul',
  }
  return leftMs < 0 ? problem(found) : warning(found)
}

/** The releases of this major that came after this version. */
export const missedBy = (version: string): Fixes[] =>
  FIXES.filter(({ minors }) => (minors[majorOf(version)] ?? 0) > minorOf(version))

function judgeFixes({ version, kind, isOpenToOthers }: Server): Finding[] {
  const missed = missedBy(version)
  const newest = missed[0]
  if (newest === undefined) return []
  const holes = missed.reduce((all, fixes) => all + fixes.holes, 0)
  const behind = `PostgreSQL ${version} is behind ${majorOf(version)}.${newest.minors[majorOf(version)]} of ${daySaid(newest.day)}`
  const together = missed.length > 1 ? 'together with those before it ' : ''
  const what = `${behind}, which ${together}${holes === 0 ? 'mends mistakes' : `closes ${many(holes, 'security hole')}`}`
  const figures = { newest: `${majorOf(version)}.${newest.minors[majorOf(version)]}`, holes }
  if (kind === 'outside') {
    const found = {
      check: 'fixes',
      what,
      why: 'A minor release changes nothing but what was wrong; it needs a restart and no more.',
      todo: 'Upgrade the server’s packages and restart it.',
      figures,
    }
    return [holes > 0 ? warning(found) : remark(found)]
  }
  const found = {
    check: 'fixes',
    what,
    why: 'The embedded database comes with Backhaul’s packages and follows PostgreSQL late. Nothing reaches it but programs of this account on this machine, and nobody’s SQL, which keeps most holes out of reach.',
    todo: isOpenToOthers
      ? 'This server is open to others: a PostgreSQL kept up to date by its maker is the safer choice. Make a back-up and restore it there.'
      : 'Good enough to try things out. For a shop, a PostgreSQL kept up to date by its maker is the safer choice.',
    command: 'backhaul backup move.backhaul && DATABASE_URL=postgres://… backhaul restore move.backhaul',
    figures,
  }
  return [isOpenToOthers ? warning(found) : remark(found)]
}
