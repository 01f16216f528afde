/** How the tables are spread over a Citus cluster: worked out from the tables themselves, so that a new one is never forgotten. */
import type { Table } from '../schema.ts'

/** `reference`: whole on every node, because it is looked for before it is known whose it is. `distributed`: each organisation's rows together on one node. */
export type Kind = 'reference' | 'distributed'

/** Where a table stands now. `colocation` numbers the group of tables whose rows of one organisation lie together. */
export type Placed = { kind: Kind; column: string | null; colocation: number }

export type Step = { table: string; kind: Kind | 'cleared'; statement: string }

/** What every key of a tenant's table begins with, and what its rows are spread by. */
export const TENANT = 'org_id'

export const kindOf = ({ primaryKey }: Pick<Table, 'primaryKey'>): Kind =>
  primaryKey?.[0] === TENANT ? 'distributed' : 'reference'

/**
 * The statements that are missing, in the order in which they must run: what is named by foreign keys before what names it, and reference tables
 * before all others. A cluster that stopped halfway goes on from there. Rows that were there before are copied by the cluster; what stays behind on
 * the coordinator, out of sight, is cleared last, when nothing refers to it any more.
 */
export function plan(tables: readonly Table[], placed: ReadonlyMap<string, Placed>): Step[] {
  const missing = tables.filter(({ name }) => !placed.has(name))
  const distributed = missing.filter(table => kindOf(table) === 'distributed')
  const first = tables.find(table => kindOf(table) === 'distributed' && placed.has(table.name)) ?? distributed[0]
  return [
    ...missing.filter(table => kindOf(table) === 'reference').map(reference),
    ...distributed.map(table => distribution(table, first?.name ?? table.name)),
    ...missing.toReversed().map(cleared),
  ]
}

const reference = ({ name }: Table): Step => ({
  table: name,
  kind: 'reference',
  statement: `SELECT create_reference_table('${name}')`,
})

const distribution = ({ name }: Table, first: string): Step => ({
  table: name,
  kind: 'distributed',
  statement: `SELECT create_distributed_table('${name}', '${TENANT}', colocate_with => '${name === first ? 'none' : first}')`,
})

const cleared = ({ name }: Table): Step => ({
  table: name,
  kind: 'cleared',
  statement: `SELECT truncate_local_data_after_distributing_table('${name}')`,
})

/** What keeps these tables from being spread, one sentence each. The rules are Citus'; a test holds the schema to them as well. */
export function rulesBroken(tables: readonly Table[]): string[] {
  const kinds = new Map(tables.map(table => [table.name, kindOf(table)]))
  return tables.flatMap(table => [
    ...(/^[a-z_][a-z0-9_]*$/.test(table.name)
      ? []
      : [`The table ${JSON.stringify(table.name)} has a name that is not ours.`]),
    ...(table.primaryKey === null ? [`The table ${table.name} has no primary key.`] : []),
    ...table.triggers.map(name => `The table ${table.name} has a trigger ${name}; a cluster runs none.`),
    ...(kinds.get(table.name) === 'distributed' ? keysBroken(table, kinds) : referencesBroken(table, kinds)),
  ])
}

function keysBroken({ name, uniques, foreignKeys }: Table, kinds: ReadonlyMap<string, Kind>): string[] {
  return [
    ...uniques
      .filter(({ columns }) => !columns.includes(TENANT))
      .map(unique => `${unique.name} of ${name} is unique without ${TENANT}.`),
    ...foreignKeys
      .filter(({ target }) => kinds.get(target) === 'distributed')
      .filter(
        ({ columns, targetColumns }) =>
          !columns.some((column, place) => column === TENANT && targetColumns[place] === TENANT),
      )
      .map(key => `${key.name} of ${name} does not carry ${TENANT} on both sides.`),
  ]
}

const referencesBroken = ({ name, foreignKeys }: Table, kinds: ReadonlyMap<string, Kind>): string[] =>
  foreignKeys
    .filter(({ target }) => kinds.get(target) === 'distributed')
    .map(key => `${key.name} leads from ${name}, which is whole on every node, to ${key.target}, which is not.`)

/** What was done to the tables by other hands and does not fit. Citus can take it back, we do not: it moves all rows. */
export function misplaced(tables: readonly Table[], placed: ReadonlyMap<string, Placed>): string[] {
  const groups = new Set<number>()
  return tables.flatMap(table => {
    const now = placed.get(table.name)
    if (now === undefined) return []
    const wanted = kindOf(table)
    if (now.kind === 'distributed') groups.add(now.colocation)
    const fits = now.kind === wanted && (wanted === 'reference' || now.column === TENANT) && groups.size <= 1
    return fits
      ? []
      : [
          `The table ${table.name} is spread otherwise than it has to be. Take that back with: SELECT undistribute_table('${table.name}', cascade_via_foreign_keys => true)`,
        ]
  })
}
