export type EmbeddedErrorCode =
  /** There are no PostgreSQL binaries for this operating system, processor or C library. */
  | 'no_binaries'
  /** There should be binaries, but their package is not in `node_modules`. */
  | 'binaries_missing'
  | 'disk_full'
  /** The data folder was written by a newer major version of PostgreSQL. */
  | 'data_newer'
  | 'data_older'
  /** The folder holds something that is not our database. */
  | 'folder_not_ours'
  | 'not_writable'
  /** PostgreSQL refuses to run as root, and the account it would run as cannot get to the data folder. */
  | 'not_reachable'
  /** Another process is starting or stopping the same database and does not come to an end. */
  | 'busy'
  | 'start_failed'

/**
 * The embedded database cannot run here. Unlike a refusal this is nobody's decision: somebody has to change the machine, so
 * every error carries an `advice` that says what to do, in a sentence an operator can follow.
 */
export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode
  readonly advice: string

  constructor(code: EmbeddedErrorCode, message: string, advice: string, cause?: unknown) {
    super(`${message} ${advice}`, { cause })
    this.name = 'EmbeddedError'
    this.code = code
    this.advice = advice
  }
}

/** The way out that works on every machine. */
export const OUTSIDE = 'Set DATABASE_URL to a PostgreSQL 15 or newer.'

/** What PostgreSQL or the file system said, turned into the error that helps; `said` is output or a system error's message. */
export function explain(said: string, what: string, cause?: unknown): EmbeddedError {
  if (/No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/.test(said)) {
    return new EmbeddedError(
      'disk_full',
      `${what}: the disk is full.`,
      'Free some space and start again; nothing is lost.',
      cause,
    )
  }
  if (/Permission denied|EACCES|EPERM|Read-only file system|EROFS|wrong ownership/.test(said)) {
    const advice = 'Make the data folder belong to the account that runs Backhaul, or choose another one.'
    return new EmbeddedError(
      'not_writable',
      `${what}: the data folder is not writable (${lastLine(said)}).`,
      advice,
      cause,
    )
  }
  if (/effective user ID/.test(said)) {
    const advice = `Give this account an entry in /etc/passwd, or: ${OUTSIDE}`
    return new EmbeddedError(
      'start_failed',
      `${what}: PostgreSQL wants to know the name of its account.`,
      advice,
      cause,
    )
  }
  const advice = `Look into log/postgres.log in the data folder, or: ${OUTSIDE}`
  return new EmbeddedError('start_failed', `${what}: ${lastLine(said) || 'no reason was given'}.`, advice, cause)
}

function lastLine(said: string): string {
  const lines = said
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  return (lines.findLast(line => /FATAL|PANIC|error:/i.test(line)) ?? lines.at(-1) ?? '').replace(/\.$/, '')
}
