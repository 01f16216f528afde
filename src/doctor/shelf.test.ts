import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { examineShelf, unusable } from './shelf.ts'

const root = await mkdtemp(join(tmpdir(), 'backhaul-shelf-'))
afterAll(() => rm(root, { recursive: true, force: true }))

test('a folder that can be used is fine, and nothing stays behind in it', async () => {
  const path = join(root, 'good')
  await mkdir(path)
  expect(await examineShelf({ kind: 'folder', path })).toMatchObject({
    level: 'ok',
    what: expect.stringContaining(path),
  })
  expect(await readdir(join(path, 'doctor'))).toEqual([])
})

test('one that is not there yet is noted and not made', async () => {
  const path = join(root, 'later')
  expect(await examineShelf({ kind: 'folder', path })).toMatchObject({ level: 'note' })
  expect(await readdir(root)).not.toContain('later')
})

test('a file in its place is a problem', async () => {
  const path = join(root, 'file')
  await writeFile(path, '')
  expect(await examineShelf({ kind: 'folder', path })).toMatchObject({ level: 'problem', command: `ls -ld ${path}` })
})

test.skipIf(process.getuid?.() === 0)('a folder of somebody else’s is a problem', async () => {
  const path = join(root, 'shut')
  await mkdir(path)
  await chmod(path, 0o500)
  expect(await examineShelf({ kind: 'folder', path })).toMatchObject({ level: 'problem' })
})

test('what is said of a bucket fits a bucket', () => {
  expect(unusable({ kind: 's3', bucket: 'returns' }, { message: 'AccessDenied.' })).toMatchObject({
    what: 'The bucket returns cannot be used: AccessDenied',
    todo: expect.stringContaining('the keys may put, get and delete'),
  })
})
