import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { query } from '../../../db/pool.ts'
import { snOf } from '../ids.ts'
import { aPhoto, openShopee } from './testing.ts'

// conforms: endpoint convert_image
// conforms: field convert_image.url
// conforms: field convert_image.thumbnail
// conforms: field convert_image.upload_image
// conforms: field convert_image.return_sn
const kit = await openShopee()
const ret = await kit.requested()
const sn = snOf(ret)
const photo = await aPhoto()

type Parts = { sn?: string; files?: (readonly [part: string, bytes: Uint8Array])[] }

function formOf({ sn: named, files = [] }: Parts): FormData {
  const form = new FormData()
  if (named !== undefined) form.set('return_sn', named)
  for (const [part, bytes] of files) form.append(part, new Blob([new Uint8Array(bytes)]), 'photo.jpg')
  return form
}
const convert = (parts: Parts, parameters?: Record<string, string>, as = kit.keys) =>
  kit.form('returns/convert_image', formOf(parts), parameters, as)
const filesKept = async () => (await query(kit.desk.db, { text: 'select id from files' })).rows.length

async function refuses(parts: Parts, error: string, message: string): Promise<void> {
  const before = await filesKept()
  const { reply, json } = await convert(parts)
  expect([reply.status, json.error, json.message]).toEqual([200, error, message])
  expect(await filesKept()).toBe(before)
}

describe('an image', () => {
  test('gets an address of its own and one of a smaller picture', async () => {
    const answered = await convert({ sn, files: [['upload_image', photo]] })
    await kit.goldenForm('convert-image', answered)
    expect(answered.json).toMatchObject({ error: '', message: 'success' })
    const { url, thumbnail } = answered.json.response
    expect(url).toMatch(/^https:\/\/returns\.example\.com\/v1\/files\/[0-9a-f-]{36}\/full\?/)
    expect(thumbnail).toMatch(/\/small\?/)
  })

  test('may say its return in the query, be a PNG, and be the first of several', async () => {
    const png = await sharp(photo).png().toBuffer()
    expect((await convert({ files: [['upload_image', png]] }, { return_sn: sn })).json.error).toBe('')
    const before = await filesKept()
    const rest = [png, Buffer.from('no picture')].map(bytes => ['upload_image', bytes] as const)
    expect((await convert({ sn, files: [['upload_image', png], ...rest] })).json.error).toBe('')
    expect(await filesKept()).toBe(before + 1)
  })
})

describe('no image is kept', () => {
  test('of another kind than JPEG and PNG', async () => {
    // conforms: error convert_image.format.unsupport
    const webp = await sharp(photo).webp().toBuffer()
    const film = Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypmp42\0\0\0\0moov')])
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    for (const bytes of [webp, film, drawing, Buffer.alloc(0), Buffer.from([0xff])])
      await refuses({ sn, files: [['upload_image', bytes]] }, 'format.unsupport', 'The Image Format Not Support')
    await kit.goldenForm('convert-image-unsupported', await convert({ sn, files: [['upload_image', webp]] }))
  })

  test('that is broken or too large', async () => {
    // conforms: error convert_image.image.upload.fail
    for (const bytes of [photo.subarray(0, 200), Buffer.concat([photo, Buffer.alloc(10_000_001)])])
      await refuses({ sn, files: [['upload_image', bytes]] }, 'image.upload.fail', 'image upload fail')
    const files = [photo, Buffer.alloc(10_000_001)].map(bytes => ['upload_image', bytes] as const)
    await refuses({ sn, files }, 'image.upload.fail', 'image upload fail')
    const broken = await convert({ sn, files: [['upload_image', photo.subarray(0, 200)]] })
    await kit.goldenForm('convert-image-broken', broken)
  })

  test('for a return that is not there, or somebody else’s', async () => {
    // conforms: error convert_image.returnsn.illegal
    const files = [['upload_image', photo] as const]
    await refuses({ sn: '260310ZZZZZZZZZ', files }, 'returnsn.illegal', 'return sn is illegal')
    await kit.goldenForm('convert-image-unknown', await convert({ sn: '260310ZZZZZZZZZ', files }))
    const before = await filesKept()
    const stranger = await convert({ sn, files }, {}, kit.others)
    expect(stranger.json).toMatchObject({ error: 'returnsn.illegal', message: 'return sn is illegal' })
    expect(await filesKept()).toBe(before)
  })

  test('without its return, without a file, or under another name', async () => {
    // conforms: error convert_image.error_param
    for (const parts of [
      { files: [['upload_image', photo] as const] },
      { sn },
      { sn, files: [['image', photo] as const] },
    ])
      await refuses(parts, 'error_param', 'parameter invalid')
    await kit.goldenForm('convert-image-no-return', await convert({ files: [['upload_image', photo]] }))
  })

  test('outside of a form, or in one that breaks off', async () => {
    const before = await filesKept()
    const plain = await kit.post('convert_image', { return_sn: sn, upload_image: 'AAAA' })
    await kit.golden('convert-image-not-a-form', plain)
    const part = '--edge\r\nContent-Disposition: form-data; name="upload_image"; filename="a.jpg"\r\n\r\n'
    const broken = await kit.raw('convert_image', part, 'multipart/form-data; boundary=edge')
    for (const { json } of [plain, broken])
      expect(json).toMatchObject({ error: 'error_param', message: 'parameter invalid' })
    expect(await filesKept()).toBe(before)
  })
})
