/** Out of one database and into another: everything is the same afterwards, or nothing has happened. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, freshDatabase } from '../../../test/kit/database.ts'
import type { Instant } from '../../core/time.ts'
import { MIGRATIONS, migrate, pendingMigrations } from '../migrate.ts'
import { type Pool, query, withClient } from '../pool.ts'
import { readTables } from '../schema.ts'
import { sql } from '../statement.ts'
import { backup, type KeptFile } from './backup.ts'
import { BackupError } from './backup-error.ts'
import { BEGINNING, framed, type Kind, written } from './layout.ts'
import { check, type Contents } from './parts.ts'
import { restore } from './restore.ts'
import { rowsIn } from './rows-in.ts'
import { rowsOut } from './rows-out.ts'

const from = await freshDatabase()
const to = await freshDatabase()
const reading = await from.open({ pipeline: false, max: 1 })
const writing = await to.open({ pipeline: false, max: 1 })

const ORG = '0198c1f2-7a53-7c11-9d10-6d1d3f5b2a77'
const ABOUT = { backhaul: '1.2.3', postgres: '18.4', at: '2026-03-10T12:00:00.000Z' as Instant }

async function* these<T>(things: Iterable<T>): AsyncGenerator<T> {
  yield* things
}

const bytesOf = async (pool: Pool, files: Iterable<KeptFile> | null = null): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const bytes of backup(pool, { ...ABOUT, files: files && these(files) }).bytes) parts.push(bytes)
  return Buffer.concat(parts)
}

/** As a stream that breaks anywhere but where a frame ends. */
function* broken(bytes: Buffer, size = 997): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
const streamed = (bytes: Buffer): AsyncIterable<Buffer> => these(broken(bytes))

const put = async (bytes: Buffer, contents?: Contents, keep: Parameters<typeof restore>[3]['keep'] = null) =>
  restore({ pool: to.pool, copying: writing }, streamed(bytes), contents ?? (await check(streamed(bytes))), { keep })

const ask = async (pool: Pool, text: string): Promise<unknown[]> => (await query(pool, { text, prepare: false })).rows

const rowsOf = async (pool: Pool): Promise<Record<string, unknown[]>> => {
  const tables = await readTables(pool)
  const all = tables.map(
    async ({ name }) => [name, await ask(pool, `select t::text from ${name} t order by 1`)] as const,
  )
  return Object.fromEntries(await Promise.all(all))
}

const clear = async (pool: Pool): Promise<void> => {
  const names = (await readTables(pool)).map(({ name }) => name).toReversed()
  await ask(pool, names.map(name => `delete from ${name}`).join('; '))
}

const insert = (table: string, rows: readonly object[], pool: Pool = from.pool): Promise<unknown> =>
  query(pool, {
    text: `insert into ${table} select * from json_populate_recordset(null::${table}, $1)`,
    values: [JSON.stringify(rows)],
    prepare: false,
  })

const founded = (name = 'Linnea') => insert('orgs', [{ id: ORG, name, created_at: ABOUT.at }])

beforeEach(async () => {
  await clear(from.pool)
  await clear(to.pool)
})

describe('what goes in comes out', () => {
  const words = fc.string({ unit: 'binary', maxLength: 40 }).map(text => text.replaceAll('\0', ''))
  const awkward = fc.oneof(
    words,
    fc.constantFrom(
      '',
      '\\N',
      '\\.',
      'a\tb',
      'a\nb',
      '\r\n',
      '\\',
      '\\\\n',
      'NULL',
      '{}',
      '"',
      "'",
      '🧦',
      'e\u0301',
      '\u2028',
    ),
  )
  const jsonText = fc
    .tuple(fc.jsonValue(), fc.integer({ min: 0, max: 3 }))
    .map(([value, indent]) => JSON.stringify(value, null, indent))
  const audit = fc.record({ actor: jsonText, what: awkward, subject: awkward, detail: jsonText })
  const key = fc.record({
    name: awkward,
    scopes: fc.array(awkward, { maxLength: 4 }),
    shops: fc.option(fc.array(fc.uuid(), { maxLength: 3 })),
    expires_at: fc.option(fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })),
  })

  const writeAudit = (all: { actor: string; what: string; subject: string; detail: string }[]): Promise<unknown>[] =>
    all.map(({ actor, what, subject, detail }) =>
      query(
        from.pool,
        sql`insert into audit (org_id, id, at, actor, what, subject, detail) values (${ORG}, gen_random_uuid(), now(), ${actor}, ${what}, ${subject}, ${detail})`,
      ),
    )

  const writeKeys = (
    all: { name: string; scopes: string[]; shops: string[] | null; expires_at: Date | null }[],
  ): Promise<unknown>[] =>
    all.map(({ name, scopes, shops, expires_at }) =>
      query(
        from.pool,
        sql`insert into api_keys (id, org_id, hash, hint, name, role, scopes, shops, created_at, expires_at)
          values (gen_random_uuid(), ${ORG}, gen_random_uuid(), '', ${name}, 'owner', ${scopes}, ${shops}, now(), ${expires_at})`,
      ),
    )

  const many = { minLength: 20, maxLength: 80 }

  test('whatever people write, in every kind of column', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(audit, many), fc.array(key, many), async (audits, keys) => {
        await clear(from.pool)
        await clear(to.pool)
        await founded()
        await Promise.all([...writeAudit(audits), ...writeKeys(keys)])
        await put(await bytesOf(reading))
        expect(await rowsOf(to.pool)).toEqual(await rowsOf(from.pool))
      }),
      { numRuns: 4 },
    )
  }, 60_000)

  test('documents stay as they were written, member by member and blank by blank', async () => {
    await founded()
    const detail = '{ "b":1,\n\t"a": 2, "a": 3, "n": 1.00 }'
    await query(from.pool, {
      text: `insert into audit (org_id, id, at, actor, what, subject, detail) values ($1, gen_random_uuid(), now(), '{}', 'x', 'y', $2)`,
      values: [ORG, detail],
    })
    await put(await bytesOf(reading))
    expect(await ask(to.pool, 'select detail::text from audit')).toEqual([{ detail }])
  })

  test('rows longer than what travels at a time', async () => {
    await founded('x'.repeat(900_000))
    await put(await bytesOf(reading))
    expect(await ask(to.pool, 'select length(name) from orgs')).toEqual([{ length: 900_000 }])
  })

  test('kept files, to the byte', async () => {
    await founded()
    const files = [0, 1, 3_000_000].map(size => ({ key: `org/x/${size}.jpg`, bytes: Buffer.alloc(size, size + 7) }))
    const kept: KeptFile[] = []
    const bytes = await bytesOf(reading, files)
    const contents = await check(streamed(bytes))
    expect(contents).toMatchObject({ files: 3, fileBytes: 3_000_001, header: { files: 'included' } })
    await put(bytes, contents, async (key, file) => void kept.push({ key, bytes: file }))
    expect(kept).toEqual(files)
  })

  test('keys and indexes are what the migrations made', async () => {
    await founded()
    await put(await bytesOf(reading))
    const built = `select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2`
    expect(await ask(to.pool, built)).toEqual(await ask(from.pool, built))
    expect(await readTables(to.pool)).toEqual(await readTables(from.pool))
  })

  test('everything is from one moment, whatever is written meanwhile', async () => {
    await founded()
    const { bytes, report } = backup(reading, { ...ABOUT, files: null })
    const parts: Buffer[] = []
    for await (const part of bytes) {
      parts.push(part)
      if (parts.length === 2)
        await insert('people', [{ id: ORG, email: 'late@example.com', name: 'Late', created_at: ABOUT.at }])
    }
    expect(await ask(from.pool, 'select count(*)::int from people')).toEqual([{ count: 1 }])
    expect(report).toMatchObject({ rows: 1, allRows: 1 })
    expect((await check(streamed(Buffer.concat(parts)))).tables.get('people')).toMatchObject({ rows: 0 })
  })

  test('a backup of an older version is brought up to date once it is in', async () => {
    const old = await emptyDatabase()
    await migrate(old.pool, MIGRATIONS, { only: ['0001-spine'] })
    await insert('orgs', [{ id: ORG, name: 'Linnea', created_at: ABOUT.at }], old.pool)
    const bytes = await bytesOf(await old.open({ pipeline: false, max: 1 }))
    const target = await emptyDatabase()
    const copying = await target.open({ pipeline: false, max: 1 })
    await restore({ pool: target.pool, copying }, streamed(bytes), await check(streamed(bytes)), { keep: null })
    expect(await pendingMigrations(target.pool)).toEqual([])
    expect(await ask(target.pool, 'select name from orgs')).toEqual([{ name: 'Linnea' }])
    expect(await readTables(target.pool)).toEqual(await readTables(from.pool))
  })
})

describe('a file that is not whole', () => {
  const refusal = async (bytes: Buffer): Promise<unknown> =>
    check(streamed(bytes)).then(
      () => 'taken',
      fault => fault,
    )

  const whole = async (): Promise<Buffer> => {
    await founded()
    await insert('people', [{ id: ORG, email: 'maja@example.com', name: 'Maja', created_at: ABOUT.at }])
    return bytesOf(reading, [{ key: 'org/x/y.jpg', bytes: Buffer.from('picture') }])
  }

  test('is refused wherever it was cut off', async () => {
    const bytes = await whole()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async length => {
        expect(await refusal(bytes.subarray(0, length))).toBeInstanceOf(BackupError)
      }),
      { numRuns: 200 },
    )
  })

  test('is refused whichever bit fell over', async () => {
    const bytes = await whole()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (place, bit) => {
        const changed = Buffer.from(bytes)
        changed[place] = (changed[place] as number) ^ (1 << bit)
        expect(await refusal(changed)).toBeInstanceOf(BackupError)
      }),
      { numRuns: 500 },
    )
  })

  const made = (...frames: [Kind, unknown][]): Buffer =>
    Buffer.concat([BEGINNING, ...frames.map(([kind, body]) => framed(kind, written(body)))])

  test.each([
    ['something else', Buffer.from('Dear Maja,\nthank you for everything.\n'), 'not a backup of Backhaul'],
    ['a later form', made(['h', { format: 2, backhaul: '9.0.0' }]), 'written by Backhaul 9.0.0 in a form'],
    ['no header', made(['t', { table: 'orgs' }]), 'its header is missing'],
    ['no end', made(['h', { format: 1, tables: [] }]), 'cut off'],
  ])('%s is told in a sentence', async (_what, bytes, sentence) => {
    expect(String(await refusal(bytes))).toContain(sentence)
  })
})

describe('a database that cannot take it', () => {
  const refusal = async (bytes: Buffer, contents?: Contents): Promise<string> =>
    put(bytes, contents).then(
      () => 'taken',
      fault => String(fault),
    )

  test('because it holds data already', async () => {
    await founded()
    const bytes = await bytesOf(reading)
    await insert('orgs', [{ id: ORG, name: 'Kestrel', created_at: ABOUT.at }], to.pool)
    expect(await refusal(bytes)).toContain('holds data already (in orgs)')
    expect(await ask(to.pool, 'select name from orgs')).toEqual([{ name: 'Kestrel' }])
  })

  test('but a secret that was made at the first start gives way to the one that sealed', async () => {
    await insert('installation', [{ one: true, secret: 'old and used', created_at: ABOUT.at }])
    await insert('installation', [{ one: true, secret: 'new and unused', created_at: ABOUT.at }], to.pool)
    await put(await bytesOf(reading))
    expect(await ask(to.pool, 'select secret from installation')).toEqual([{ secret: 'old and used' }])
  })

  test.each([
    ['a newer version', { name: '9999-later', checksum: 'x' }, 'of a newer version, Backhaul 1.2.3 (9999-later)'],
    ['another text', { name: '0001-spine', checksum: 'x' }, 'another text of the migration 0001-spine'],
  ])('because the backup is of %s', async (_what, migration, sentence) => {
    const bytes = await bytesOf(reading)
    const contents = await check(streamed(bytes))
    const header = { ...contents.header, migrations: [migration] }
    expect(await refusal(bytes, { ...contents, header })).toContain(sentence)
  })

  test('because it is of a newer version itself', async () => {
    const bytes = await bytesOf(reading)
    const contents = await check(streamed(bytes))
    const header = { ...contents.header, migrations: contents.header.migrations.slice(0, 1) }
    expect(await refusal(bytes, { ...contents, header })).toContain('tables of a newer version')
  })

  test('because it is somebody else’s as well', async () => {
    const bytes = await bytesOf(reading)
    await ask(to.pool, 'create table holiday (day date)')
    expect(await refusal(bytes)).toContain('a table holiday, which is not of Backhaul')
    await ask(to.pool, 'drop table holiday')
  })

  test('because it hands out other rows than it was given: nothing is kept', async () => {
    await founded()
    const bytes = await bytesOf(reading)
    const contents = await check(streamed(bytes))
    const tables = new Map(contents.tables).set('orgs', { rows: 1, sha256: 'another' })
    expect(await refusal(bytes, { ...contents, tables })).toContain('came out of this database otherwise')
    expect(await ask(to.pool, 'select count(*)::int from orgs')).toEqual([{ count: 0 }])
    expect(await readTables(to.pool)).toEqual(await readTables(from.pool))
    await put(bytes, contents)
    expect(await ask(to.pool, 'select name from orgs')).toEqual([{ name: 'Linnea' }])
  })

  test('because a row leads nowhere: foreign keys are checked when they are put back, and nothing is kept', async () => {
    await ask(from.pool, 'alter table memberships drop constraint memberships_person_id_fkey')
    try {
      await founded()
      await insert('memberships', [{ person_id: ORG, org_id: ORG, role: 'owner', created_at: ABOUT.at }])
      await expect(put(await bytesOf(reading))).rejects.toMatchObject({
        kind: 'conflict',
        constraint: 'memberships_person_id_fkey',
      })
      expect(await ask(to.pool, 'select count(*)::int from orgs')).toEqual([{ count: 0 }])
    } finally {
      await clear(from.pool)
      await ask(
        from.pool,
        'alter table memberships add constraint memberships_person_id_fkey foreign key (person_id) references people (id)',
      )
    }
  })
})

describe('a stream that stops', () => {
  test('leaves the connection to others', async () => {
    await ask(
      from.pool,
      `insert into orgs select gen_random_uuid(), repeat('long ', 2000), now() from generate_series(1, 2000)`,
    )
    for await (const bytes of backup(reading, { ...ABOUT, files: null }).bytes) if (bytes.length > 100_000) break
    expect(await ask(reading, 'select count(*)::int from orgs')).toEqual([{ count: 2000 }])
  })

  test('on its way in keeps nothing and says why', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${ORG}\tLinnea\t2026-01-01\n`)
      throw new Error('The disk was pulled out')
    }
    await expect(withClient(writing, client => rowsIn(client, 'copy orgs from stdin', failing()))).rejects.toThrow(
      'The disk was pulled out',
    )
    expect(await ask(writing, 'select count(*)::int from orgs')).toEqual([{ count: 0 }])
  })

  test('that the server refuses in its middle is not written on for ever', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.from('not\ta\trow\n'.repeat(10_000))
    }
    await expect(withClient(writing, client => rowsIn(client, 'copy orgs from stdin', endless()))).rejects.toThrow(
      'invalid input syntax',
    )
  })

  test('and a table that is not there is a fault like any other', async () => {
    const all = withClient(reading, async client => {
      for await (const _rows of rowsOut(client, 'copy nowhere to stdout')) continue
    })
    await expect(all).rejects.toMatchObject({ name: 'DbFault', message: expect.stringContaining('nowhere') })
  })
})

test('the tables hold nothing that a copy would lose: no sequences, no columns the database works out', async () => {
  expect(
    await ask(
      from.pool,
      `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind in ('S', 'm', 'f')
        union all select attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and (attgenerated <> '' or attidentity <> '')`,
    ),
  ).toEqual([])
})
