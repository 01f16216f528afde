import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store } from './store.ts'

const KEY = 'org-1/photos/0b51.jpg'
let path: string
let store: Store

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'backhaul-store-'))
  store = await openStore({ kind: 'folder', path })
})

afterEach(() => rm(path, { recursive: true }))

async function read(key: string): Promise<string | undefined> {
  const file = await store.get(key)
  return file && (await buffer(file.stream)).toString()
}

describe('the shelf', () => {
  test('gives back what it was given, with type and size', async () => {
    await store.put(KEY, Buffer.from('a picture'), 'image/jpeg')

    const file = await store.get(KEY)
    expect(file).toMatchObject({ contentType: 'image/jpeg', size: 9 })
    expect((await buffer(file!.stream)).toString()).toBe('a picture')
    expect(await store.exists(KEY)).toBe(true)
  })

  test('remembers after it was closed and opened again', async () => {
    await store.put(KEY, Buffer.from('a picture'), 'image/jpeg')
    store = await openStore({ kind: 'folder', path })
    expect(await read(KEY)).toBe('a picture')
  })

  test('has nothing where nothing was put', async () => {
    expect(await store.get(KEY)).toBeUndefined()
    expect(await store.exists(KEY)).toBe(false)
  })

  test('forgets on request, and does not mind being asked twice', async () => {
    await store.put(KEY, Buffer.from('a picture'), 'image/jpeg')
    await store.delete(KEY)
    await store.delete(KEY)
    expect(await store.get(KEY)).toBeUndefined()
  })

  test('takes no file whose key promises another kind', async () => {
    await expect(store.put(KEY, Buffer.from('x'), 'image/png')).rejects.toThrow('does not hold image/png')
  })

  test('is for nobody else on this machine', async () => {
    await store.put(KEY, Buffer.from('a picture'), 'image/jpeg')
    expect((await stat(join(path, KEY))).mode & 0o077).toBe(0)
    expect((await stat(join(path, 'org-1'))).mode & 0o077).toBe(0)
  })
})

describe('a write', () => {
  test('shows readers the whole old file or the whole new one, never a mixture', async () => {
    const old = 'o'.repeat(2_000_000)
    const fresh = 'n'.repeat(3_000_000)
    await store.put(KEY, Buffer.from(old), 'image/jpeg')

    let writing = true
    const write = store.put(KEY, Buffer.from(fresh), 'image/jpeg').finally(() => {
      writing = false
    })
    while (writing) expect([old, fresh]).toContain(await readFile(join(path, KEY), 'utf8'))
    await write

    expect(await read(KEY)).toBe(fresh)
  })

  test('that fails leaves no trace', async () => {
    await mkdir(join(path, KEY), { recursive: true })

    await expect(store.put(KEY, Buffer.from('a picture'), 'image/jpeg')).rejects.toThrow()

    expect(await readdir(join(path, '.incoming'))).toEqual([])
  })

  test('cut off by a crash is swept away at the next start, unless it may still be going on', async () => {
    const abandoned = join(path, '.incoming', 'abandoned')
    const underway = join(path, '.incoming', 'underway')
    await writeFile(abandoned, 'half')
    await writeFile(underway, 'half')
    await utimes(abandoned, new Date('2020-01-01'), new Date('2020-01-01'))

    await openStore({ kind: 'folder', path })

    expect(await readdir(join(path, '.incoming'))).toEqual(['underway'])
  })
})

test.each([
  '../secret.jpg',
  'org-1/../../secret.jpg',
  'org-1/..%2fsecret.jpg',
  '/etc/passwd.jpg',
  'org-1//photo.jpg',
  'org-1\\photo.jpg',
  'org-1/photo.jpg\0.png',
  'org-1/photo .jpg',
  'org-1/Photo.jpg',
  'org-1/.incoming/photo.jpg',
  '.incoming/photo.jpg',
  'org-1/photo.jpg/',
  'org-1/photo',
  'org-1/photo.exe',
  'photo.jpg',
  `org-1/${'a'.repeat(200)}.jpg`,
  '',
])('the key %j is refused by every method', async key => {
  await expect(store.put(key, Buffer.from('x'), 'image/jpeg')).rejects.toThrow(/key/)
  await expect(store.get(key)).rejects.toThrow(/key/)
  await expect(store.exists(key)).rejects.toThrow(/key/)
  await expect(store.delete(key)).rejects.toThrow(/key/)
})

test('a bucket without its packages says which to install', async () => {
  await expect(openStore({ kind: 's3', bucket: 'photos' })).rejects.toThrow(
    'npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner',
  )
})
