import { describe, expect, test } from 'vitest'
import type { Return } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import { snOf } from '../ids.ts'
import { aPhoto, openShopee } from './testing.ts'

// conforms: endpoint upload_proof
const kit = await openShopee()
const there = (name: string) => ({
  url: `https://cdn.example.com/${name}.jpg`,
  thumbnail: `https://cdn.example.com/${name}_tn.jpg`,
})
const proving = (ret: Return, more: object, as = kit.keys) =>
  kit.post('upload_proof', { return_sn: snOf(ret), ...more }, as)

async function disputed(): Promise<Return> {
  const ret = await kit.requested()
  return (await kit.act(ret, { verb: 'dispute', reason: 'objection', reasonId: 2, text: 'No' })).ret
}

async function converted(ret: Return): Promise<{ url: string; thumbnail: string }> {
  const form = new FormData()
  form.set('return_sn', snOf(ret))
  form.set('upload_image', new Blob([new Uint8Array(await aPhoto())]), 'box.jpg')
  return (await kit.form('returns/convert_image', form)).json.response
}

describe('a proof', () => {
  test('holds photos and what is said about them', async () => {
    const ret = await disputed()
    const answered = await proving(ret, {
      photo: [await converted(ret), there('box')],
      description: 'Sealed when it left',
    })
    await kit.golden('upload-proof', answered)
    expect(answered.json).toMatchObject({ error: '', message: 'success', response: {} })
    const after = await kit.now(ret)
    expect(strands(after).evidence).toBe('given')
    expect(after.evidenceGiven.at(-1)).toMatchObject({
      side: 'merchant',
      about: 'dispute',
      text: 'Sealed when it left',
      media: [expect.any(String), expect.any(String)],
    })
  })

  test('takes the place of the one before', async () => {
    const ret = await disputed()
    await proving(ret, { description: 'First' })
    await proving(ret, { photo: [there('a'), there('a')] })
    const given = (await kit.now(ret)).evidenceGiven
    expect(given.map(({ text, media, replacedBy }) => [text, media.length, replacedBy !== null])).toEqual([
      ['First', 0, true],
      ['', 1, false],
    ])
  })

  test('is taken while the platform decides', async () => {
    const ret = await disputed()
    await kit.act(ret, { verb: 'examine' }, 'arbiter')
    expect((await proving(ret, { description: 'Late, but in time' })).json.error).toBe('')
  })
})

describe('no proof is taken', () => {
  test('where there is no dispute, or nobody’s return', async () => {
    // conforms: error upload_proof.returnsn.illegal
    const said = ['returnsn.illegal', 'return sn is illegal'] as [string, string]
    const ret = await kit.requested()
    await kit.refuses('upload-proof-wrong-status', 'upload_proof', ret, { description: 'No' }, said)
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    expect((await proving(ret, { description: 'No' })).json).toMatchObject({ error: said[0], message: said[1] })
    const other = await disputed()
    const unknown = await kit.post('upload_proof', { return_sn: '260310ZZZZZZZZZ', description: 'No' })
    await kit.golden('upload-proof-unknown', unknown)
    for (const { json } of [unknown, await proving(other, { description: 'No' }, kit.others)])
      expect(json).toMatchObject({ error: said[0], message: said[1] })
    expect(await kit.now(other)).toEqual(other)
  })

  test('that shows and says nothing', async () => {
    // conforms: error upload_proof.no.proof
    const ret = await disputed()
    await kit.refuses('upload-proof-empty', 'upload_proof', ret, { photo: [], description: ' ' }, [
      'no.proof',
      'no proof',
    ])
    expect((await proving(ret, {})).json.error).toBe('no.proof')
    expect((await proving(ret, { photo: null, description: null })).json.error).toBe('no.proof')
  })

  test('of more than a person looks through', async () => {
    // conforms: error upload_proof.number.error
    const ret = await disputed()
    await kit.refuses('upload-proof-too-many', 'upload_proof', ret, { photo: Array(21).fill(there('a')) }, [
      'number.error',
      'not support entry count',
    ])
  })

  test('when the time for it is over', async () => {
    // conforms: error upload_proof.proof.overdue
    const ret = await disputed()
    kit.clock.forward(24 * 30)
    await kit.act(ret, { verb: 'lapse', kind: 'evidence' }, 'system')
    await kit.refuses('upload-proof-overdue', 'upload_proof', await kit.now(ret), { description: 'Late' }, [
      'proof.overdue',
      'proof is overdue',
    ])
    kit.clock.forward(-24 * 30)
  })

  test('at an address where no photo can be', async () => {
    // conforms: error upload_proof.image.upload.fail
    const ret = await disputed()
    const said = ['image.upload.fail', 'image upload fail'] as [string, string]
    await kit.refuses(
      'upload-proof-image-unusable',
      'upload_proof',
      ret,
      { photo: [{ url: 'box.jpg', thumbnail: 'box.jpg' }] },
      said,
    )
    for (const url of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://returns.example.com/v1/files/x/full',
      'data:image/png;base64,AAAA',
    ])
      expect((await proving(ret, { photo: [{ url, thumbnail: url }] })).json).toMatchObject({
        error: said[0],
        message: said[1],
      })
  })

  test('that leaves out what every photo has, or names no return', async () => {
    // conforms: error upload_proof.error_param
    const ret = await disputed()
    const said = ['error_param', 'parameter invalid'] as [string, string]
    await kit.refuses(
      'upload-proof-no-url',
      'upload_proof',
      ret,
      { photo: [{ thumbnail: 'https://cdn.example.com/a.jpg' }] },
      said,
    )
    for (const photo of [[{}], [{ url: 'https://cdn.example.com/a.jpg' }], [{ url: 5, thumbnail: 5 }]])
      expect((await proving(ret, { photo })).json.message).toBe(said[1])
    const missing = await kit.post('upload_proof', { description: 'No' })
    await kit.golden('upload-proof-no-return', missing)
    expect(missing.json).toMatchObject({ error: said[0], message: said[1] })
    for (const [more, detail] of [
      [{ photo: 'a' }, 'photo must be a list'],
      [{ photo: ['a'] }, 'photo must hold objects'],
      [{ description: 5 }, 'description must be a string'],
      [{ description: 'a'.repeat(5001) }, 'description must have at most 5000 characters'],
    ] as const)
      expect((await proving(ret, more)).json).toMatchObject({
        error: 'error_param',
        message: `Wrong parameters, detail: ${detail}`,
      })
    expect(await kit.now(ret)).toEqual(ret)
  })
})
