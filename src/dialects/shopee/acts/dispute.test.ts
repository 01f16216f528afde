import { describe, expect, test } from 'vitest'
import type { FileId } from '../../../core/ids.ts'
import type { Return } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import { query } from '../../../db/pool.ts'
import { snOf } from '../ids.ts'
import { aPhoto, DAMAGED, openShopee, REASONS, SMALL } from './testing.ts'

// conforms: endpoint dispute
// conforms: field dispute.return_sn
// conforms: field dispute.msg
const kit = await openShopee({ disputeReasons: REASONS, compensation: true, reasons: [SMALL, DAMAGED] })
const daring = await openShopee({
  disputeReasons: REASONS,
  compensation: true,
  dialects: { shopee: { dispute_accepted: true } },
})

const LABEL = 'Photo of the parcel label'
const EMAIL = { email: 'ops@shop.example' }
const PLAIN = { ...EMAIL, dispute_reason_id: 2, dispute_text_reason: 'It was whole when it left us' }
const trouble = (message: string) => ['dispute.request.param.error', message] as [string, string]
const disputing = (ret: Return, more: object, of = kit) => of.post('dispute', { return_sn: snOf(ret), ...more })
const shown = (...urls: string[]) => [{ module_index: 1, requirement: LABEL, image_url: urls }]

/** Goods that came back, about which something can be said. */
async function cameBack(of = kit): Promise<Return> {
  const ret = await of.requested()
  const item = ret.items[0]?.id as never
  await of.act(ret, { verb: 'approve' })
  await of.act(
    ret,
    { verb: 'receive', key: `dock-${ret.number}`, source: 'dock', lines: [{ item, quantity: 1 }] },
    'warehouse',
  )
  return of.now(ret)
}

async function convert(ret: Return): Promise<string> {
  const form = new FormData()
  form.set('return_sn', snOf(ret))
  form.set('upload_image', new Blob([new Uint8Array(await aPhoto())]), 'label.jpg')
  return (await kit.form('returns/convert_image', form)).json.response.url
}

describe('a dispute', () => {
  test('goes before the Dispute Center with who raised it and why', async () => {
    const ret = await kit.requested()
    const answered = await disputing(ret, PLAIN)
    await kit.golden('dispute', answered)
    expect(answered.json).toMatchObject({
      message: '',
      response: { return_sn: snOf(ret), msg: 'dispute return success' },
    })
    const after = await kit.now(ret)
    expect(after.dispute).toMatchObject({
      state: 'raised',
      case: { by: 'merchant', reason: 'objection', reasonId: 2, text: PLAIN.dispute_text_reason, email: EMAIL.email },
    })
    expect(strands(after).evidence).toBe('due')
    expect(after.due.evidence).toBeDefined()
  })

  test('about goods that are awaited, with the id as the read says it: text', async () => {
    const ret = await kit.requested()
    await kit.act(ret, { verb: 'approve' })
    const answered = await disputing(ret, { ...EMAIL, dispute_reason_id: '46' })
    expect(answered.json.error).toBe('')
    expect((await kit.now(ret)).dispute).toMatchObject({ case: { reason: 'not_returned', reasonId: 46, text: '' } })
  })

  test('shows what the form asks for, here and elsewhere', async () => {
    const ret = await cameBack()
    const own = await convert(ret)
    const answered = await disputing(ret, {
      ...PLAIN,
      dispute_reason_id: 47,
      image_list: [
        ...shown(own, 'https://cdn.example.com/label.jpg'),
        { module_index: 2, requirement: 'Photo of the damage', image_url: ['https://cdn.example.com/label.jpg'] },
      ],
    })
    await kit.golden('dispute-with-images', answered)
    expect(answered.json.error).toBe('')
    const { dispute } = await kit.now(ret)
    const [label, damage] = dispute.state === 'raised' ? dispute.case.modules : []
    expect(label).toMatchObject({ index: 1, requirement: LABEL, media: [expect.any(String), expect.any(String)] })
    expect(damage?.media).toEqual([label?.media[1]])
    expect(await errands(label?.media ?? [])).toEqual(['https://cdn.example.com/label.jpg'])
  })

  test('at the same moment twice is raised once', async () => {
    const ret = await kit.requested()
    const answers = await Promise.all([disputing(ret, PLAIN), disputing(ret, PLAIN)])
    expect(answers.map(({ json }) => json.error).sort()).toEqual(['', 'error_return_status'])
  })
})

const errands = async (files: readonly FileId[]): Promise<string[]> =>
  (
    await query<{ url: string }>(kit.desk.db, {
      text: `select body->>'url' as url from errands where kind = 'file' and body->>'file' = any ($1)`,
      values: [files],
    })
  ).rows.map(({ url }) => url)

describe('no dispute is raised', () => {
  test('in any other status', async () => {
    // conforms: error dispute.error_return_status
    const ret = await kit.requested()
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    const said = [
      'error_return_status',
      'Cannot raise dispute because return SN is not in REQUESTED, RETURN_PROCESSING, or RETURN_ACCEPTED',
    ] as [string, string]
    await kit.refuses('dispute-wrong-status', 'dispute', ret, PLAIN, said)
    const disputed = await kit.requested()
    await disputing(disputed, PLAIN)
    expect((await disputing(disputed, PLAIN)).json).toMatchObject({ error: said[0], message: said[1] })
    await kit.act(disputed, { verb: 'examine' }, 'arbiter')
    expect((await disputing(disputed, PLAIN)).json).toMatchObject({ error: said[0], message: said[1] })
  })

  test('while the buyer owes photos', async () => {
    const order = await kit.order()
    const items = [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'damaged' as const } }]
    const ret = await kit.file(order, 1, { items })
    await kit.refuses('dispute-buyer-evidence-missing', 'dispute', ret, PLAIN, [
      'error_data',
      'The return case is missing initial evidence from the buyer and will be auto-cancelled if the buyer does not provide evidence by the due date.',
    ])
  })

  test('without a reason, or with one that is not offered for this return', async () => {
    // conforms: error dispute.dispute.request.param.error
    const ret = await kit.requested()
    const mismatch = trouble("Can't raise dispute because the return_sn and dispute_reason_id does not match.")
    await kit.refuses(
      'dispute-no-reason',
      'dispute',
      ret,
      EMAIL,
      trouble("Can't raise dispute because the dispute reason is empty"),
    )
    await kit.refuses('dispute-unknown-reason', 'dispute', ret, { ...PLAIN, dispute_reason_id: 9 }, mismatch)
    await kit.refuses('dispute-reason-does-not-fit', 'dispute', ret, { ...PLAIN, dispute_reason_id: 47 }, mismatch)
    const back = await cameBack()
    expect((await disputing(back, { ...PLAIN, dispute_reason_id: 46 })).json.message).toBe(mismatch[1])
  })

  test('without an address of who raises it', async () => {
    // conforms: error dispute.dispute.request.param.error
    const ret = await kit.requested()
    await kit.refuses(
      'dispute-no-email',
      'dispute',
      ret,
      { ...PLAIN, email: undefined },
      trouble('Input invalid email=[]'),
    )
    for (const email of ['ops', 'ops@shop', '@shop.example', 'a b@shop.example', `${'a'.repeat(250)}@shop.example`])
      expect((await disputing(ret, { ...PLAIN, email })).json).toMatchObject({
        message: `Input invalid email=[${email}]`,
      })
  })

  test('without what has to be shown', async () => {
    // conforms: error dispute.dispute.request.param.error
    const ret = await cameBack()
    const damaged = { ...PLAIN, dispute_reason_id: 47 }
    const missing = trouble("can't raise dispute because mandatory evidence is missing")
    await kit.refuses('dispute-evidence-missing', 'dispute', ret, damaged, missing)
    expect((await disputing(ret, { ...damaged, image_list: shown() })).json.message).toBe(missing[1])
    const other = [
      { module_index: 2, requirement: 'Photo of the damage', image_url: ['https://cdn.example.com/d.jpg'] },
    ]
    await kit.refuses(
      'dispute-module-missing',
      'dispute',
      ret,
      { ...damaged, image_list: other },
      trouble('Unable to raise dispute as mandatory module index is missing'),
    )
  })

  test('with a form that is filled in wrong', async () => {
    // conforms: error dispute.dispute.request.param.error
    // conforms: error dispute.error_param
    const ret = await cameBack()
    const damaged = { ...PLAIN, dispute_reason_id: 47 }
    const urls = [1, 2, 3, 4].map(place => `https://cdn.example.com/${place}.jpg`)
    const mismatch = trouble("can't raise dispute because the requirement and dispute reason ID does not match")
    const asked = (image_list: object[]) => ({ ...damaged, image_list })
    await kit.refuses(
      'dispute-requirement-differs',
      'dispute',
      ret,
      asked([{ module_index: 1, requirement: 'photo of the parcel label', image_url: urls.slice(0, 1) }]),
      mismatch,
    )
    expect(
      (await disputing(ret, asked([{ module_index: 7, requirement: LABEL, image_url: urls.slice(0, 1) }]))).json
        .message,
    ).toBe(mismatch[1])
    expect(
      (await disputing(ret, asked([...shown(urls[0] ?? ''), { module_index: 1, requirement: 'Other', image_url: [] }])))
        .json.message,
    ).toBe(mismatch[1])
    await kit.refuses(
      'dispute-too-many-images',
      'dispute',
      ret,
      asked(shown(...urls)),
      trouble('Invalid images, images max size is 3 per module'),
    )
    expect(
      (await disputing(ret, asked([...shown(...urls.slice(0, 2)), ...shown(...urls.slice(2))]))).json.message,
    ).toBe('Invalid images, images max size is 3 per module')
    const plain = urls.map((url, place) => ({ module_index: place, requirement: '', image_url: [url] }))
    await kit.refuses(
      'dispute-too-many-images-in-all',
      'dispute',
      ret,
      { ...PLAIN, image_list: plain },
      trouble('Invalid images, images max size is 3.'),
    )
    await kit.refuses('dispute-images-unusable', 'dispute', ret, asked(shown('ftp://cdn.example.com/1.jpg')), [
      'error_param',
      'All images download fail',
    ])
    for (const url of [
      '',
      'label.jpg',
      'https://user:word@cdn.example.com/1.jpg',
      'https://returns.example.com/v1/files/1/full',
      `https://cdn.example.com/${'a'.repeat(2000)}`,
    ])
      expect((await disputing(ret, asked(shown(url)))).json.message).toBe('All images download fail')
    expect(await kit.now(ret)).toEqual(ret)
  })

  test('with a photo that was forgotten meanwhile', async () => {
    const ret = await cameBack()
    const url = await convert(ret)
    await query(kit.desk.db, {
      text: 'delete from files where id::text = $1',
      values: [/files\/([0-9a-f-]{36})/.exec(url)?.[1]],
    })
    const answered = await disputing(ret, { ...PLAIN, dispute_reason_id: 47, image_list: shown(url) })
    expect(answered.json).toMatchObject({ error: 'error_param', message: 'All images download fail' })
    expect(await kit.now(ret)).toEqual(ret)
  })

  test('in fields of the wrong type', async () => {
    const ret = await kit.requested()
    for (const [more, detail] of [
      [{ email: 5 }, 'email must be a string'],
      [{ dispute_reason_id: 'two' }, 'dispute_reason_id must be an integer'],
      [{ dispute_reason_id: 2.5 }, 'dispute_reason_id must be an integer'],
      [{ dispute_text_reason: 5 }, 'dispute_text_reason must be a string'],
      [{ dispute_text_reason: 'a'.repeat(5001) }, 'dispute_text_reason must have at most 5000 characters'],
      [{ image_list: 'no' }, 'image_list must be a list'],
      [{ image_list: ['no'] }, 'image_list must hold objects'],
      [{ image_list: Array(21).fill({}) }, 'image_list must have at most 20 entries'],
      [{ image_list: [{}] }, 'module_index is required'],
      [{ image_list: [{ module_index: 'a' }] }, 'module_index must be an integer'],
      [{ image_list: [{ module_index: 1, requirement: 5 }] }, 'requirement must be a string'],
      [{ image_list: [{ module_index: 1, image_url: 'https://cdn.example.com/1.jpg' }] }, 'image_url must be a list'],
    ] as const)
      expect((await disputing(ret, { ...PLAIN, ...more })).json).toMatchObject({
        error: 'error_param',
        message: `Wrong parameters, detail: ${detail}`,
      })
    expect(await kit.now(ret)).toEqual(ret)
  })

  test('for a return that is not named, or not there', async () => {
    // conforms: error dispute.dispute.request.param.error
    const ret = await kit.requested()
    const missing = await kit.post('dispute', PLAIN)
    await kit.golden('dispute-no-return', missing)
    expect(missing.json).toMatchObject({
      error: 'dispute.request.param.error',
      message: 'return_sn is a required parameter',
    })
    const unknown = await kit.post('dispute', { return_sn: '260310ZZZZZZZZZ', ...PLAIN })
    await kit.golden('dispute-unknown', unknown)
    const said = {
      error: 'dispute.request.param.error',
      message: 'The return_sn you requested was not queried, please check it',
    }
    expect(unknown.json).toMatchObject(said)
    expect((await kit.post('dispute', { return_sn: snOf(ret), ...PLAIN }, kit.others)).json).toMatchObject(said)
    expect(await kit.now(ret)).toEqual(ret)
  })
})

describe('a request that was granted', () => {
  async function granted(entitled: boolean): Promise<Return> {
    const ret = await daring.requested()
    await daring.act(ret, { verb: 'approve', handling: 'keep' })
    if (entitled) await daring.act(ret, { verb: 'entitle', outcome: 'pending_request' }, 'arbiter')
    return daring.now(ret)
  }

  test('is disputed as a claim for compensation where the shop has it so', async () => {
    const ret = await granted(true)
    const answered = await disputing(
      ret,
      { ...PLAIN, image_list: [{ module_index: 1, requirement: '', image_url: ['https://cdn.example.com/1.jpg'] }] },
      daring,
    )
    expect(answered.json.response).toEqual({ return_sn: snOf(ret), msg: 'dispute return success' })
    const after = await daring.now(ret)
    expect(strands(after)).toMatchObject({ compensation: 'requested', settlement: 'due', dispute: 'none' })
    expect(after.compensation).toMatchObject({
      claim: { text: PLAIN.dispute_text_reason, by: { email: EMAIL.email }, media: [expect.any(String)] },
    })
  })

  test('is not while nobody may claim', async () => {
    // conforms: error dispute.dispute.rr.not.allow
    const ret = await granted(false)
    await daring.refuses('dispute-no-claim', 'dispute', ret, PLAIN, ['dispute.rr.not.allow', 'dispute.rr.not.allow'])
  })
})
