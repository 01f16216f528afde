import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../test/kit/database.ts'
import { readTables, type Table } from '../schema.ts'
import { standsInTheWay } from './cluster.ts'
import { kindOf, misplaced, type Placed, plan, rulesBroken } from './plan.ts'

const { pool } = await freshDatabase()
const tables = await readTables(pool)

const NOTHING: ReadonlyMap<string, Placed> = new Map()
const placeOf = (table: Table): Placed =>
  kindOf(table) === 'reference'
    ? { kind: 'reference', column: null, colocation: 1 }
    : { kind: 'distributed', column: 'org_id', colocation: 2 }
const allPlaced = new Map(tables.map(table => [table.name, placeOf(table)]))

const aTable = (more: Partial<Table>): Table => ({
  name: 'boxes',
  columns: ['org_id', 'id'],
  primaryKey: ['org_id', 'id'],
  uniques: [],
  foreignKeys: [],
  triggers: [],
  ...more,
})

describe('the plan for our own tables', () => {
  const steps = plan(tables, NOTHING)
  const made = steps.filter(({ kind }) => kind !== 'cleared')

  test('leaves none out', () => {
    expect(made.map(({ table }) => table).toSorted()).toEqual(tables.map(({ name }) => name).toSorted())
  })

  test('has whole on every node what is looked for before it is known whose it is', () => {
    const whole = made.filter(({ kind }) => kind === 'reference').map(({ table }) => table)
    expect(whole).toEqual(
      expect.arrayContaining(['installation', 'orgs', 'api_keys', 'people', 'memberships', 'dialect_credentials']),
    )
    expect(whole).not.toContain('returns')
  })

  test('makes every table after those its foreign keys name', () => {
    const place = new Map(made.map(({ table }, index) => [table, index]))
    const early = tables.flatMap(({ name, foreignKeys }) =>
      foreignKeys.filter(({ target }) => (place.get(target) ?? 0) > (place.get(name) ?? 0)).map(key => key.name),
    )
    expect(early).toEqual([])
  })

  test('makes reference tables first', () => {
    const kinds = made.map(({ kind }) => kind)
    expect(kinds.lastIndexOf('reference')).toBeLessThan(kinds.indexOf('distributed'))
  })

  test('keeps the rows of an organisation together, in a group of our own', () => {
    const [first, ...others] = made.filter(({ kind }) => kind === 'distributed')
    expect(first?.statement).toBe(
      `SELECT create_distributed_table('${first?.table}', 'org_id', colocate_with => 'none')`,
    )
    for (const { table, statement } of others)
      expect(statement).toBe(
        `SELECT create_distributed_table('${table}', 'org_id', colocate_with => '${first?.table}')`,
      )
  })

  test('clears at the end, what names before what is named', () => {
    expect(steps.slice(made.length).map(({ table }) => table)).toEqual(tables.map(({ name }) => name).toReversed())
  })

  test('finds no rule broken', () => {
    expect(rulesBroken(tables)).toEqual([])
    expect(misplaced(tables, allPlaced)).toEqual([])
  })
})

describe('a second run', () => {
  test('has nothing left to do', () => {
    expect(plan(tables, allPlaced)).toEqual([])
  })

  test('goes on where the first one stopped, beside what is there', () => {
    const early = new Map([...allPlaced].filter(([name]) => name !== 'return_events' && name !== 'people'))
    expect(plan(tables, early).map(({ statement }) => statement)).toEqual([
      `SELECT create_reference_table('people')`,
      `SELECT create_distributed_table('return_events', 'org_id', colocate_with => '${
        tables.find(table => kindOf(table) === 'distributed')?.name
      }')`,
      `SELECT truncate_local_data_after_distributing_table('return_events')`,
      `SELECT truncate_local_data_after_distributing_table('people')`,
    ])
  })

  test('takes nothing back that other hands have done, and says how to', () => {
    const odd = new Map(allPlaced)
      .set('orgs', { kind: 'distributed', column: 'id', colocation: 3 })
      .set('returns', { kind: 'distributed', column: 'shop_id', colocation: 2 })
    expect(misplaced(tables, odd).filter(sentence => /table (orgs|returns) /.test(sentence))).toHaveLength(2)
    expect(misplaced(tables, odd)[0]).toContain('undistribute_table(')
  })
})

describe('a table that cannot be spread', () => {
  const key = (more: Partial<Table['foreignKeys'][number]>) => ({
    name: 'boxes_fk',
    columns: ['org_id', 'shelf'],
    target: 'shelves',
    targetColumns: ['org_id', 'id'],
    definition: '',
    ...more,
  })
  const shelves = aTable({ name: 'shelves' })

  test.each([
    ['no primary key', aTable({ primaryKey: null }), 'has no primary key'],
    ['a trigger', aTable({ triggers: ['boxes_touch'] }), 'has a trigger boxes_touch'],
    [
      'a key over all organisations',
      aTable({ uniques: [{ name: 'boxes_code', columns: ['code'] }] }),
      'boxes_code of boxes is unique without org_id',
    ],
    [
      'a foreign key without the organisation',
      aTable({ foreignKeys: [key({ columns: ['shelf'], targetColumns: ['id'] })] }),
      'does not carry org_id',
    ],
    [
      'a foreign key out of a reference table',
      aTable({ primaryKey: ['id'], foreignKeys: [key({})] }),
      'leads from boxes',
    ],
    ['a name that is not ours', aTable({ name: 'Boxes; drop' }), 'a name that is not ours'],
  ])('because of %s is named', (_what, table, sentence) => {
    expect(rulesBroken([shelves, table]).join()).toContain(sentence)
  })
})

test('a PostgreSQL without Citus is told apart, with what to do', async () => {
  expect(await standsInTheWay(pool)).toMatch(/^This PostgreSQL has no Citus\. Install it on every node/)
})
