import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, expect, test } from 'vitest'
import { refuseToOverwrite, writeWhole } from './whole-file.ts'

const folder = await mkdtemp(join(tmpdir(), 'backhaul-whole-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a file appears when all of it is there, for this account alone', async () => {
  const path = join(folder, 'letter')
  await writeWhole(path, async sink => {
    await pipeline(['Dear ', 'Maja'], sink)
    expect(await readdir(folder)).toEqual(['letter.part'])
  })
  expect(await readFile(path, 'utf8')).toBe('Dear Maja')
  expect(await readdir(folder)).toEqual(['letter'])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test.each([
  ['before its first byte', async () => Promise.reject(new Error('The pen broke'))],
  [
    'in its middle',
    async (sink: NodeJS.WritableStream) =>
      pipeline(async function* () {
        yield 'Dear '
        throw new Error('The pen broke')
      }, sink),
  ],
])('one that breaks off %s leaves nothing, and the old one as it was', async (_when, fill) => {
  const path = join(folder, 'letter')
  await writeFile(path, 'the old one')
  await expect(writeWhole(path, fill)).rejects.toThrow('The pen broke')
  expect(await readdir(folder)).toEqual(['letter'])
  expect(await readFile(path, 'utf8')).toBe('the old one')
})

test('what is there is overwritten only by force', async () => {
  const path = join(folder, 'letter')
  await writeFile(path, 'the old one')
  await expect(refuseToOverwrite(path, false)).rejects.toThrow('is there already')
  await expect(refuseToOverwrite(path, true)).resolves.toBeUndefined()
  await expect(refuseToOverwrite(join(folder, 'new'), false)).resolves.toBeUndefined()
})
