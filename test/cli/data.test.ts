import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { refused } from '../../src/core/refusal.ts'
import { openDesk } from '../../src/desk/open-desk.ts'
import { keepPhoto } from '../../src/desk/photos.ts'
import { openStore } from '../../src/files/store.ts'
import { openKit } from '../kit/desk.ts'
import { leftIn, SECRET_EMAIL, secretPerson } from '../kit/secrets.ts'
import { backhaul, urlOf } from './in-process.ts'

const kit = await openKit()
const folder = await mkdtemp(join(tmpdir(), 'backhaul-data-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const environment = { DATABASE_URL: urlOf(kit.database.target), BACKHAUL_DATA: folder }
const command = (...args: string[]) => backhaul([...args, '--org', 'Linnea'], environment)

test('a shopper’s data is written down with the photos, then forgotten', async () => {
  const shelf = await openStore({ kind: 'folder', path: join(folder, 'files') })
  const desk = await openDesk(kit.database.pool, shelf, { now: () => kit.clock.now })
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b03030' } })
    .jpeg()
    .toBuffer()
  const photo = await keepPhoto(desk, kit.as('shopper'), kit.shop.id, bytes)
  if (refused(photo)) throw new Error(photo.code)
  const order = await kit.order(secretPerson())
  const ret = await kit.file(order, 1, {
    items: [{ line: order.lines[0]!.id, quantity: 1, reason: { code: 'damaged' }, media: [photo.id] }],
  })

  const [file, photos] = [join(folder, 'anna.json'), join(folder, 'anna')]
  const written = await command('data', 'export', '--email', SECRET_EMAIL, '--out', file, '--photos', photos, '--json')
  expect(written).toMatchObject({ code: 0, json: { file, orders: 1, returns: 1, files: 1 } })
  const document = JSON.parse(await readFile(file, 'utf8'))
  expect(document.purchases).toMatchObject([{ order: { id: order.id }, returns: [{ id: ret.id }] }])
  expect(await readdir(photos)).toEqual([`${photo.id}.jpg`])
  expect(await command('data', 'export', '--email', SECRET_EMAIL, '--out', file)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--force'),
  })

  expect(await command('data', 'erase', '--email', SECRET_EMAIL)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${ret.number} (request)`),
  })
  const seen = await command('data', 'erase', '--email', SECRET_EMAIL, '--preview')
  expect(seen.stdout).toContain(
    `would be forgotten; 1 returns, 1 photos and papers, 0 store credits; ${ret.number} waits for request.`,
  )
  await kit.act(ret, { verb: 'reject', reason: 'Worn.' })
  expect(await command('data', 'erase', '--email', SECRET_EMAIL, '--json')).toMatchObject({
    code: 0,
    json: {
      preview: false,
      orders: [{ order_id: order.id, erased: true, returns: [{ return_id: ret.id, open: [] }] }],
    },
  })
  expect(await leftIn(kit.database.pool, kit.org)).toEqual({})
  expect((await command('data', 'erase', '--email', SECRET_EMAIL)).stdout).toBe('Nothing is kept under this name.\n')
})

test('somebody has to be named', async () => {
  expect(await command('data', 'erase')).toMatchObject({ code: 2, stderr: expect.stringContaining('--email') })
  expect(await command('data', 'export', '--phone', '1')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--out'),
  })
})
