import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { beforeEach, describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import type { FileId } from '../core/ids.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { forgetAround } from '../db/erasure.ts'
import { withdrawFiles } from '../db/files.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { act } from '../desk/act.ts'
import { openPhoto } from '../desk/photos.ts'
import { manualCarrier } from '../outside/carrier.ts'
import type { Fetched, FetchFile } from '../outside/foreign-file.ts'
import { runErrands } from './errands.ts'
import { reconcile } from './reconcile.ts'

const kit = await openKit()
const { desk, org } = kit
const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b03030' } })
  .png()
  .toBuffer()
const URL_THERE = 'https://cdn.example.com/box.png'

let asked: string[] = []
beforeEach(() => {
  asked = []
})
const answering =
  (answer: Fetched): FetchFile =>
  async url => (asked.push(url), answer)
const HERE: Fetched = { outcome: 'here', bytes: photo }

const round = (fetchFile: FetchFile) =>
  runErrands(desk, { gateway: () => 'by_hand', carrier: manualCarrier, fetchFile })

/** A dispute whose proof is a photo that lies elsewhere. */
async function shown(): Promise<{ ret: Return; file: FileId }> {
  const ret = await kit.file(await kit.order(), 1)
  await kit.act(ret, { verb: 'dispute', reason: 'objection', reasonId: 2, text: 'No' })
  const file = desk.fresh<FileId>()
  const acted = await prove(ret, file)
  if (refused(acted)) throw new Error(acted.code)
  return { ret: acted.ret, file }
}
const prove = (ret: Return, file: FileId, role: 'agent' | 'shopper' = 'agent') =>
  act(desk, kit.as(role), { ret: ret.id }, [{ verb: 'prove', media: [file], text: '' }], {
    foreign: [{ file, url: URL_THERE }],
  })

const open = async (file: FileId): Promise<Buffer | Refusal> => {
  const opened = await openPhoto(desk, org, file, 'small')
  return refused(opened) ? opened : buffer(opened.stream)
}
const errandFor = async (file: FileId) =>
  (
    await query<{ state: string; why: string | null }>(desk.db, {
      text: 'select state, why from errands where key = $1',
      values: [`file:${file}`],
    })
  ).rows[0]

describe('a photo that lies elsewhere', () => {
  test('is part of the proof at once, opens when it was fetched, and is written anew', async () => {
    const { ret, file } = await shown()
    expect(ret.evidenceGiven.at(-1)?.media).toEqual([file])
    expect(await open(file)).toMatchObject({ code: 'not_found' })
    await round(answering(HERE))
    expect(asked).toEqual([URL_THERE])
    const bytes = await open(file)
    expect(await sharp(bytes as Buffer).metadata()).toMatchObject({ format: 'jpeg', width: 40 })
    expect(await errandFor(file)).toMatchObject({ state: 'done' })
    await round(answering(HERE))
    expect(asked).toHaveLength(1)
  })

  test('is not fetched for an act that was refused', async () => {
    const ret = await kit.file(await kit.order(), 1)
    const file = desk.fresh<FileId>()
    expect(await prove(ret, file)).toMatchObject({ code: 'not_open' })
    expect(await errandFor(file)).toBeUndefined()
    expect((await query(desk.db, { text: 'select 1 from files where id = $1', values: [file] })).rows).toEqual([])
  })

  test('is asked for again when it may be there later', async () => {
    const { file } = await shown()
    await round(answering({ outcome: 'unknown', why: 'It answered 404.' }))
    expect(await errandFor(file)).toMatchObject({ state: 'waiting', why: 'It answered 404.' })
    kit.clock.forward(1)
    await round(answering(HERE))
    expect(await open(file)).toBeInstanceOf(Buffer)
  })

  test('that is no photo, or at an address nobody is to knock at, is given up and looked for once more a day', async () => {
    const { file } = await shown()
    await round(answering({ outcome: 'here', bytes: Buffer.from('<html>') }))
    expect(await errandFor(file)).toMatchObject({ state: 'given_up', why: expect.stringContaining('not a photo') })
    const other = await shown()
    await round(answering({ outcome: 'refused', why: 'It answered 302.' }))
    expect(await errandFor(other.file)).toMatchObject({ state: 'given_up', why: 'It answered 302.' })
    kit.clock.forward(25)
    expect(await reconcile(desk)).toBe(2)
    await round(answering(HERE))
    expect(await open(file)).toBeInstanceOf(Buffer)
  })

  test('of somebody who was forgotten meanwhile is neither fetched nor kept', async () => {
    const { file } = await shown()
    await withdrawFiles(desk.db, org, [file], [], kit.clock.now)
    await round(answering(HERE))
    expect(asked).toEqual([])
    const late = await shown()
    await round(async url => {
      await withdrawFiles(desk.db, org, [late.file], [], kit.clock.now)
      return answering(HERE)(url, new AbortController().signal)
    })
    expect(asked).toHaveLength(1)
    expect(await desk.store.exists(`org/${org}/${late.file}-full.jpg`)).toBe(false)
  })

  test('is forgotten with the person, its address too', async () => {
    const { ret, file } = await shown()
    await transaction(desk.db, async tx => forgetAround(tx, org, [ret.id]))
    const { rows } = await query<{ body: object }>(desk.db, {
      text: 'select body from errands where key = $1',
      values: [`file:${file}`],
    })
    expect(rows).toEqual([{ body: { file, cause: null } }])
    await round(answering(HERE))
    expect(asked).toEqual([])
    expect(await errandFor(file)).toMatchObject({ state: 'given_up' })
  })

  test('stays awaited where nobody fetches', async () => {
    const { file } = await shown()
    await runErrands(desk, { gateway: () => 'by_hand', carrier: manualCarrier })
    expect(await errandFor(file)).toMatchObject({ state: 'waiting' })
  })
})
