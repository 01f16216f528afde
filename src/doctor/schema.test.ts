import { describe, expect, test } from 'vitest'
import type { Catalogue, Shape } from '../db/catalogue.ts'
import { judgeSchema } from './schema.ts'

const returns: Shape = {
  columns: { org_id: 'uuid not null', note: 'text', many: 'integer not null default 0' },
  constraints: { returns_pkey: 'PRIMARY KEY (org_id)' },
  indexes: {
    returns_note: 'CREATE INDEX returns_note ON returns USING btree (note)',
    returns_once: 'CREATE UNIQUE INDEX returns_once ON returns USING btree (org_id, note)',
  },
}
const wanted: Catalogue = { returns }

const judged = (found: Catalogue, broken: string[] = []) => judgeSchema({ wanted, found, broken, paste: sql => sql })
const withTable = (more: Partial<Shape>) => judged({ returns: { ...returns, ...more } })
const without = (part: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(part).filter(([known]) => known !== name))

test('the same is fine', () =>
  expect(judged(wanted)).toMatchObject([{ level: 'ok', what: '1 table as the migrations made them' }]))

describe('what is missing', () => {
  test('a table is said once, not column by column', () => {
    expect(judged({})).toMatchObject([{ level: 'problem', what: 'The table returns is missing' }])
  })
  test('a column cannot be made up again', () => {
    expect(withTable({ columns: without(returns.columns, 'note') })).toMatchObject([
      { level: 'problem', what: 'returns lacks its column note (text)', todo: expect.stringContaining('back-up') },
    ])
  })
  test('a constraint can be put back', () => {
    expect(withTable({ constraints: {} })).toMatchObject([
      { level: 'problem', command: 'alter table returns add constraint returns_pkey PRIMARY KEY (org_id)' },
    ])
  })
  test('an index makes slow, a unique one lets two of the same in', () => {
    expect(withTable({ indexes: {} })).toMatchObject([
      { level: 'warning', command: 'CREATE INDEX CONCURRENTLY returns_note ON returns USING btree (note)' },
      {
        level: 'problem',
        command: 'CREATE UNIQUE INDEX CONCURRENTLY returns_once ON returns USING btree (org_id, note)',
      },
    ])
  })
})

describe('what is another', () => {
  test.each([
    ['bigint not null default 0', 'alter table returns alter column many type integer'],
    ['integer default 0', 'alter table returns alter column many set not null'],
    ['integer not null', 'alter table returns alter column many set default 0'],
    [
      'text default 1',
      'alter table returns alter column many type integer, alter column many set not null, alter column many set default 0',
    ],
  ])('a column that is “%s” is changed back, and only what differs', (definition, command) => {
    expect(withTable({ columns: { ...returns.columns, many: definition } })).toMatchObject([
      { level: 'problem', command },
    ])
  })
  test('a default that should not be is dropped', () => {
    expect(withTable({ columns: { ...returns.columns, note: "text default 'x'" } })).toMatchObject([
      { command: 'alter table returns alter column note drop default' },
    ])
  })
  test('a constraint and an index of the same name are replaced', () => {
    const found = withTable({
      constraints: { returns_pkey: 'PRIMARY KEY (note)' },
      indexes: { ...returns.indexes, returns_note: 'CREATE INDEX returns_note ON returns USING hash (note)' },
    })
    expect(found).toMatchObject([
      {
        level: 'problem',
        command:
          'alter table returns drop constraint returns_pkey; alter table returns add constraint returns_pkey PRIMARY KEY (org_id)',
      },
      { level: 'warning', command: 'drop index returns_note; CREATE INDEX returns_note ON returns USING btree (note)' },
    ])
  })
})

describe('what was added', () => {
  test('a table, a column that may be empty and an index are noted beside the good news', () => {
    const found = judged({
      returns: {
        ...returns,
        columns: { ...returns.columns, extra: 'text' },
        indexes: { ...returns.indexes, mine: 'CREATE INDEX mine ON returns USING btree (many)' },
      },
      mine: { columns: {}, constraints: {}, indexes: {} },
    })
    expect(found.map(({ level }) => level)).toEqual(['ok', 'note', 'note', 'note'])
  })
  test('a column that must be filled refuses every new row', () => {
    expect(withTable({ columns: { ...returns.columns, extra: 'text not null' } })).toMatchObject([
      { level: 'problem', command: 'alter table returns drop column extra' },
    ])
    expect(withTable({ columns: { ...returns.columns, extra: 'text not null default 1' } })).toMatchObject([
      { level: 'ok' },
      { level: 'note' },
    ])
  })
  test('a constraint may refuse what we did not expect to be refused', () => {
    expect(withTable({ constraints: { ...returns.constraints, mine: 'CHECK (many < 9)' } })).toMatchObject([
      { level: 'warning' },
    ])
  })
})

test('an index that was begun and not finished is built again', () => {
  expect(judged(wanted, ['returns_note'])).toMatchObject([
    { level: 'problem', command: 'reindex index concurrently returns_note' },
  ])
})
