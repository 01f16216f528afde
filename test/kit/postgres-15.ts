/** A PostgreSQL 15 of its own, where Debian's package lies, for what has to work between two servers. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const BIN = '/usr/lib/postgresql/15/bin'
const run = promisify(execFile)

export const HAS_POSTGRES_15 = existsSync(join(BIN, 'postgres'))

/** PostgreSQL refuses to run as root, so root starts it as somebody else. */
const NOBODY = 65_534

export type Postgres15 = {
  url: string
  /** Ends it as a crash would, with its data in place. */
  halt(): Promise<void>
  /** Starts it once more. */
  again(): Promise<void>
  /** Ends it for good. */
  stop(): Promise<void>
}

/** Its address, and how to end it. It listens on a socket in its own folder and nowhere else. */
export async function startPostgres15(): Promise<Postgres15> {
  const folder = await mkdtemp(join(tmpdir(), 'backhaul-15-'))
  await chmod(folder, 0o755)
  const account = userInfo().uid === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (account.uid !== undefined) await chown(folder, NOBODY, NOBODY)
  const options = { ...account, cwd: folder }
  const data = join(folder, 'data')
  await run(
    join(BIN, 'initdb'),
    ['-D', data, '-U', 'backhaul', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'],
    options,
  )
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off`
  const again = async () =>
    void (await run(
      join(BIN, 'pg_ctl'),
      ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'],
      options,
    ))
  const halt = async () => void (await run(join(BIN, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], options))
  await again()
  return {
    url: `postgres://backhaul@localhost/postgres?host=${encodeURIComponent(folder)}`,
    halt,
    again,
    async stop() {
      // Nothing to end when it was halted and is not back.
      await halt().catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
  }
}
