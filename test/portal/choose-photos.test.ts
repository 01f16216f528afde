/** Photos of what comes back: kept when they are some, refused kindly when they are not, and never more than there is room for. */
import { buffer } from 'node:stream/consumers'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { beforeEach, describe, expect, test } from 'vitest'
import type { DraftId, FileId } from '../../src/core/ids.ts'
import { LANGUAGES } from '../../src/core/languages.ts'
import { refused } from '../../src/core/refusal.ts'
import { findDraft } from '../../src/db/drafts.ts'
import { query } from '../../src/db/pool.ts'
import { openPhoto } from '../../src/desk/photos.ts'
import type { Draft } from '../../src/desk/shopper/drafts.ts'
import { openPortalKit, type Seen, type UploadedFile } from '../kit/portal.ts'

const kit = await openPortalKit({
  reasons: [
    { code: 'damaged', text: 'Arrived damaged', subs: [], types: [], requires: { photo: true, comment: false } },
    { code: 'too_small', text: 'Too small', subs: [], types: [], requires: { photo: false, comment: false } },
  ],
})
const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#b03030' } })
  .jpeg()
  .toBuffer()
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

/** A PNG whose header speaks of so many pixels, with hardly anything behind it. */
function bomb(side: number): Buffer {
  const chunk = (type: string, bytes: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), bytes])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(bytes.length)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc(body))
    return Buffer.concat([size, body, check])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const data = deflateSync(Buffer.alloc(1_000_000))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** Everything that is put on the shelf, whether or not it is written down. */
const shelved: string[] = []
const { store } = kit.desk
kit.desk.store = { ...store, put: (key, ...more) => (shelved.push(key), store.put(key, ...more)) }

let page: Seen
beforeEach(async () => {
  const order = await kit.order()
  kit.signIn(order)
  const pieces = await kit.visit.follow(await kit.visit.post(`/orders/${order.id}/start`))
  page = await kit.visit.follow(await kit.visit.post(pieces.path, { [`q-${order.lines[0]?.id}`]: 2 }))
})

const photos = (path = page.path): string => path.replace('/why', '/photos')
const file = (bytes: Buffer, name = 'photo.jpg', field = 'photos-p1'): UploadedFile => ({
  field,
  name,
  type: 'image/jpeg',
  bytes,
})
const send = (files: UploadedFile[], form = {}, to = photos()): Promise<Seen> => kit.visit.upload(to, files, form)
async function pieces(): Promise<Draft['pieces']> {
  const id = /return\/([^/]+)\//.exec(page.path)?.[1] as DraftId
  return (await findDraft<Draft>(kit.desk.db, kit.org, id))!.doc.pieces
}
const kept = async (): Promise<FileId[]> => (await pieces())[0]!.photos
const filesKnown = async (): Promise<number> => (await query(kit.desk.db, { text: 'select id from files' })).rows.length

describe('photos without a script', () => {
  test('go with the form, and what was written beside them is kept', async () => {
    const sent = await send([file(picture), file(picture, 'other.jpg')], {
      'reason-p1': 'damaged',
      'comment-p1': 'Torn',
    })
    expect(sent.to).toBe(`${page.path}#p1`)
    expect(await pieces()).toMatchObject([{ reason: 'damaged', comment: 'Torn', photos: [{}, {}] }])
    const seen = await kit.visit.get(page.path)
    expect(seen.html.match(/<img src="\/v1\/files\/[^"]+small[^"]+signature/g)).toHaveLength(2)
  })

  test('are sent by the button that goes on, too', async () => {
    const sent = await send([file(picture)], { 'reason-p1': 'damaged' }, page.path)
    expect(sent.to).toBe(page.path.replace('/why', '/get'))
    expect(await kept()).toHaveLength(1)
  })

  test('can be taken away again, with the words kept', async () => {
    await send([file(picture)], { 'reason-p1': 'damaged' })
    const [first] = await kept()
    const sent = await kit.visit.upload(`${photos()}/remove`, [], {
      remove: `p1:${first}`,
      'comment-p1': 'Torn',
      'reason-p1': 'damaged',
    })
    expect(sent.to).toBe(`${page.path}#p1`)
    expect(await pieces()).toMatchObject([{ photos: [], comment: 'Torn' }])
    expect(await openPhoto(kit.desk, kit.org, first!, 'full')).toMatchObject({ code: 'not_found' })
  })

  test('of another request cannot be taken away', async () => {
    await send([file(picture)])
    const [theirs] = await kept()
    const order = await kit.order()
    const other = kit.visitor()
    kit.signIn(order, 'customer', other)
    const own = await other.follow(await other.post(`/orders/${order.id}/start`))
    await other.post(own.path, { [`q-${order.lines[0]?.id}`]: 1 })
    await other.upload(own.path.replace('/pieces', '/photos/remove'), [], { remove: `p1:${theirs}` })
    expect(refused(await openPhoto(kit.desk, kit.org, theirs!, 'full'))).toBe(false)
    expect(await kept()).toEqual([theirs])
  })
})

describe('photos with a script', () => {
  const json = (seen: Seen) => JSON.parse(seen.html) as { tiles: string; left: number; troubles: string[] }

  test('are answered with the photos there are now and the room that is left', async () => {
    const sent = await send([file(picture)], {}, `${photos()}?as=json&piece=p1`)
    expect(sent.status).toBe(200)
    expect(json(sent)).toMatchObject({ left: 7, troubles: [] })
    expect(json(sent).tiles).toContain('aria-label="Remove photo 1"')
    const [first] = await kept()
    const removed = await kit.visit.upload(`${photos()}/remove?as=json`, [], { remove: `p1:${first}` })
    expect(json(removed)).toEqual({ tiles: '', left: 8, troubles: [] })
  })

  test('all find room that come at the same moment', async () => {
    await Promise.all(Array.from({ length: 6 }, () => send([file(picture)], {}, `${photos()}?as=json&piece=p1`)))
    expect(await kept()).toHaveLength(6)
  })

  test('are refused with a sentence in the reader’s language', async () => {
    const sent = await send([file(svg, 'drawing.svg')], {}, `${photos()}?as=json&piece=p1&language=es`)
    expect(sent.status).toBe(422)
    expect(json(sent).troubles).toEqual([
      '«drawing.svg» no es una foto que podamos leer. Elige un archivo JPEG, PNG o WebP.',
    ])
    await kit.visit.get(`${page.path}?language=en`)
  })
})

describe('what is no photo', () => {
  const REFUSED: [string, () => Buffer | Promise<Buffer>, RegExp][] = [
    ['a text that calls itself a photo', () => Buffer.from('I am a photo.'), /is not a photo we can read/],
    ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(5_000)]), /is not a photo we can read/],
    ['a drawing with a script', () => svg, /is not a photo we can read/],
    [
      'a page with a photo behind it',
      () => Buffer.concat([Buffer.from('<html><script>1</script>'), picture]),
      /not a photo/,
    ],
    [
      'a film',
      () => Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypmp42\0\0\0\0moov and the rest')]),
      /not a photo/,
    ],
    [
      'a photo that breaks off',
      () =>
        sharp({ create: { width: 900, height: 900, channels: 3, background: 'red' } })
          .png({ compressionLevel: 0 })
          .toBuffer()
          .then(all => all.subarray(0, 4_000)),
      /damaged or cut off/,
    ],
    ['an empty file', () => Buffer.alloc(0), /damaged or cut off/],
    ['a picture of ten thousand million pixels', () => bomb(100_000), /too large/],
    [
      'fifty megabytes',
      () => Buffer.concat([picture, Buffer.alloc(50_000_000)]),
      /too large. A photo may have up to 20 MB/,
    ],
  ]

  test.for(REFUSED)('%s is refused kindly, and nothing of it is kept', async ([, make, words]) => {
    const before = { files: await filesKnown(), shelved: shelved.length }
    const sent = await send([file(await make(), 'odd.jpg')], { 'comment-p1': 'Torn', 'reason-p1': 'damaged' })
    expect(sent.status).toBe(422)
    expect(sent.troubles['photos-p1']).toMatch(words)
    expect(sent.troubles['photos-p1']).toContain('odd.jpg')
    expect(sent.heading).toBe('Why does it come back?')
    expect(sent.forms[0]?.fields['comment-p1']).toBe('Torn')
    expect(await kept()).toEqual([])
    expect({ files: await filesKnown(), shelved: shelved.length }).toEqual(before)
  })

  test('is refused in every language in its own words', async () => {
    const said = new Set<string>()
    for (const language of LANGUAGES) {
      const sent = await send([file(svg, 'odd.svg')], {}, `${photos()}?language=${language}`)
      expect(sent.status).toBe(422)
      said.add(sent.troubles['photos-p1'] ?? '')
    }
    expect(said.size).toBe(LANGUAGES.length)
    await kit.visit.get(`${page.path}?language=en`)
  })

  test('does not keep what is a photo from being kept', async () => {
    const sent = await send([file(picture, 'good.jpg'), file(svg, 'odd.svg'), file(picture, 'fine.jpg')])
    expect(sent.status).toBe(422)
    expect(await kept()).toHaveLength(2)
  })

  test('hidden behind a photo does not come along: the picture is drawn anew', async () => {
    const zip = Buffer.from('PK\x03\x04 hidden.exe <script>alert(1)</script>')
    await send([file(Buffer.concat([picture, zip]))])
    const [id] = await kept()
    const opened = await openPhoto(kit.desk, kit.org, id!, 'full')
    if (refused(opened)) throw new Error('The photo is kept.')
    const bytes = await buffer(opened.stream)
    expect(opened.contentType).toBe('image/jpeg')
    expect(bytes.includes('hidden.exe') || bytes.includes('<script')).toBe(false)
  })
})

describe('too many', () => {
  test('of twenty at once eight are kept, and the others are told by name', async () => {
    const before = await filesKnown()
    const sent = await send(Array.from({ length: 20 }, (_none, place) => file(picture, `photo-${place + 1}.jpg`)))
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('“photo-9.jpg” was not added: 8 photos are the most here.')
    expect(sent.text).toContain('“photo-20.jpg” was not added')
    expect(await kept()).toHaveLength(8)
    expect(await filesKnown()).toBe(before + 8)
    expect(await kit.visit.get(page.path)).toMatchObject({ html: expect.stringContaining('data-left="0"') })
  })

  test('for the request as a whole is said as that', async () => {
    const order = await kit.order({
      number: 'many',
      lines: Array.from({ length: 4 }, (_none, place) => ({
        externalId: `l${place}`,
        title: `Thing ${place}`,
        quantity: 1,
        unitPrice: { amountMinor: 100 },
      })),
      payments: [],
      fulfilments: [
        { externalId: 'f', lines: Array.from({ length: 4 }, (_none, place) => ({ line: `l${place}`, quantity: 1 })) },
      ],
    })
    const visitor = kit.visitor()
    kit.signIn(order, 'customer', visitor)
    const begun = await visitor.follow(await visitor.post(`/orders/${order.id}/start`))
    const why = await visitor.follow(
      await visitor.post(begun.path, Object.fromEntries(order.lines.map(({ id }) => [`q-${id}`, 1]))),
    )
    const eight = (piece: string) => Array.from({ length: 8 }, () => file(picture, 'photo.jpg', `photos-${piece}`))
    for (const piece of ['p1', 'p2', 'p3'])
      expect((await visitor.upload(photos(why.path), eight(piece))).status).toBe(303)
    const last = await visitor.upload(photos(why.path), eight('p4'))
    expect(last.troubles['photos-p4']).toContain('30 photos are the most here')
  })

  test('a photo of a piece that is not in the request is passed over', async () => {
    const before = await filesKnown()
    await send([file(picture, 'photo.jpg', 'photos-p9'), file(picture, 'photo.jpg', 'other')])
    expect(await filesKnown()).toBe(before)
  })
})

test('photos that were cleared away meanwhile are left out, and the page says so kindly', async () => {
  await send([file(picture), file(picture)], { 'reason-p1': 'damaged', 'comment-p1': 'Torn' })
  await query(kit.desk.db, { text: 'delete from files where id = $1', values: [(await kept())[0]] })
  const seen = await kit.visit.get(page.path)
  expect(seen.text).toContain('One photo had been waiting too long and was cleared away. Please add it again.')
  expect(seen.html.match(/class="remove"/g)).toHaveLength(1)
  expect(await kept()).toHaveLength(2)
  expect((await kit.visit.post(page.path, { 'reason-p1': 'damaged', 'comment-p1': 'Torn' })).status).toBe(303)
  expect(await kept()).toHaveLength(1)
})

test('a form that breaks off is answered with a page, and nothing is kept', async () => {
  const before = await filesKnown()
  const url = photos()
  const reply = await kit.app.inject({
    method: 'POST',
    url,
    headers: {
      'content-type': 'multipart/form-data; boundary=x',
      'sec-fetch-site': 'same-origin',
      cookie: [...kit.visit.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
    payload: `--x\r\ncontent-disposition: form-data; name="photos-p1"; filename="a.jpg"\r\n\r\nhalf of it`,
  } as never)
  expect(reply.statusCode).toBe(400)
  expect(reply.body).toContain('That did not work')
  expect(await filesKnown()).toBe(before)
})
