import { expect, test } from 'vitest'
import { query } from '../../../db/pool.ts'
import { imageIdOf } from './image-ids.ts'
import { aPhoto, openShopee } from './testing.ts'

// conforms: endpoint upload_image
// conforms: field upload_image.business
// conforms: field upload_image.scene
// conforms: field upload_image.images
const kit = await openShopee()
const photo = await aPhoto()

const formOf = (pictures: Uint8Array[], part = 'images'): FormData => {
  const form = new FormData()
  form.set('business', '2')
  form.set('scene', '1')
  for (const bytes of pictures) form.append(part, new Blob([new Uint8Array(bytes)]), 'proof.jpg')
  return form
}
const upload = (pictures: Uint8Array[]) => kit.form('media/upload_image', formOf(pictures))

test('each image gets an id and an address', async () => {
  const answered = await upload([photo, photo])
  await kit.goldenForm('upload-image', answered)
  expect(answered.json).toMatchObject({ error: '', message: '' })
  const images: { image_id: string; image_url: string }[] = answered.json.response.image_list
  expect(images).toHaveLength(2)
  for (const { image_id, image_url } of images)
    expect(imageIdOf(/files\/([0-9a-f-]{36})/.exec(image_url)?.[1] as never)).toBe(image_id)
})

test('one to three are taken, and only pictures', async () => {
  const before = (await query(kit.desk.db, { text: 'select id from files' })).rows.length
  for (const pictures of [[], [photo, photo, photo, photo]])
    expect((await upload(pictures)).json).toMatchObject({ error: 'error_param', message: 'parameter invalid' })
  expect((await upload([Buffer.from('no picture')])).json.error).toBe('format.unsupport')
  expect((await kit.form('media/upload_image', formOf([photo], 'image'))).json.error).toBe('error_param')
  expect((await query(kit.desk.db, { text: 'select id from files' })).rows).toHaveLength(before)
})

test('a partner of one shop need not name it; one of several has to', async () => {
  const open = { access_token: '', shop_id: '' }
  expect((await kit.form('media/upload_image', formOf([photo]), {}, kit.keys, open)).json.error).toBe('')
  const { partner_id, partner_key } = kit.keys
  await kit.client('shopee', { partner_id, partner_key, shop_id: 223 })
  const unnamed = await kit.form('media/upload_image', formOf([photo]), {}, kit.keys, open)
  expect([unnamed.reply.status, unnamed.json.message]).toEqual([400, 'There is no shop_id in query.'])
  expect((await upload([photo])).json.error).toBe('')
  const stranger = await kit.form('media/upload_image', formOf([photo]), {}, kit.keys, {
    access_token: '',
    shop_id: '333',
  })
  expect([stranger.reply.status, stranger.json.error]).toEqual([403, 'partner_shop_no_link'])
})
