/** Are the tables those of this version? */
import type { MigrationError } from '../db/migrate.ts'
import { type Finding, fine, problem, remark } from './finding.ts'
import { many } from './phrases.ts'

/** `ahead` is what a newer version has applied and this one can work with. */
export function judgeMigrations(pending: readonly string[], ahead: readonly string[] = []): Finding {
  if (pending.length === 0 && ahead.length === 0) return fine('migrations', 'The database is at this version')
  if (pending.length === 0)
    return remark({
      check: 'migrations',
      what: `A newer version has gone ahead with ${many(ahead.length, 'migration')}: ${ahead.join(', ')}`,
      why: 'Both versions work beside each other while an upgrade is under way, and no longer than that. How the tables should look, only the newer one knows.',
      todo: 'Finish the upgrade: stop what still runs this version, and examine with the newer one.',
      figures: { ahead },
    })
  return problem({
    check: 'migrations',
    what: `${many(pending.length, 'migration')} not applied: ${pending.join(', ')}`,
    why: 'This version works on tables the database does not have yet; commands refuse until it has them.',
    todo: 'Make a back-up, then bring the database up to date. Starting the server does it too.',
    command: 'backhaul migrate',
    figures: { pending },
  })
}

/** The database and the files do not fit together. */
export const judgeMisfit = ({ code, message }: Pick<MigrationError, 'code' | 'message'>): Finding =>
  problem({
    check: 'migrations',
    what: message.split('. ')[0] ?? message,
    why:
      code === 'newer'
        ? 'An older version would write what the newer one does not expect, so it does not start.'
        : 'Nobody can say any more what the tables are made of, so nothing is added to them.',
    todo: `${message.split('. ').slice(1).join('. ').replace(/\.$/, '')}.`,
    figures: { misfit: code },
  })
