import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { installedBinaries } from './binaries.ts'
import { EmbeddedError } from './embedded-error.ts'
import type { Connection } from './running.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from './start-embedded.ts'

const AS_ROOT = process.getuid?.() === 0

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function start(dataDir: string, more: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, durable: false, ...more })
  onTestFinished(() => embedded.stop())
  return embedded
}

/** A process of its own that starts the database and then just lives. */
function startElsewhere(
  dataDir: string,
): ChildProcess & { started: Promise<{ owned: boolean; connection: Connection }> } {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./start-embedded.ts', import.meta.url).href)})
    const { owned, connection } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} })
    console.log(JSON.stringify({ owned, connection }))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await kill(child)
  })
  const started = once(createInterface(child.stdout), 'line').then(([line]) => JSON.parse(line))
  return Object.assign(child, { started })
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function ask<Row extends pg.QueryResultRow>(connection: Connection, text: string): Promise<Row[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function serverPid(dataDir: string): Promise<number | undefined> {
  const note = await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8').catch(() => '')
  return note ? Number.parseInt(note, 10) : undefined
}

async function refusal(work: Promise<unknown>): Promise<EmbeddedError> {
  const error = await work.then(
    () => undefined,
    error => error,
  )
  expect(error).toBeInstanceOf(EmbeddedError)
  return error
}

describe('an ordinary life', () => {
  test('the first start makes the database, the next one finds everything again', async () => {
    const dataDir = await newFolder()
    const first = await start(dataDir, { durable: true })
    expect(first).toMatchObject({ owned: true, version: expect.stringMatching(/^18\.\d+$/) })
    await ask(first.connection, "CREATE TABLE note (words text); INSERT INTO note VALUES ('Grüße')")
    await first.stop()
    await first.ended
    expect(await serverPid(dataDir)).toBeUndefined()

    const second = await start(dataDir, { durable: true })
    expect(second.connection).toEqual(first.connection)
    expect(await ask(second.connection, 'SELECT * FROM note')).toEqual([{ words: 'Grüße' }])
  })

  test('what it has promised is on the disk, and nobody can reach it over the network', async () => {
    const { connection } = await start(await newFolder(), { durable: true })
    const names = [
      'data_checksums',
      'fsync',
      'full_page_writes',
      'jit',
      'listen_addresses',
      'synchronous_commit',
      'TimeZone',
    ]
    const rows = await ask<{ name: string; setting: string }>(
      connection,
      `SELECT name, setting FROM pg_settings WHERE name IN ('${names.join("','")}')`,
    )
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      jit: 'off',
      listen_addresses: '',
      synchronous_commit: 'on',
      TimeZone: 'UTC',
    })
    const [locale] = await ask(
      connection,
      "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = 'postgres'",
    )
    expect(locale).toEqual({ datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8' })
  })

  test('a folder too deep for a socket gets its socket elsewhere, at the same place after every start', async () => {
    const dataDir = join(await newFolder(), 'd'.repeat(120))
    await chmod(join(dataDir, '..'), 0o755)
    const first = await start(dataDir)
    onTestFinished(() => rm(first.connection.host, { recursive: true, force: true }))
    expect(first.connection.host.startsWith(dataDir)).toBe(false)
    await first.stop()
    const second = await start(dataDir)
    expect(second.connection).toEqual(first.connection)
    expect((await start(dataDir)).connection).toEqual(first.connection)
  })

  test('the names of the libraries are made without the install script of the package', async () => {
    const folder = await newFolder()
    await chmod(folder, 0o755)
    const native = join(folder, 'native')
    await cp(installedBinaries(), native, { recursive: true, filter: source => !lstatSync(source).isSymbolicLink() })
    expect((await start(join(folder, 'database'), { native })).owned).toBe(true)
  })
})

describe('several processes', () => {
  test('a second process attaches to the server of the first, and cannot stop it', async () => {
    const dataDir = await newFolder()
    const owner = await startElsewhere(dataDir).started
    const guest = await start(dataDir)
    expect([owner.owned, guest.owned]).toEqual([true, false])
    expect(guest.connection).toMatchObject(owner.connection)
    await guest.stop()
    expect(await ask(guest.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('of several that start at once on an empty folder one makes the database and the others attach', async () => {
    const dataDir = await newFolder()
    const started = await Promise.all([1, 2, 3].map(() => startElsewhere(dataDir).started))
    expect(started.map(({ owned }) => owned).sort()).toEqual([false, false, true])
    expect(await readdir(dataDir)).not.toContain('lock')
  })
})

describe('after a crash', () => {
  test('the server ends with the process that started it, and keeps what was committed', async () => {
    const dataDir = await newFolder()
    const owner = startElsewhere(dataDir)
    const { connection } = await owner.started
    await ask(connection, 'CREATE TABLE note AS SELECT 7 AS number')
    await kill(owner)
    await expect.poll(() => serverPid(dataDir), { timeout: 20_000 }).toBeUndefined()
    const again = await start(dataDir)
    expect(again.owned).toBe(true)
    expect(await ask(again.connection, 'SELECT * FROM note')).toEqual([{ number: 7 }])
  })

  test('a start right after the owner was killed waits for the old server to end', async () => {
    const dataDir = await newFolder()
    const owner = startElsewhere(dataDir)
    await owner.started
    await kill(owner)
    // The old server may answer once more before it has heard of it.
    await expect.poll(async () => (await start(dataDir)).owned, { timeout: 20_000 }).toBe(true)
  })

  test('a killed server is started again, and keeps what was committed', async () => {
    const dataDir = await newFolder()
    const first = await start(dataDir, { durable: true })
    await ask(first.connection, 'CREATE TABLE note AS SELECT 7 AS number')
    process.kill((await serverPid(dataDir)) as number, 'SIGKILL')
    await first.ended
    const second = await start(dataDir, { durable: true })
    expect(second).toMatchObject({ owned: true, connection: first.connection })
    expect(await ask(second.connection, 'SELECT * FROM note')).toEqual([{ number: 7 }])
  })

  test('a first start that was killed leaves nothing half made', async () => {
    const dataDir = await newFolder()
    const interrupted = startElsewhere(dataDir)
    interrupted.started.catch(() => {})
    await expect.poll(() => readdir(dataDir), { interval: 5 }).toContainEqual(expect.stringMatching(/^cluster\./))
    await kill(interrupted)
    expect(await readdir(dataDir)).not.toContain('cluster')
    expect((await start(dataDir)).owned).toBe(true)
    expect((await readdir(dataDir)).sort()).toEqual(['cluster', 'lib', 'log', 'run'])
  })

  test('a lock and notes of the dead do not count, even when their number belongs to somebody else by now', async () => {
    const dataDir = await newFolder()
    await (await start(dataDir)).stop()
    await writeFile(join(dataDir, 'lock'), JSON.stringify({ pid: process.ppid, startedAt: 'long ago', token: 'x' }))
    await writeFile(join(dataDir, 'run/.s.PGSQL.5432.lock'), `${process.ppid}\n`)
    await writeFile(
      join(dataDir, 'cluster/postmaster.pid'),
      `${process.ppid}\n${dataDir}/cluster\n1\n5432\n${dataDir}/run\n\n1 1\nready\n`,
    )
    expect((await start(dataDir)).owned).toBe(true)
  })
})

describe('what cannot work says why', () => {
  test('data of a newer or older PostgreSQL is left alone', async () => {
    const dataDir = await newFolder()
    await mkdir(join(dataDir, 'cluster'))
    await writeFile(join(dataDir, 'cluster/PG_VERSION'), '19\n')
    expect(await refusal(start(dataDir))).toMatchObject({
      code: 'data_newer',
      message: expect.stringMatching(/PostgreSQL 19.*18/),
    })
    await writeFile(join(dataDir, 'cluster/PG_VERSION'), '17\n')
    expect(await refusal(start(dataDir))).toMatchObject({ code: 'data_older' })
  })

  test("a folder with somebody else's things is left alone", async () => {
    const dataDir = await newFolder()
    await writeFile(join(dataDir, 'holiday.jpg'), '')
    expect(await refusal(start(dataDir))).toMatchObject({
      code: 'folder_not_ours',
      message: expect.stringContaining('holiday.jpg'),
    })
    expect(await readdir(dataDir)).toEqual(['holiday.jpg'])
  })

  test('a platform without binaries is sent to DATABASE_URL', () => {
    expect(() => installedBinaries('linux-s390x')).toThrow(
      expect.objectContaining({ code: 'no_binaries', advice: expect.stringContaining('DATABASE_URL') }),
    )
  })

  test('a platform whose package is not installed is told to install it', () => {
    const other = process.platform === 'darwin' ? 'windows-x64' : 'darwin-x64'
    expect(() => installedBinaries(other)).toThrow(expect.objectContaining({ code: 'binaries_missing' }))
  })

  test('an emptied package is told to install again', async () => {
    expect(await refusal(start(await newFolder(), { native: '/nonexistent/native' }))).toMatchObject({
      code: 'binaries_missing',
    })
  })

  test('another C library is sent to DATABASE_URL', async () => {
    const native = await fakeBinaries({ postgres: '#!/lib/ld-of-another-libc.so\n' })
    expect(await refusal(start(await newFolder(), { native }))).toMatchObject({
      code: 'no_binaries',
      advice: expect.stringContaining('DATABASE_URL'),
    })
  })

  test('a full disk is called by its name', async () => {
    const native = await fakeBinaries({
      postgres: '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"\n',
      initdb: '#!/bin/sh\necho "initdb: error: could not create file: No space left on device" >&2\nexit 1\n',
    })
    expect(await refusal(start(await newFolder(), { native }))).toMatchObject({ code: 'disk_full' })
  })

  test('a server that does not start is quoted', async () => {
    const dataDir = await newFolder()
    await (await start(dataDir)).stop()
    await writeFile(join(dataDir, 'cluster/postgresql.conf'), 'shared_buffers = a lot\n')
    expect(await refusal(start(dataDir))).toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining('postgresql.conf'),
    })
  })

  test.runIf(AS_ROOT)('a folder that only root can reach works, or says what to do instead', async () => {
    const dataDir = join(await newFolder(), 'database')
    const outcome = await start(dataDir).then(
      async ({ connection }) => ask(connection, 'SELECT 1 AS one'),
      error => error,
    )
    if (outcome instanceof Error)
      expect(outcome).toMatchObject({ code: 'not_reachable', advice: expect.stringContaining('/var/lib') })
    else expect(outcome).toEqual([{ one: 1 }])
  })
})

async function fakeBinaries(programs: Record<string, string>): Promise<string> {
  const folder = await newFolder()
  await chmod(folder, 0o755)
  const native = join(folder, 'native')
  await mkdir(join(native, 'bin'), { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ version: '0.0.0-fake' }))
  for (const [name, script] of Object.entries(programs))
    await writeFile(join(native, 'bin', name), script, { mode: 0o755 })
  return native
}
