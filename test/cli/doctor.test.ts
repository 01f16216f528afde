/** The doctor before installations that really are unwell. */
import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { query } from '../../src/db/pool.ts'
import { issueCredential } from '../../src/desk/credentials.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { runErrands } from '../../src/jobs/errands.ts'
import { manualCarrier } from '../../src/outside/carrier.ts'
import { simulatedGateway } from '../../src/outside/simulated-gateway.ts'
import { emptyDatabase } from '../kit/database.ts'
import { anInput, openKit } from '../kit/desk.ts'
import { type Answer, backhaul, urlOf } from './in-process.ts'
import { folder } from './kit.ts'

const kit = await openKit()
const { desk, database, org, shop } = kit
const data = await folder()
await mkdir(join(data, 'files'))
const environment = { DATABASE_URL: urlOf(database.target), BACKHAUL_DATA: data }

type Told = Finding & { group: string; why?: string; todo?: string; command?: string }

const examined = (more: Record<string, string> = {}): Promise<Answer> =>
  backhaul(['doctor', '--json'], { ...environment, ...more })

/** What it says about something, in the order it says it. */
const found = async (check: string, more: Record<string, string> = {}): Promise<Told[]> =>
  (await examined(more)).json.findings.filter((finding: Told) => finding.check === check)

const run = (text: string) => query(database.pool, { text, prepare: false })

/** The SQL of a command that is to be pasted. */
const sqlIn = ({ command = '' }: Told): string[] =>
  [...command.matchAll(/-c '((?:[^']|'\\'')*)'/g)].map(([, text = '']) => text.replaceAll(`'\\''`, "'"))

describe('an installation of its own', () => {
  let own: Record<string, string>
  beforeAll(async () => {
    own = { BACKHAUL_DATA: join(data, 'own') }
    await backhaul(['keys', 'create', '--org', 'Linnea', '--name', 'First'], own)
  })

  test('that is well has no problem, ends with 0, and is told in lines no wider than a terminal', async () => {
    const { code, stdout } = await backhaul(['doctor'], own)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/All is well: .* fine\.\n$/) })
    for (const title of [
      'Settings',
      'Machine',
      'Database',
      'Tables',
      'Work',
      'Telling others',
      'Keys and people',
      'Files',
    ])
      expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'))
    expect(stripVTControlCharacters(stdout)).toBe(stdout)
    const lines = stdout.split('\n').filter(line => !/^ +\$ /.test(line))
    expect(lines.filter(line => line.length > 80)).toEqual([])
  })

  test('says nothing at all when only trouble was asked for', async () => {
    expect(await backhaul(['doctor', '--quiet'], own)).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })

  test('whose database no longer starts is told so, and the rest is examined', async () => {
    await appendFile(join(data, 'own/postgres/cluster/postgresql.conf'), 'shared_buffers = a lot\n')
    const { code, json } = await examined({ ...own, DATABASE_URL: '' })
    expect(code).toBe(1)
    expect(json.findings.find(({ check }: Told) => check === 'connection')).toMatchObject({
      level: 'problem',
      command: `tail -n 40 ${own.BACKHAUL_DATA}/postgres/log/postgres.log`,
    })
    expect(json.findings.map(({ group }: Told) => group)).toEqual(
      expect.arrayContaining(['Settings', 'Machine', 'Files']),
    )
  })

  test('that was never started is not made by looking at it', async () => {
    const { code, json } = await examined({ DATABASE_URL: '', BACKHAUL_DATA: join(data, 'never') })
    expect({ code, worst: json.worst }).toEqual({ code: 0, worst: 'note' })
    expect(json.findings.find(({ check }: Told) => check === 'connection').what).toContain('There is no database yet')
  })
})

describe('the server', () => {
  test('that does not answer is a problem, and the rest is examined', async () => {
    const { code, json } = await examined({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect({ code, worst: json.worst }).toEqual({ code: 1, worst: 'problem' })
    expect(json.findings.map(({ check }: Told) => check)).toEqual(expect.arrayContaining(['settings', 'disk', 'files']))
    expect(json.findings.find(({ check }: Told) => check === 'connection').what).toContain('ECONNREFUSED')
  })

  test('that does not keep its promises is a problem', async () => {
    // The server of the tests is as quick as it is forgetful.
    expect(await found('durability')).toMatchObject([{ level: 'problem', what: expect.stringContaining('fsync') }])
  })

  test('that has fewer connections than the settings allow is a problem', async () => {
    expect(await found('connections', { BACKHAUL_POOL: '200' })).toMatchObject([
      { level: 'problem', figures: { pool: 200 } },
    ])
  })

  test('that only reads is a problem', async () => {
    const name = new URL(environment.DATABASE_URL).pathname.slice(1)
    await run(`alter database ${name} set default_transaction_read_only = on`)
    onTestFinished(async () => {
      await run(`set default_transaction_read_only = off; alter database ${name} reset default_transaction_read_only`)
    })
    expect(await found('writing')).toMatchObject([{ level: 'problem' }])
  })

  test('on which others work is told apart from one where nobody does', async () => {
    expect(await found('at work')).toMatchObject([{ level: 'ok' }])
    const { target } = await emptyDatabase({ applicationName: 'somebody' })
    expect(await found('at work', { DATABASE_URL: urlOf(target) })).toMatchObject([{ level: 'note' }])
  })
})

describe('the tables', () => {
  test('as the migrations made them are fine', async () => {
    expect(await found('schema')).toMatchObject([{ level: 'ok' }])
    expect(await found('migrations')).toMatchObject([{ level: 'ok' }])
  })

  test.each([
    ['drop index returns_created', 'warning', 'returns lacks its index returns_created'],
    ['drop index policies_live', 'problem', 'policies lacks its index policies_live'],
    [
      'alter table sold drop constraint sold_no_piece_twice',
      'problem',
      'sold lacks its constraint sold_no_piece_twice',
    ],
    [
      'alter table files alter column bytes type bigint',
      'problem',
      'files.bytes is “bigint not null” and should be “integer not null”',
    ],
    [
      'alter table orgs alter column name drop not null',
      'problem',
      'orgs.name is “text” and should be “text not null”',
    ],
    ['alter table strays add column mood text not null', 'problem', 'strays has a column mood that is not one of ours'],
    [
      `alter table orders add constraint cheap check (number <> '')`,
      'warning',
      'orders has a constraint cheap that is not one of ours',
    ],
  ])('after `%s` they are not, until the command is pasted', async (change, level, what) => {
    await run(change)
    const findings = await found('schema')
    expect(findings).toMatchObject([{ level, what }])
    for (const sql of sqlIn(findings[0] as Told)) await run(sql)
    expect(await found('schema')).toMatchObject([{ level: 'ok' }])
  })

  test('a column that is gone cannot be made up again', async () => {
    await run('alter table strays rename column matched to paired')
    onTestFinished(async () => {
      await run('alter table strays rename column paired to matched')
    })
    expect(await found('schema')).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ level: 'problem', what: 'strays lacks its column matched (uuid)' }),
      ]),
    )
  })

  test('an index that was begun and broke off is found', async () => {
    await run('create table twice (one integer); insert into twice values (1), (1)')
    onTestFinished(async () => {
      await run('drop table twice')
    })
    await expect(run('create unique index concurrently twice_one on twice (one)')).rejects.toThrow('twice_one')
    expect((await found('schema')).map(({ level, what }) => `${level}: ${what}`)).toEqual([
      'note: The table twice is not one of ours',
      'problem: The index twice_one was never finished',
    ])
  })

  test('that wait for a migration, or were made by another one of the same name, are a problem', async () => {
    const empty = await emptyDatabase()
    expect(await found('migrations', { DATABASE_URL: urlOf(empty.target) })).toMatchObject([
      { level: 'problem', command: 'backhaul migrate' },
    ])
    await backhaul(['migrate'], { DATABASE_URL: urlOf(empty.target) })
    await query(empty.pool, {
      text: `update migration set checksum = 'x' where name like '0002-%'`,
    })
    expect(await found('migrations', { DATABASE_URL: urlOf(empty.target) })).toMatchObject([
      { level: 'problem', figures: { misfit: 'changed' } },
    ])
  })
})

describe('work', () => {
  test('a refund nobody has taken, a deadline nobody has heard and news nobody was told are problems', async () => {
    const ret = await kit.file(
      await kit.order({
        ...anInput(),
        payments: [{ externalId: 'p', kind: 'card', gateway: 'simulated', captured: { amountMinor: 10_000 } }],
      }),
      1,
    )
    await kit.file(await kit.order(), 1)
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    await kit.act(ret, { verb: 'refund' }, 'owner')
    const { json, code } = await examined()
    const level = (check: string) => json.findings.find((finding: Told) => finding.check === check)
    expect(code).toBe(1)
    expect(level('errands')).toMatchObject({ level: 'problem', figures: { count: 1, examples: ['refund'] } })
    expect(level('deadlines')).toMatchObject({ level: 'problem' })
    expect(level('outbox')).toMatchObject({ level: 'problem' })
  })

  test('a refund of which nobody knows whether it was made is a problem', async () => {
    const order = await kit.order({
      ...anInput(),
      lines: [{ externalId: 'l1', title: 'Shirt', quantity: 2, unitPrice: { amountMinor: 5017 } }],
      payments: [{ externalId: 'p', kind: 'card', gateway: 'simulated', captured: { amountMinor: 10_034 } }],
    })
    const ret = await kit.file(order, 1)
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    await kit.act(ret, { verb: 'refund' }, 'owner')
    await runErrands(desk, { gateway: () => simulatedGateway(), carrier: manualCarrier })
    expect(await found('payouts')).toMatchObject([{ level: 'problem', figures: { count: 1, examples: [ret.number] } }])

    await run(`update errands set state = 'given_up', why = 'the card is closed' where return_id = '${ret.id}'`)
    expect(await found('given up')).toMatchObject([
      {
        level: 'warning',
        what: `1 errand given up after all attempts (refund for ${ret.number}: the card is closed)`,
      },
    ])
  })

  test('jobs of the queue that failed are a warning', async () => {
    expect(await found('jobs')).toMatchObject([
      { level: 'ok', what: expect.stringContaining('has not been set up yet') },
    ])
    const boss = new PgBoss({ connectionString: environment.DATABASE_URL, supervise: false, schedule: false })
    boss.on('error', () => {})
    await boss.start()
    onTestFinished(() => boss.stop({ graceful: false }))
    await boss.createQueue('retention', { retryLimit: 0 })
    expect(await found('jobs')).toMatchObject([{ level: 'ok', what: 'No job has failed this week' }])
    await boss.send('retention', {}, { retryLimit: 0 })
    const [job] = await boss.fetch('retention')
    await boss.fail('retention', job?.id ?? '', { message: 'no' })
    expect(await found('jobs')).toMatchObject([{ level: 'warning', figures: { count: 1, examples: ['retention'] } }])
  })
})

describe('telling others', () => {
  const id = '0198c1f2-7a53-7c11-9d10-6d1d3f5b2a77'
  const doc = JSON.stringify({
    name: 'ERP',
    url: 'https://erp.example.com/hooks',
    formatVersion: null,
    shops: null,
    events: null,
    concurrency: 4,
    why: null,
  })
  beforeAll(() =>
    run(`insert into endpoints (org_id, id, format, state, version, created_at, updated_at, sealed, doc)
      values ('${org}', '${id}', 'native', 'on', 1, now(), now(), 'v1', '${doc}')`),
  )
  afterAll(() => run(`delete from endpoints where id = '${id}'`))
  const set = (change: string) => run(`update endpoints set ${change} where id = '${id}'`)

  test('an endpoint that hears is fine', async () => {
    expect(await found('endpoints')).toMatchObject([{ level: 'ok' }])
  })

  test('one that has not heard for a while is a warning, and after a day a problem', async () => {
    await set(`failing_since = now() - interval '3 hours', failures = 5`)
    expect(await found('endpoints')).toMatchObject([
      { level: 'warning', what: expect.stringContaining('3 hours (5 bad answers in a row)') },
    ])
    await set(`failing_since = now() - interval '2 days'`)
    expect(await found('endpoints')).toMatchObject([{ level: 'problem' }])
  })

  test('one that is off is a warning with its reason', async () => {
    await set(`state = 'off', failing_since = null, doc = '${doc.replace('"why":null', '"why":"it answered 410"')}'`)
    expect(await found('endpoints')).toMatchObject([
      { level: 'warning', what: expect.stringContaining('switched off: it answered 410') },
    ])
  })

  test('deliveries that were given up and such as nobody makes are found', async () => {
    const delivery = (state: string, more: string) =>
      run(`insert into deliveries (org_id, id, endpoint_id, event_id, type, at, state, next_at, created_at, finished_at)
        values ('${org}', gen_random_uuid(), '${id}', gen_random_uuid(), 'return.submitted', now(), '${state}', now() - interval '1 hour', now(), ${more})`)
    await set(`state = 'on'`)
    await delivery('dead', 'now()')
    await delivery('waiting', 'null')
    expect(await found('dead letters')).toMatchObject([{ level: 'warning', figures: { endpoint: id, dead: 1 } }])
    expect(await found('deliveries')).toMatchObject([{ level: 'problem', figures: { count: 1 } }])
  })
})

describe('keys and secrets', () => {
  test('a key that ends within two weeks is a warning, one that has ended a note', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
    for (const [name, days] of [
      ['ERP', 3],
      ['Later', 30],
    ] as const)
      await backhaul(['keys', 'create', '--name', name, '--expires', inDays(days)], environment)
    await run(`update api_keys set expires_at = now() + interval '3 days' where name = 'ERP'`)
    expect(await found('keys')).toMatchObject([
      { level: 'warning', what: expect.stringMatching(/^The key “ERP” of Linnea expires on .*, in 3 days$/) },
    ])
    await run(`update api_keys set expires_at = now() - interval '1 day' where name = 'ERP'`)
    expect(await found('keys')).toMatchObject([{ level: 'note' }])
    await run('delete from api_keys')
    expect(await found('keys')).toMatchObject([{ level: 'ok' }])
  })

  test('an organisation without an owner is a warning', async () => {
    expect(await found('owners')).toMatchObject([
      { level: 'warning', what: expect.stringMatching(/^Linnea has no owner/) },
    ])
    await backhaul(['keys', 'create', '--name', 'Owner', '--role', 'owner'], environment)
    expect(await found('owners')).toEqual([])
  })

  test('a secret that does not open what was sealed is a problem', async () => {
    await issueCredential(desk.db, desk, { org, shop: shop.id, dialect: 'shopee', name: '1001', secret: { key: 'k' } })
    expect(await found('seals')).toMatchObject([{ level: 'ok' }])
    expect(await found('seals', { BACKHAUL_SECRET: 'another secret than the one it was sealed with' })).toMatchObject([
      { level: 'problem' },
    ])
  })
})

test('wrong settings are problems, and the rest is examined with what is left', async () => {
  const { code, json } = await examined({ BACKHAUL_SECERT: 'x', PORT: 'http' })
  expect(code).toBe(1)
  expect(json.findings.filter(({ check }: Told) => check === 'settings')).toHaveLength(2)
  expect(json.findings.map(({ group }: Told) => group)).toContain('Tables')
})

test('with a database address nobody understands, no other database is taken for it', async () => {
  const { json } = await examined({ DATABASE_URL: 'mysql://root:hunter2@db' })
  expect(json.findings.map(({ group }: Told) => group)).not.toContain('Database')
  expect(JSON.stringify(json)).not.toContain('hunter2')
})

test('every finding that is not well says why it matters and what to do', async () => {
  const { json } = await examined({ BACKHAUL_HOST: '0.0.0.0' })
  const poor = json.findings.filter(({ level }: Told) => level !== 'ok')
  expect(poor.length).toBeGreaterThan(3)
  for (const finding of poor)
    expect(finding).toMatchObject({ why: expect.stringMatching(/\S\.$/), todo: expect.stringMatching(/\S\.$/) })
  expect(Object.values<number>(json.counts).reduce((all, many) => all + many)).toBe(json.findings.length)
})
