import { describe, expect, test } from 'vitest'
import type { Return } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Shop } from '../../../core/shop.ts'
import { snOf } from '../ids.ts'
import { aPhoto, openShopee } from './testing.ts'

// conforms: endpoint upload_shipping_proof
const methods: Shop['methods'] = [
  { type: 'retailer_label', name: 'Prepaid label', zones: [], label: true },
  { type: 'merchant_arranged', name: 'We come for it', zones: [], label: false },
]
const carriers: Shop['carriers'] = [
  { ref: 11, slug: 'own-van', name: 'Our own van', integrated: false, trackingPattern: null },
  { ref: 12, slug: 'dhl', name: 'DHL', integrated: true, trackingPattern: 'JD[0-9]{8}' },
]
const kit = await openShopee({
  methods,
  carriers,
  shippingProof: { mandatory: true, trackingRequired: true, imageRequired: true },
})
const easy = await openShopee({
  methods,
  carriers,
  shippingProof: { mandatory: false, trackingRequired: false, imageRequired: false },
})

async function arranged(of = kit): Promise<Return> {
  const ret = await of.requested()
  return (await of.act(ret, [{ verb: 'approve' }, { verb: 'choose', method: 'merchant_arranged' }])).ret
}
const upload = async (pictures: Uint8Array[], as = kit.keys, of = kit) => {
  const form = new FormData()
  form.set('business', '2')
  form.set('scene', '1')
  for (const bytes of pictures) form.append('images', new Blob([new Uint8Array(bytes)]), 'proof.jpg')
  return of.form('media/upload_image', form, {}, as)
}
const uploaded = async (many = 1): Promise<{ image_id: string }[]> =>
  (await upload(await Promise.all(Array.from({ length: many }, aPhoto)))).json.response.image_list

const SENT = {
  reverse_logistics_carrier_id: 11,
  reverse_logistics_carrier_name: 'Our own van',
  tracking_number: 'VAN00017',
}
const sending = (ret: Return, more: object, as = kit.keys) =>
  kit.post('upload_shipping_proof', { return_sn: snOf(ret), ...SENT, ...more }, as)

describe('a proof of sending', () => {
  test('is a parcel with its carrier, its number and its pictures', async () => {
    const ret = await arranged()
    const answered = await sending(ret, { image_id_list: await uploaded(2), remarks: 'Left at ten' })
    await kit.golden('upload-shipping-proof', answered)
    expect(answered.json).toMatchObject({ error: '', message: 'success', response: {} })
    const after = await kit.now(ret)
    expect(after.shipments).toMatchObject([
      {
        carrier: { ref: 11 },
        trackingNumber: 'VAN00017',
        proof: { remarks: 'Left at ten', media: [expect.any(String), expect.any(String)] },
      },
    ])
    expect(strands(after).transit).toBe('booked')
  })

  test('needs neither number nor picture where the shop asks for none', async () => {
    const ret = await arranged(easy)
    const answered = await easy.post('upload_shipping_proof', {
      return_sn: snOf(ret),
      reverse_logistics_carrier_id: 12,
    })
    expect(answered.json.error).toBe('')
    expect((await easy.now(ret)).shipments).toMatchObject([
      { carrier: { ref: 12 }, trackingNumber: null, proof: { media: [] } },
    ])
  })

  test('at the same moment twice is taken once', async () => {
    const ret = await arranged()
    const image_id_list = await uploaded()
    const answers = await Promise.all([sending(ret, { image_id_list }), sending(ret, { image_id_list })])
    expect(answers.map(({ json }) => json.error).sort()).toEqual(['', 'returns.exceed_shipping_proof'])
  })
})

describe('no proof of sending is taken', () => {
  const says = (code: string, message: string) => [`returns.${code}`, message] as [string, string]

  test('twice', async () => {
    // conforms: error upload_shipping_proof.returns.exceed_shipping_proof
    const ret = await arranged()
    const image_id_list = await uploaded()
    await sending(ret, { image_id_list })
    await kit.refuses(
      'upload-shipping-proof-twice',
      'upload_shipping_proof',
      ret,
      { ...SENT, image_id_list },
      says('exceed_shipping_proof', 'Shipping Proof have already been uploaded'),
    )
  })

  test('where the seller does not arrange the transport, or nothing is awaited yet', async () => {
    // conforms: error upload_shipping_proof.returns.new_seller_arrange_flow_disabled
    const said = says('new_seller_arrange_flow_disabled', 'New seller arrange flow is not enabled')
    const ret = await kit.requested()
    await kit.refuses(
      'upload-shipping-proof-not-arranged',
      'upload_shipping_proof',
      ret,
      { ...SENT, image_id_list: await uploaded() },
      said,
    )
    await kit.act(ret, { verb: 'approve' })
    expect((await sending(ret, { image_id_list: await uploaded() })).json.error).toBe(said[0])
  })

  test('without a carrier the shop knows', async () => {
    // conforms: error upload_shipping_proof.returns.missing_carrier_id
    // conforms: error upload_shipping_proof.returns.missing_carrier_name
    // conforms: error upload_shipping_proof.returns.invalid_carrier_id
    const ret = await arranged()
    const image_id_list = await uploaded()
    const rest = { tracking_number: 'VAN00017', image_id_list }
    const unknown = says('invalid_carrier_id', 'Reverse Logistics carrier ID is invalid')
    await kit.refuses(
      'upload-shipping-proof-no-carrier',
      'upload_shipping_proof',
      ret,
      rest,
      says('missing_carrier_id', 'Reverse Logistics carrier ID is a required parameter'),
    )
    await kit.refuses(
      'upload-shipping-proof-no-carrier-name',
      'upload_shipping_proof',
      ret,
      { ...rest, reverse_logistics_carrier_id: 11, reverse_logistics_carrier_name: ' ' },
      says('missing_carrier_name', 'Reverse Logistics carrier name is a required parameter'),
    )
    await kit.refuses(
      'upload-shipping-proof-unknown-carrier',
      'upload_shipping_proof',
      ret,
      { ...rest, reverse_logistics_carrier_id: 99 },
      unknown,
    )
    for (const id of ['van', 1.5, {}, []])
      expect((await sending(ret, { image_id_list, reverse_logistics_carrier_id: id })).json).toMatchObject({
        error: unknown[0],
        message: unknown[1],
      })
  })

  test('without the number the template asks for, or with one that can be none', async () => {
    // conforms: error upload_shipping_proof.returns.missing_tracking_no
    // conforms: error upload_shipping_proof.returns.error_blank_tracking_no
    // conforms: error upload_shipping_proof.returns.error_tracking_no_length
    // conforms: error upload_shipping_proof.returns.error_tracking_no_alphanumeric
    // conforms: error upload_shipping_proof.returns.invalid_tracking_no
    const ret = await arranged()
    const image_id_list = await uploaded()
    const numbered = (tracking_number: unknown) => ({ ...SENT, image_id_list, tracking_number })
    const length = says('error_tracking_no_length', 'Tracking number should be 5-30 characters')
    await kit.refuses(
      'upload-shipping-proof-no-tracking',
      'upload_shipping_proof',
      ret,
      numbered(undefined),
      says('missing_tracking_no', 'Tracking Number is a required parameter'),
    )
    await kit.refuses(
      'upload-shipping-proof-blank-tracking',
      'upload_shipping_proof',
      ret,
      numbered('  '),
      says('error_blank_tracking_no', 'Tracking Number field cannot be blank'),
    )
    await kit.refuses('upload-shipping-proof-short-tracking', 'upload_shipping_proof', ret, numbered('1234'), length)
    expect((await sending(ret, numbered('1'.repeat(31)))).json.error).toBe(length[0])
    await kit.refuses(
      'upload-shipping-proof-odd-tracking',
      'upload_shipping_proof',
      ret,
      numbered('VAN-0001'),
      says(
        'error_tracking_no_alphanumeric',
        'Tracking number should not contain special characters; for eg. !; @; $; %; &; *',
      ),
    )
    const invalid = says('invalid_tracking_no', 'Tracking Number is invalid')
    await kit.refuses(
      'upload-shipping-proof-invalid-tracking',
      'upload_shipping_proof',
      ret,
      { ...numbered('VAN00017'), reverse_logistics_carrier_id: 12 },
      invalid,
    )
    expect((await sending(ret, numbered(12345))).json.error).toBe(invalid[0])
  })

  test('without the pictures the template asks for, or with ones that are none', async () => {
    // conforms: error upload_shipping_proof.returns.missing_image
    // conforms: error upload_shipping_proof.returns.invalid_image_id
    // conforms: error upload_shipping_proof.returns.error_filenumber
    const ret = await arranged()
    const shown = (image_id_list: unknown) => ({ ...SENT, image_id_list })
    const unknown = says('invalid_image_id', 'Provided image ID is invalid')
    await kit.refuses(
      'upload-shipping-proof-no-image',
      'upload_shipping_proof',
      ret,
      SENT,
      says('missing_image', 'Shipping Proof image is a required parameter'),
    )
    await kit.refuses(
      'upload-shipping-proof-unknown-image',
      'upload_shipping_proof',
      ret,
      shown([{ image_id: '019cd7d000007000800000000000ffff' }]),
      unknown,
    )
    await kit.refuses(
      'upload-shipping-proof-too-many-images',
      'upload_shipping_proof',
      ret,
      shown(Array(4).fill({ image_id: 'a' })),
      says('error_filenumber', 'Number of image files exceeds three. Please only upload max three image files'),
    )
    const foreign = (await upload([await aPhoto()], kit.others)).json.response.image_list
    for (const image_id_list of [foreign, [{ image_id: 'a' }], [{}], [{ image_id: 5 }]])
      expect((await sending(ret, { image_id_list })).json).toMatchObject({ error: unknown[0], message: unknown[1] })
    for (const image_id_list of ['a', ['a'], 5])
      expect((await sending(ret, { image_id_list })).json.error).toBe('error_param')
    expect((await sending(ret, { image_id_list: await uploaded(), remarks: 5 })).json.message).toBe(
      'Wrong parameters, detail: remarks must be a string',
    )
    expect(await kit.now(ret)).toEqual(ret)
  })

  test('for a return that is not named, not there, or somebody else’s', async () => {
    // conforms: error upload_shipping_proof.returns.return_not_found
    // conforms: error upload_shipping_proof.returns.missing_return_sn
    const ret = await arranged()
    const missing = await kit.post('upload_shipping_proof', SENT)
    await kit.golden('upload-shipping-proof-no-return', missing)
    expect(missing.json).toMatchObject({
      error: 'returns.missing_return_sn',
      message: 'Return SN is a required parameter',
    })
    const unknown = await kit.post('upload_shipping_proof', { return_sn: '260310ZZZZZZZZZ', ...SENT })
    await kit.golden('upload-shipping-proof-unknown', unknown)
    for (const { json } of [unknown, await sending(ret, { image_id_list: await uploaded() }, kit.others)])
      expect(json).toMatchObject({ error: 'returns.return_not_found', message: 'Return not found' })
    expect(await kit.now(ret)).toEqual(ret)
  })
})
