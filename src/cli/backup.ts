import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import type { Config } from '../config.ts'
import { instantOf } from '../core/time.ts'
import type { Database } from '../db/connect.ts'
import { type BackupReport, type Copied, backup as copyOf } from '../db/copy/backup.ts'
import { openConfigured } from '../open-house.ts'
import { VERSION } from '../version.ts'
import { type Command, CommandError, EXIT, type ExitCode, type Input, UsageError } from './command.ts'
import { keptFiles } from './kept-files.ts'
import type { Output } from './output.ts'
import { countedLine } from './progress.ts'
import { listenForStop } from './stop-signals.ts'
import { refuseToOverwrite, writeWhole } from './whole-file.ts'

/** Stands for standard output. */
const STDOUT = '-'

export const backup: Command = {
  name: 'backup',
  summary: 'Copy everything into one file',
  about:
    'Copies all tables as they are at one moment, and the photos and labels of the file folder, into one compressed file that `restore` puts back, also into another kind of database. A running server goes on working meanwhile. The file appears when it is whole; it holds everything, secrets included, so keep it where nobody else reads. With - instead of a file name it goes to standard output. Files in a bucket are left out: back those up where they are.',
  takes: { name: 'FILE', required: false },
  options: {
    'no-files': { type: 'boolean', means: 'Leave out photos and labels' },
    force: { type: 'boolean', means: 'Overwrite FILE when it is there already' },
  },
  examples: [
    { line: 'backhaul backup', does: 'Into a file named by the time, in this folder.' },
    { line: 'backhaul backup /mnt/backups/backhaul.backup --force', does: 'Every night over the last one.' },
    { line: 'backhaul backup - | ssh vault "cat > backhaul.backup"', does: 'Without keeping it on this machine.' },
  ],
  exits: { [EXIT.interrupted]: 'stopped; no file was left behind' },

  async run(input) {
    const { config, out, values, positionals } = input
    const path = positionals[0] ?? `backhaul-${instantOf(Date.now()).slice(0, 19).replaceAll(':', '')}Z.backup`
    if (path === STDOUT && out.json)
      throw new UsageError('The backup and --json both want standard output; name a file, or leave --json out.')
    if (path === STDOUT && out.stdout.isTTY)
      throw new UsageError('A backup is nothing to look at; send standard output to a file or another program.')
    if (path !== STDOUT) await refuseToOverwrite(path, values.force === true)
    checkThere(config)
    const database = await openConfigured(config)
    try {
      return await copyTo(path, database, input)
    } finally {
      await database.close()
    }
  },
}

/** Opening the embedded database would make an empty one. */
function checkThere({ databaseUrl, dataDir }: Config): void {
  if (databaseUrl === null && !existsSync(join(dataDir, 'postgres')))
    throw new CommandError(
      `There is no database in ${dataDir}. Name the data folder with BACKHAUL_DATA, or an outside database with DATABASE_URL.`,
    )
}

async function copyTo(path: string, database: Database, { config, out, values }: Input): Promise<ExitCode> {
  const stop = listenForStop()
  const startedMs = performance.now()
  const copying = await database.openAnother({ pipeline: false, max: 1 })
  const { bytes, report } = copyOf(copying, {
    backhaul: VERSION,
    postgres: database.serverVersion,
    at: instantOf(Date.now()),
    files: values['no-files'] !== true && config.files.kind === 'folder' ? keptFiles(config.files.path) : null,
    told: so => out.progress(line(so, performance.now() - startedMs)),
  })
  const write = (sink: Writable): Promise<void> =>
    pipeline(bytes, compressor(), sink, { signal: stop.aborted, end: path !== STDOUT })
  try {
    if (path === STDOUT) await write(out.stdout as Writable)
    else await writeWhole(path, write)
  } catch (fault) {
    if (!stop.aborted.aborted) throw fault
    out.note('Stopped; no backup was made.')
    return EXIT.interrupted
  } finally {
    stop.release()
    out.settle()
    await copying.end()
  }
  tell(path, report, config, out)
  return EXIT.ok
}

const PIECE_BYTES = 256 * 1024

/** Zstandard with its own checksum: several times as fast as gzip at the same size, and every system can unpack it. */
const compressor = () => createZstdCompress({ chunkSize: PIECE_BYTES, params: { [constants.ZSTD_c_checksumFlag]: 1 } })

const line = ({ rows, allRows, files }: Copied, ms: number): string =>
  files > 0
    ? countedLine({ doing: 'copying', done: files, all: files, unit: 'files', ms })
    : countedLine({ doing: 'copying', done: rows, all: allRows, unit: 'rows', ms })

function tell(path: string, report: BackupReport, config: Config, out: Output): void {
  const { header, sha256, rows, files, fileBytes } = report
  const included = header?.files === 'included'
  out.give({
    file: path,
    at: header?.at,
    version: header?.backhaul,
    tables: header?.tables.map(table => ({ name: table.name, rows: table.rows })),
    rows,
    files: included ? { count: files, bytes: fileBytes } : null,
    sha256,
  })
  const what = `${rows} rows of ${header?.tables.length} tables${included ? ` and ${files} files` : ''}`
  if (path === STDOUT) out.note(`Sent ${what}.`)
  else out.say(`${path}: ${what}`)
  if (config.files.kind === 's3')
    out.note(
      `Photos and labels lie in the bucket ${config.files.bucket} and are not in it; back the bucket up as well.`,
    )
  if (config.secret !== null)
    out.note('Sealed credentials in it open only with the same BACKHAUL_SECRET; keep that beside it.')
}
