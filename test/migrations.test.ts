/** Two neighbouring versions work on one database at the same time, so migrations only add; what they take away goes a version later (decision 0013). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MIGRATIONS } from '../src/db/migrate.ts'
import { troublesIn } from './kit/migration-lint.ts'

const names = readdirSync(MIGRATIONS)
  .filter(file => file.endsWith('.sql'))
  .map(file => file.slice(0, -'.sql'.length))
  .toSorted()

describe('no migration disturbs the version before it', () => {
  test.each(names.slice(1))('%s', name => {
    const text = readFileSync(join(MIGRATIONS, `${name}.sql`), 'utf8')
    expect(troublesIn(text, names.slice(0, names.indexOf(name)))).toEqual([])
  })
})

describe('what disturbs is noticed', () => {
  test.each([
    ['drop table strays;', 'drops what the older version reads'],
    ['alter table returns drop column lane;', 'drops a column'],
    ['alter table returns rename column lane to way;', 'renames'],
    ['alter table returns rename to cases;', 'renames'],
    ['alter table returns add column way text not null;', 'demands a value'],
    ['alter table returns alter column lane set not null;', 'demands a value'],
    ['alter table returns alter column serial type numeric;', 'changes a type'],
    [
      'alter table returns alter serial set data type numeric, alter column version set data type bigint;',
      'changes a type',
    ],
    ['alter table returns add column token uuid default gen_random_uuid();', 'writes the whole table anew'],
    ['alter table returns add constraint c check (version > 0);', 'looks through the whole table'],
    ['alter table returns add constraint u unique (org_id, order_id);', 'forbids'],
    ['alter table returns drop constraint returns_pkey;', 'takes away a guard'],
    ['create index returns_lane on returns (org_id, lane);', 'keeps everybody from writing'],
    ['CREATE INDEX IF NOT EXISTS returns_lane\n  ON returns (org_id, lane);', 'keeps everybody from writing'],
    ['create unique index returns_lane on returns (org_id, lane);', 'forbids'],
    ['update returns set lane = null;', 'holds rows'],
    ['delete from outbox;', 'holds rows'],
    ['truncate outbox;', 'shuts everybody out'],
    ['drop index returns_order;', 'waits for everybody'],
    ['create index concurrently if not exists a on returns (org_id);', 'needs a file marked'],
    ['-- outside a transaction\ncreate index concurrently a on returns (org_id);', 'does not belong'],
    ['-- outside a transaction\nalter table returns add column way text;', 'does not belong'],
    ['-- needs: 0099-nowhere\nalter table returns drop column lane;', 'which is no earlier migration'],
    ['-- fine beside the older version: it is not.\nalter table returns rename to cases;', 'renames'],
    ['-- fine beside the older version: it is not.\nalter table returns drop column lane;', 'drops a column'],
  ])('%s', (text, why) => {
    expect(troublesIn(text)).toContainEqual(expect.stringContaining(why))
  })
})

describe('what only adds is left alone', () => {
  test.each([
    [
      'a table',
      'create table news (org_id uuid not null, id uuid not null); create index news_id on news (org_id, id);',
    ],
    [
      'a column nobody has to fill',
      'alter table returns add column way text, add column far boolean not null default false;',
    ],
    ['words that only look like it', "comment on table returns is 'drop table returns; rename it';"],
    ['a comment', "-- drop table returns; it's old;\nselect 1; -- isn't it"],
    ['an index on a small table', 'create index shops_name on shops (org_id, name);'],
    ['a guard that is looked at later', 'alter table returns add constraint c check (version > 0) not valid;'],
    [
      'an index beside the traffic',
      '-- outside a transaction\ncreate index concurrently if not exists a on returns (org_id);',
    ],
    [
      'with a reason',
      'select 1;\n-- fine beside the older version: the table came with the last version and is empty.\ndelete from outbox;',
    ],
    ['a version later', '-- needs: 0001-spine\nalter table returns drop column lane;'],
  ])('%s', (_what, text) => {
    expect(troublesIn(text, ['0001-spine'])).toEqual([])
  })

  test('a reason holds for its own statement', () => {
    const text = '-- fine beside the older version: it is small.\n\nselect 1;'
    expect(troublesIn(`select 1;\n${text}\ntruncate outbox;`)).toHaveLength(1)
  })
})

test('no statement asks for every column there is: a prepared one would fail when a column is added', () => {
  const db = join(import.meta.dirname, '../src/db')
  const tables = readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8').match(/(?<=^table )\w+/gm) ?? []
  const every = new RegExp(
    `(select|returning)\\s+(\\w+\\.)?\\*\\s+from\\s+(${tables.join('|')})\\b|returning\\s+\\*`,
    'i',
  )
  const found = readdirSync(db, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter(file =>
      readFileSync(join(db, file), 'utf8')
        .replaceAll(/^.*prepare: false.*$/gm, '')
        .match(every),
    )
  expect(found).toEqual([])
})
