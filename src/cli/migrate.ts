import { migrate as bringUp, pendingMigrations } from '../db/migrate.ts'
import { openConfigured } from '../open-house.ts'
import { type Command, EXIT } from './command.ts'

export const migrate: Command = {
  name: 'migrate',
  summary: 'Bring the database to this version',
  about:
    'Applies the migrations the database does not have yet, each in one transaction, under a lock: it may run beside servers and other migrations. `start` does the same by itself.',
  options: { 'dry-run': { type: 'boolean', means: 'Only list what would be applied' } },
  examples: [
    { line: 'backhaul migrate --dry-run', does: 'What an upgrade would change.' },
    { line: 'DATABASE_URL=postgres://… backhaul migrate', does: 'Before the new version is rolled out.' },
  ],

  async run({ values, config, out }) {
    const database = await openConfigured(config)
    try {
      const dryRun = values['dry-run'] === true
      const names = dryRun ? await pendingMigrations(database.pool) : await bringUp(database.pool)
      out.give(dryRun ? { pending: names } : { applied: names })
      if (names.length === 0) out.say('The database is up to date.')
      for (const name of names) out.say(`${dryRun ? 'pending' : 'applied'}  ${name}`)
      return EXIT.ok
    } finally {
      await database.close()
    }
  },
}
