/** Do the tables look as the migrations made them? What was changed by hand is named one by one. */
import type { Catalogue, Shape } from '../db/catalogue.ts'
import { type Finding, fine, problem, remark, warning } from './finding.ts'
import { many } from './phrases.ts'

/** `paste` makes a command line of SQL. */
type Drift = { wanted: Catalogue; found: Catalogue; broken: readonly string[]; paste: (sql: string) => string }

/**
 * Held against a snapshot that is written with the golden dump of the tests and lies beside the migrations. Making the tables anew in a corner of the
 * same database would need rights an operator may not give, and would write where one only wanted to look.
 */
export function judgeSchema({ wanted, found, broken, paste }: Drift): Finding[] {
  const drift = Object.entries(wanted).flatMap(([name, table]) =>
    found[name] === undefined ? [tableMissing(name)] : tableDrift(name, table, found[name], paste),
  )
  const findings = [
    ...drift,
    ...Object.keys(found)
      .filter(name => wanted[name] === undefined)
      .map(tableAdded),
    ...broken.map(name => indexBroken(name, paste)),
  ]
  if (findings.some(({ level }) => level !== 'note')) return findings
  return [fine('schema', `${many(Object.keys(wanted).length, 'table')} as the migrations made them`), ...findings]
}

const BY_HAND = 'It was changed by hand, or a restore was broken off.'

const tableMissing = (name: string): Finding =>
  problem({
    check: 'schema',
    what: `The table ${name} is missing`,
    why: `Whatever needs it fails. ${BY_HAND}`,
    todo: 'Restore the last back-up into a new database and go on there.',
    figures: { table: name, missing: 'table' },
  })

const tableAdded = (name: string): Finding =>
  remark({
    check: 'schema',
    what: `The table ${name} is not one of ours`,
    why: 'It does no harm; back-ups of ours do not hold it.',
    todo: 'Keep tables of your own in a schema of their own.',
    figures: { table: name, added: 'table' },
  })

function tableDrift(name: string, wanted: Shape, found: Shape, paste: Drift['paste']): Finding[] {
  return [
    ...columnDrift(name, wanted.columns, found.columns, paste),
    ...constraintDrift(name, wanted.constraints, found.constraints, paste),
    ...indexDrift(name, wanted.indexes, found.indexes, paste),
  ]
}

type Parts = Record<string, string>
const missing = (wanted: Parts, found: Parts) => Object.entries(wanted).filter(([name]) => found[name] === undefined)
const changed = (wanted: Parts, found: Parts) =>
  Object.entries(wanted).filter(([name, definition]) => found[name] !== undefined && found[name] !== definition)

function columnDrift(table: string, wanted: Parts, found: Parts, paste: Drift['paste']): Finding[] {
  return [
    ...missing(wanted, found).map(([name, definition]) =>
      problem({
        check: 'schema',
        what: `${table} lacks its column ${name} (${definition})`,
        why: `Statements that name it fail, and what stood in it is gone. ${BY_HAND}`,
        todo: 'Restore the last back-up into a new database and go on there.',
        figures: { table, column: name, missing: 'column' },
      }),
    ),
    ...changed(wanted, found).map(([name, definition]) =>
      problem({
        check: 'schema',
        what: `${table}.${name} is “${found[name]}” and should be “${definition}”`,
        why: 'Values may be refused, cut or rounded on their way in.',
        todo: 'Change it back.',
        command: paste(mending(table, name, found[name] ?? '', definition)),
        figures: { table, column: name, changed: 'column' },
      }),
    ),
    ...missing(found, wanted).map(([name, definition]) => columnAdded(table, name, definition, paste)),
  ]
}

/** Only what differs is set, so that no value is touched for nothing. */
function mending(table: string, name: string, found: string, wanted: string): string {
  const [before, after] = [partsOf(found), partsOf(wanted)]
  const changes = [
    before.type !== after.type && `alter column ${name} type ${after.type}`,
    before.notNull !== after.notNull && `alter column ${name} ${after.notNull ? 'set' : 'drop'} not null`,
    before.otherwise !== after.otherwise &&
      `alter column ${name} ${after.otherwise === null ? 'drop default' : `set default ${after.otherwise}`}`,
  ]
  return `alter table ${table} ${changes.filter(change => change !== false).join(', ')}`
}

function partsOf(definition: string): { type: string; notNull: boolean; otherwise: string | null } {
  const [before = '', otherwise = null] = definition.split(/ default (.*)/s)
  return { type: before.replace(/ not null$/, ''), notNull: before.endsWith(' not null'), otherwise }
}

function columnAdded(table: string, name: string, definition: string, paste: Drift['paste']): Finding {
  const { notNull, otherwise } = partsOf(definition)
  const found = {
    check: 'schema',
    what: `${table} has a column ${name} that is not one of ours`,
    todo: 'Drop it, or keep what you need in a table of your own.',
    command: paste(`alter table ${table} drop column ${name}`),
    figures: { table, column: name, added: 'column' },
  }
  if (notNull && otherwise === null)
    return problem({ ...found, why: 'It must be filled and we do not know it, so every new row is refused.' })
  return remark({ ...found, why: 'It does no harm today; a later migration may want the name.' })
}

function constraintDrift(table: string, wanted: Parts, found: Parts, paste: Drift['paste']): Finding[] {
  const put = (name: string, definition: string) => `alter table ${table} add constraint ${name} ${definition}`
  return [
    ...missing(wanted, found).map(([name, definition]) =>
      problem({
        check: 'schema',
        what: `${table} lacks its constraint ${name}`,
        why: 'It stands behind the rules: without it a mistake or a race can write what must never be.',
        todo: 'Put it back. If that is refused, rows break the rule already: find them first.',
        command: paste(put(name, definition)),
        figures: { table, constraint: name, missing: 'constraint' },
      }),
    ),
    ...changed(wanted, found).map(([name, definition]) =>
      problem({
        check: 'schema',
        what: `The constraint ${name} of ${table} is “${found[name]}” and should be “${definition}”`,
        why: 'It stands behind the rules: another one guards something else.',
        todo: 'Put the right one in its place.',
        command: paste(`alter table ${table} drop constraint ${name}; ${put(name, definition)}`),
        figures: { table, constraint: name, changed: 'constraint' },
      }),
    ),
    ...missing(found, wanted).map(([name]) =>
      warning({
        check: 'schema',
        what: `${table} has a constraint ${name} that is not one of ours`,
        why: 'What it refuses, we did not expect to be refused; a request then fails without a reason.',
        todo: 'Drop it, unless you know that nothing runs into it.',
        command: paste(`alter table ${table} drop constraint ${name}`),
        figures: { table, constraint: name, added: 'constraint' },
      }),
    ),
  ]
}

const isUnique = (definition: string): boolean => definition.startsWith('CREATE UNIQUE')

/** Built without holding anybody up. */
const built = (definition: string): string => definition.replace(/ INDEX /, ' INDEX CONCURRENTLY ')

function indexDrift(table: string, wanted: Parts, found: Parts, paste: Drift['paste']): Finding[] {
  const lack = (name: string, definition: string, what: string, command: string): Finding => {
    const finding = { check: 'schema', what, command, figures: { table, index: name, missing: 'index' } }
    return isUnique(definition)
      ? problem({
          ...finding,
          why: 'It is what keeps two of the same apart.',
          todo: 'Build it anew. If that is refused, there are two already.',
        })
      : warning({
          ...finding,
          why: 'What it answers at once is now looked for row by row, slower with every return.',
          todo: 'Build it anew; the shop goes on meanwhile.',
        })
  }
  return [
    ...missing(wanted, found).map(([name, definition]) =>
      lack(name, definition, `${table} lacks its index ${name}`, paste(built(definition))),
    ),
    ...changed(wanted, found).map(([name, definition]) =>
      lack(
        name,
        definition,
        `The index ${name} of ${table} is another one: ${found[name]}`,
        paste(`drop index ${name}; ${definition}`),
      ),
    ),
    ...missing(found, wanted).map(([name]) =>
      remark({
        check: 'schema',
        what: `${table} has an index ${name} that is not one of ours`,
        why: 'It costs a little with every change, and may well be worth it to you.',
        todo: 'Keep it if a report of yours needs it.',
        figures: { table, index: name, added: 'index' },
      }),
    ),
  ]
}

const indexBroken = (name: string, paste: Drift['paste']): Finding =>
  problem({
    check: 'schema',
    what: `The index ${name} was never finished`,
    why: 'It costs with every change and answers nothing; a unique one keeps nothing apart.',
    todo: 'Build it again.',
    command: paste(`reindex index concurrently ${name}`),
    figures: { index: name, broken: true },
  })
