/** The rooms without a door: database, shelf and desk, for the server and for every command that works on the same data. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import { type Database, type DatabaseOptions, openDatabase } from './db/connect.ts'
import { migrate, migrationsAhead, pendingMigrations } from './db/migrate.ts'
import type { Desk } from './desk/desk.ts'
import { openDesk } from './desk/open-desk.ts'
import { FORMAT_TERMS, PLATFORMS } from './dialects/index.ts'
import { openStore } from './files/store.ts'

export type House = { database: Database; desk: Desk; close(): Promise<void> }

type Options = {
  /** False: refuse to work on tables of another version instead of changing them. */
  migrate: boolean
  log?: (message: string) => void
  pool?: DatabaseOptions['pool']
}

/** The tables are not those of this version, and nobody has asked to change them. */
export class NotMigrated extends Error {
  constructor(pending: readonly string[]) {
    super(
      `The database waits for ${pending.length === 1 ? 'a migration' : `${pending.length} migrations`} (${pending.join(', ')}). Run \`backhaul migrate\`, or start the server, and try again.`,
    )
    this.name = 'NotMigrated'
  }
}

/** Opens what `config` names; attaches to the embedded database when a server runs it already. */
export async function openHouse(config: Config, options: Options): Promise<House> {
  let closing = false
  // Connections that end while we close are not lost.
  const log = (message: string): void => {
    if (!closing) options.log?.(message)
  }
  const database = await openConfigured(config, log, options.pool)
  try {
    await fit(database, { ...options, log })
    const desk = await openDesk(database.pool, await openStore(config.files), {
      platforms: PLATFORMS,
      formats: FORMAT_TERMS,
      plainEndpoints: config.privateAddresses === 'allow',
      ...(config.secret !== null && { secret: config.secret }),
    })
    const close = (): Promise<void> => {
      closing = true
      return database.close()
    }
    return { database, desk, close }
  } catch (fault) {
    await database.close()
    throw fault
  }
}

/** The database alone, as it is. */
export const openConfigured = (
  config: Config,
  log?: (message: string) => void,
  pool?: DatabaseOptions['pool'],
): Promise<Database> =>
  openDatabase({
    ...(config.databaseUrl === null
      ? { dataDir: join(config.dataDir, 'postgres') }
      : { databaseUrl: config.databaseUrl }),
    poolSize: config.poolSize,
    ...(log && { log }),
    ...(pool && { pool }),
  })

/** An embedded database that is still empty belongs to nobody else, so it is set up without asking. */
async function fit(database: Database, options: Options): Promise<void> {
  const ahead = await migrationsAhead(database.pool)
  if (ahead.length > 0)
    options.log?.(
      `The database was brought up to date by a newer version (${ahead.join(', ')}). This one works beside it; upgrade it soon, the version after that may not be followed`,
    )
  const pending = await pendingMigrations(database.pool)
  if (pending.length === 0) return
  const isNew = database.kind === 'embedded' && pending.some(name => name.startsWith('0001-'))
  if (!options.migrate && !isNew) throw new NotMigrated(pending)
  for (const name of await migrate(database.pool)) options.log?.(`Migration ${name} applied`)
}
