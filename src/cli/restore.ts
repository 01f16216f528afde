import { stat } from 'node:fs/promises'
import type { Config } from '../config.ts'
import type { Database } from '../db/connect.ts'
import { BackupError } from '../db/copy/backup-error.ts'
import { type Contents, check } from '../db/copy/parts.ts'
import { type Phase, restore as putBack } from '../db/copy/restore.ts'
import { DbFault } from '../db/fault.ts'
import { contentTypeOf } from '../files/kinds.ts'
import { openStore } from '../files/store.ts'
import { openConfigured } from '../open-house.ts'
import { type Command, CommandError, EXIT, type ExitCode, type Input } from './command.ts'
import type { Output } from './output.ts'
import { countedLine } from './progress.ts'
import { listenForStop } from './stop-signals.ts'
import { unpacked } from './unpacked.ts'

export const restore: Command = {
  name: 'restore',
  summary: 'Put a backup back into an empty database',
  about:
    'Puts back what `backup` copied, into a database that holds nothing yet: the embedded one or an outside PostgreSQL, whichever the backup came from. The file is checked first, and nothing is changed when it is damaged; the rows go in together or not at all, and are read again and compared before they are kept. Stop the servers of that database. Data is never deleted: to start over, name another data folder or make another database.',
  takes: { name: 'FILE', required: true },
  options: { 'no-files': { type: 'boolean', means: 'Leave out photos and labels' } },
  examples: [
    { line: 'BACKHAUL_DATA=/var/lib/backhaul backhaul restore backhaul.backup', does: 'Into a new data folder.' },
    {
      line: 'DATABASE_URL=postgres://… backhaul restore backhaul.backup',
      does: 'From the embedded database to your own.',
    },
  ],
  exits: { [EXIT.interrupted]: 'stopped; nothing was put back' },

  async run(input) {
    const stop = listenForStop()
    try {
      return await restoreFrom(input.positionals[0] ?? '', input, stop.aborted)
    } catch (fault) {
      if (!stop.aborted.aborted) throw explained(fault)
      input.out.note('Stopped; nothing was put back.')
      return EXIT.interrupted
    } finally {
      stop.release()
      input.out.settle()
    }
  },
}

async function restoreFrom(path: string, { config, values, out }: Input, stopped: AbortSignal): Promise<ExitCode> {
  const contents = await checked(path, out, stopped)
  const database = await openConfigured(config)
  try {
    await intoDatabase(database, path, contents, { config, files: values['no-files'] !== true, out, stopped })
  } finally {
    await database.close()
  }
  tell(path, contents, { kind: database.kind, files: values['no-files'] !== true, config }, out)
  return EXIT.ok
}

/** The first walk through the file; only a whole one is worth opening a database for. */
async function checked(path: string, out: Output, stopped: AbortSignal): Promise<Contents> {
  const { size } = await stat(path)
  const startedMs = performance.now()
  const told = (bytes: number): void =>
    out.progress(
      countedLine({
        doing: 'checking',
        done: megabytes(bytes),
        all: megabytes(size),
        unit: 'MB',
        ms: performance.now() - startedMs,
      }),
    )
  return check(unpacked(path, stopped, told))
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000)

type Into = { config: Config; files: boolean; out: Output; stopped: AbortSignal }

async function intoDatabase(database: Database, path: string, contents: Contents, into: Into): Promise<void> {
  const { config, files, out, stopped } = into
  const store = files && contents.files > 0 ? await openStore(config.files) : null
  const copying = await database.openAnother({ pipeline: false, max: 1 })
  let phase: Phase | null = null
  let startedMs = 0
  const told = (now: Phase, done: number): void => {
    stopped.throwIfAborted()
    if (now !== phase) startedMs = performance.now()
    phase = now
    out.progress(countedLine({ doing: now, done, all: contents.rows, unit: 'rows', ms: performance.now() - startedMs }))
  }
  try {
    await putBack({ pool: database.pool, copying }, unpacked(path, stopped), contents, {
      keep: store && ((key, bytes) => store.put(key, bytes, contentTypeOf(key) ?? '')),
      told,
    })
  } finally {
    await copying.end()
  }
}

/** What a person can do something about, in its own words. */
function explained(fault: unknown): unknown {
  if (fault instanceof BackupError) return new CommandError(fault.message)
  if (fault instanceof DbFault && fault.kind === 'contention')
    return new CommandError(
      'Somebody else works in this database. Stop its servers and try again; nothing was put back.',
    )
  if (fault instanceof DbFault && fault.kind === 'conflict')
    return new CommandError(
      `The rows of the backup do not fit together (${fault.constraint}), so nothing was put back. The database it was made from is damaged: ${fault.message}.`,
    )
  return fault
}

type Done = { kind: Database['kind']; files: boolean; config: Config }

function tell(path: string, { header, rows, files, fileBytes, sha256 }: Contents, done: Done, out: Output): void {
  const withFiles = done.files && header.files === 'included'
  out.give({
    file: path,
    at: header.at,
    version: header.backhaul,
    database: done.kind,
    tables: header.tables.map(table => ({ name: table.name, rows: table.rows })),
    rows,
    files: withFiles ? { count: files, bytes: fileBytes } : null,
    sha256,
  })
  out.say(
    `${rows} rows of ${header.tables.length} tables${withFiles ? ` and ${files} files` : ''}, as they were at ${header.at}, are back and compared.`,
  )
  if (!withFiles)
    out.note(
      `Photos and labels were ${header.files === 'included' ? 'left in the backup' : 'not in the backup'}; see that they lie where BACKHAUL_FILES says.`,
    )
}
