/** The whole way: a running installation is copied, put back somewhere else, and goes on there. */
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { check, type Contents } from '../../src/db/copy/parts.ts'
import type { SandboxFile } from '../../src/sandbox/contract.ts'
import { emptyDatabase } from '../kit/database.ts'
import { HAS_POSTGRES_15, startPostgres15 } from '../kit/postgres-15.ts'
import { backhaul, urlOf } from './in-process.ts'
import { folder, type Runs, run, start } from './kit.ts'

const root = await folder()
const source = join(root, 'source')
const saved = join(root, 'saved.backup')
let first: Awaited<ReturnType<typeof backhaul>>
let file: SandboxFile

const down = async ({ child, ended }: Runs): Promise<void> => {
  child.kill('SIGTERM')
  await ended
}

const returnsAt = async (url: string): Promise<any[]> => {
  const answer = await fetch(`${url}/v1/returns?limit=100`, { headers: { authorization: `Bearer ${file.keys.owner}` } })
  return ((await answer.json()) as { data: any[] }).data
}

/** Links to files end and are signed anew each time. */
const plain = (rows: unknown): unknown => JSON.parse(JSON.stringify(rows).replaceAll(/\/v1\/files\/[^"]*/g, 'FILE'))

const contentsOf = async (path: string): Promise<Contents> => {
  async function* bytes() {
    yield zstdDecompressSync(await readFile(path))
  }
  return check(bytes())
}

let returns: any[] = []

beforeAll(async () => {
  const sandbox = start(['sandbox', '--port', '0', '--data', source])
  await sandbox.said(/^ready/m)
  file = JSON.parse(await readFile(join(source, 'sandbox.json'), 'utf8')) as SandboxFile
  returns = await returnsAt(file.base_url)
  first = await backhaul(['backup', saved, '--json'], { BACKHAUL_DATA: source })
  await down(sandbox)
}, 60_000)

describe('a backup', () => {
  test('is made beside a running server, whole or not at all', async () => {
    expect(first.code).toBe(0)
    expect(first.json).toMatchObject({ file: saved, files: { count: expect.any(Number) } })
    expect(first.json.files.count).toBeGreaterThan(0)
    expect(first.json.tables.find((table: { name: string }) => table.name === 'returns').rows).toBeGreaterThan(30)
    expect(await readdir(root)).not.toContain('saved.backup.part')
  })

  test('overwrites nothing unless it is told to', async () => {
    const { code, stderr } = await backhaul(['backup', saved], { BACKHAUL_DATA: source })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('overwrite it with --force') })
  })

  test('of nothing is refused, and makes no database', async () => {
    const { code, stderr } = await backhaul(['backup', join(root, 'none')], { BACKHAUL_DATA: join(root, 'nowhere') })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('There is no database in') })
    expect(await readdir(root)).not.toContain('nowhere')
    const empty = await emptyDatabase()
    const tableless = await backhaul(['backup', join(root, 'none')], { DATABASE_URL: urlOf(empty.target) })
    expect(tableless).toMatchObject({ code: 1, stderr: expect.stringContaining('no tables yet') })
    expect((await readdir(root)).filter(name => name.startsWith('none'))).toEqual([])
  })

  test('goes down a pipe, and says its report beside it', async () => {
    const piped = start(['backup', '-', '--no-files'], { BACKHAUL_DATA: source })
    const parts: Buffer[] = []
    piped.child.stdout?.on('data', (part: Buffer) => parts.push(part))
    expect(await piped.ended).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Sent \d+ rows of \d+ tables\.\n$/),
    })
    expect(zstdDecompressSync(Buffer.concat(parts)).toString('latin1')).toMatch(/^backhaul backup\nh/)
    expect(await backhaul(['backup', '-', '--json'], { BACKHAUL_DATA: source })).toMatchObject({ code: 2 })
  })
})

describe('a restore', () => {
  test('into an empty folder goes on with the same keys, returns and photos', async () => {
    const data = join(root, 'restored')
    const done = await run(['restore', saved], { BACKHAUL_DATA: data })
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/are back and compared\.\n$/) })
    const again = start(['start', '--port', '0', '--data', data, '--empty', '--json'])
    const [, url = ''] = await again.said(/"url": ?"([^"]+)"/)
    const now = await returnsAt(url)
    expect(plain(now)).toEqual(plain(returns))
    const [, picture] = /"url":"(\/v1\/files\/[^"]+)"/.exec(JSON.stringify(now)) ?? []
    expect((await fetch(`${url}${picture}`)).status).toBe(200)
    await down(again)
    const refused = await backhaul(['restore', saved], { BACKHAUL_DATA: data })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('holds data already') })
  }, 60_000)

  test.runIf(HAS_POSTGRES_15)(
    'into a PostgreSQL 15 and from there back into an embedded one changes no row',
    async () => {
      const { url, stop } = await startPostgres15()
      try {
        const outside = { DATABASE_URL: url, BACKHAUL_FILES: join(root, 'outside-files') }
        const there = await backhaul(['restore', saved, '--json'], outside)
        expect(there).toMatchObject({
          code: 0,
          json: { database: 'outside', rows: first.json.rows, files: first.json.files },
        })
        const second = join(root, 'second.backup')
        expect((await backhaul(['backup', second], outside)).code).toBe(0)
        const back = join(root, 'back')
        expect((await backhaul(['restore', second], { BACKHAUL_DATA: back })).code).toBe(0)
        const third = join(root, 'third.backup')
        expect((await backhaul(['backup', third], { BACKHAUL_DATA: back })).code).toBe(0)
        const [before, between, after] = await Promise.all([saved, second, third].map(contentsOf))
        expect([before?.header.postgres, between?.header.postgres]).toEqual([
          expect.stringMatching(/^18/),
          expect.stringMatching(/^15/),
        ])
        expect(between?.tables).toEqual(before?.tables)
        expect(after?.tables).toEqual(before?.tables)
        expect(after).toMatchObject({ files: before?.files, fileBytes: before?.fileBytes })
      } finally {
        await stop()
      }
    },
    60_000,
  )

  test.each([
    ['that was cut off', async (path: string) => truncate(path, 5000), 'cut off'],
    [
      'with a fallen bit',
      async (path: string) => {
        const bytes = await readFile(path)
        bytes[20_000] = (bytes[20_000] as number) ^ 1
        await writeFile(path, bytes)
      },
      'damaged',
    ],
    [
      'that is something else',
      async (path: string) => writeFile(path, 'Dear Maja,\nthank you.\n'),
      'not a backup of Backhaul',
    ],
  ])('of a file %s changes nothing', async (what, spoil, sentence) => {
    const path = join(root, `${what}.backup`)
    await writeFile(path, await readFile(saved))
    await spoil(path)
    const data = join(root, `${what}-data`)
    const { code, json } = await backhaul(['restore', path, '--json'], { BACKHAUL_DATA: data })
    expect({ code, json }).toEqual({ code: 1, json: { error: expect.stringContaining(sentence) } })
    expect(await readdir(root)).not.toContain(`${what}-data`)
  })
})
