import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import type { FileId } from '../core/ids.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { VIDEO_MAX_BYTES } from '../files/video.ts'
import { act } from './act.ts'
import { keepPhoto, openPhoto } from './photos.ts'
import { foundShop } from './shops.ts'

const kit = await openKit()
const { desk, shop } = kit
const shopper = kit.as('shopper')

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const picture = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: '#b03030' } }).jpeg()
const photo = await picture(1_200, 900)
  .withExif({ IFD0: { Make: 'PhoneMaker' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 58/1 0/1' } })
  .toBuffer()
const film = Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypmp42\0\0\0\0moov and the rest')])
const keep = async (bytes: Uint8Array = photo) => ok(await keepPhoto(desk, shopper, shop.id, bytes))
const open = async (id: FileId, variant: 'full' | 'small' = 'full') => {
  const { stream, ...opened } = ok(await openPhoto(desk, kit.org, id, variant))
  return { ...opened, bytes: await buffer(stream) }
}
const filesKnown = async () => (await query(desk.db, { text: 'select id from files' })).rows.length

describe('a photo', () => {
  test('comes back as it was seen, without saying where or with what it was taken', async () => {
    expect((await sharp(photo).metadata()).exif?.includes('PhoneMaker')).toBe(true)
    const file = await keep()
    for (const variant of ['full', 'small'] as const) {
      const { bytes, contentType } = await open(file.id, variant)
      const { exif, xmp, iptc, width, format } = await sharp(bytes).metadata()
      expect({ exif, xmp, iptc, contentType, format }).toEqual({ contentType: 'image/jpeg', format: 'jpeg' })
      expect(width).toBe(variant === 'full' ? 1_200 : 320)
      expect(bytes.includes('PhoneMaker')).toBe(false)
    }
    expect(file).toMatchObject({
      kind: 'photo',
      width: 1_200,
      height: 900,
      side: 'shopper',
      org: kit.org,
      shop: shop.id,
      createdAt: kit.clock.now,
    })
    expect((await open(file.id)).bytes.byteLength).toBe(file.bytes)
  })

  test('leaves nothing on the shelf when there was room for one half of it only', async () => {
    const put: string[] = []
    const store: typeof desk.store = {
      ...desk.store,
      async put(key, bytes, contentType) {
        if (key.includes('-small')) throw Object.assign(new Error('No space left on device'), { code: 'ENOSPC' })
        put.push(key)
        await desk.store.put(key, bytes, contentType)
      },
    }
    await expect(keepPhoto({ ...desk, store }, shopper, shop.id, photo)).rejects.toThrow('No space left')
    expect(put).toHaveLength(1)
    expect(await desk.store.exists(put[0] as string)).toBe(false)
  })

  test('can be named in a command once it is kept, and tells whose side showed it', async () => {
    const file = await keep()
    const ret = await kit.file(await kit.order(), 1)
    const { ret: after } = await kit.act(
      ret,
      { verb: 'attach', item: ret.items[0]?.id as never, media: [file.id] },
      'shopper',
    )
    expect(after.items[0]?.media).toMatchObject([{ id: file.id, kind: 'photo', by: 'shopper' }])
  })

  test('sent twice with one key is kept once; another photo under that key is refused', async () => {
    const send = (bytes: Uint8Array) => keepPhoto(desk, shopper, shop.id, bytes, { key: 'upload-1' })
    const first = ok(await send(photo))
    const known = await filesKnown()
    expect(ok(await send(photo))).toEqual(first)
    expect(await send(await picture().toBuffer())).toMatchObject({ code: 'key_reused' })
    expect(await filesKnown()).toBe(known)
    expect((await open(first.id, 'small')).contentType).toBe('image/jpeg')
  })

  test('of a kind nobody keeps, broken or empty is refused with a sentence, and nothing is written down', async () => {
    const before = await filesKnown()
    for (const bytes of [
      Buffer.from('MZ a program'),
      Buffer.alloc(0),
      photo.subarray(0, 300),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ])
      expect(await keepPhoto(desk, shopper, shop.id, bytes)).toMatchObject({
        code: 'file_unsupported',
        detail: { path: 'file', sentence: expect.any(String) },
      })
    expect(await filesKnown()).toBe(before)
  })

  test('larger than the limit is refused as that', async () => {
    expect(await keepPhoto(desk, shopper, shop.id, Buffer.concat([photo, Buffer.alloc(20_000_000)]))).toMatchObject({
      code: 'file_too_large',
      detail: { path: 'file' },
    })
  })
})

describe('a film', () => {
  test('is kept byte for byte, and is its own small picture', async () => {
    const file = await keep(film)
    expect(file).toMatchObject({ kind: 'video', contentType: 'video/mp4', bytes: film.byteLength, width: null })
    for (const variant of ['full', 'small'] as const) expect((await open(file.id, variant)).bytes).toEqual(film)
  })

  test('larger than the limit is refused', async () => {
    expect(await keepPhoto(desk, shopper, shop.id, Buffer.concat([film, Buffer.alloc(VIDEO_MAX_BYTES)]))).toMatchObject(
      { code: 'file_too_large' },
    )
  })
})

describe('files that are not known', () => {
  const submit = (media: readonly string[]): Command => ({
    verb: 'submit',
    items: [{ line: 'any' as never, quantity: 1, reason: { code: 'damaged' }, media: media as FileId[] }],
  })
  const unknown = '00000000-0000-7000-8000-000000000000'

  test('are refused with the path of the first of them', async () => {
    const order = await kit.order()
    const file = await keep()
    expect(await act(desk, shopper, { order: order.id }, [submit([file.id, unknown])])).toMatchObject({
      code: 'not_found',
      detail: { path: 'items[0].media[1]' },
    })
    expect(await act(desk, shopper, { order: order.id }, [{ verb: 'approve' }, submit([unknown])])).toMatchObject({
      code: 'not_found',
      detail: { path: 'commands[1].items[0].media[0]' },
    })
    const graded: Command = {
      verb: 'receive',
      key: 'k',
      source: 'dock',
      lines: [
        { item: 'any' as never, quantity: 1, gradings: [{ grade: 'c', quantity: 1, media: [unknown as FileId] }] },
      ],
    }
    expect(await act(desk, kit.as('warehouse'), { order: order.id }, [graded])).toMatchObject({
      code: 'not_found',
      detail: { path: 'lines[0].gradings[0].media[0]' },
    })
  })

  test('are refused too when they do not look like an id at all', async () => {
    const order = await kit.order()
    for (const odd of ['', 'photo.jpg', "'; drop table files; --", '../../etc/passwd'])
      expect(await act(desk, shopper, { order: order.id }, [submit([odd])])).toMatchObject({
        code: 'not_found',
        detail: { path: 'items[0].media[0]' },
      })
  })

  test('include those of another house and of shops out of reach', async () => {
    const stranger = await kit.stranger()
    const theirs = ok(await keepPhoto(desk, stranger.as('shopper'), stranger.shop.id, photo))
    const second = await transaction(desk.db, tx =>
      foundShop(tx, desk, kit.org, { name: 'Second', currency: shop.currency }),
    )
    const elsewhere = ok(await keepPhoto(desk, kit.as('agent'), second.id, photo))
    const order = await kit.order()
    expect(await act(desk, shopper, { order: order.id }, [submit([theirs.id])])).toMatchObject({
      code: 'not_found',
      detail: { path: 'items[0].media[0]' },
    })
    expect(
      await act(desk, kit.as('agent', { shops: [shop.id] }), { order: order.id }, [submit([elsewhere.id])]),
    ).toMatchObject({ code: 'not_found', detail: { path: 'items[0].media[0]' } })
    expect(await openPhoto(desk, kit.org, theirs.id, 'full')).toMatchObject({ code: 'not_found' })
  })
})

test('keeping needs the scope and a shop within reach', async () => {
  expect(await keepPhoto(desk, kit.as('shopper', { scopes: new Set() }), shop.id, photo)).toMatchObject({
    code: 'forbidden',
  })
  expect(await keepPhoto(desk, kit.as('agent', { shops: [] }), shop.id, photo)).toMatchObject({ code: 'not_found' })
  expect(await keepPhoto(desk, (await kit.stranger()).as('owner'), shop.id, photo)).toMatchObject({ code: 'not_found' })
})
