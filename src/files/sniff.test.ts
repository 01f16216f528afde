import { expect, test } from 'vitest'
import { sniff } from './sniff.ts'
import { checkVideo } from './video.ts'

const box = (major: string, ...compatible: string[]) => {
  const list = `ftyp${major}\0\0\0\0${compatible.join('')}`
  return Buffer.concat([Buffer.from([0, 0, 0, list.length + 4]), Buffer.from(list), Buffer.from('moov and the rest')])
}
const matroska = (docType: string) =>
  Buffer.concat([
    Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x80 + docType.length]),
    Buffer.from(docType),
  ])

test.each([
  ['video/mp4', box('isom', 'iso2', 'avc1', 'mp41')],
  ['video/mp4', box('mp42')],
  ['video/quicktime', box('qt  ')],
  ['video/webm', matroska('webm')],
])('%s is recognised by its container', (contentType, bytes) => {
  expect(sniff(bytes)).toEqual({ kind: 'video', contentType })
  expect(checkVideo(bytes)).toEqual({ ok: true, contentType })
})

test.each([
  ['image/avif', box('mif1', 'avif', 'miaf')],
  ['image/heic', box('mif1', 'heic')],
  ['image/heic', box('heic', 'mif1')],
])('%s is told apart from videos that share its container', (contentType, bytes) => {
  expect(sniff(bytes)).toEqual({ kind: 'image', contentType })
  expect(checkVideo(bytes)).toMatchObject({ ok: false, code: 'file_unsupported' })
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a few bytes', Buffer.from([0xff, 0xd8])],
  ['sound', box('M4A ')],
  ['another Matroska file', matroska('matroska')],
  ['a WAVE file', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
  ['a box cut short', Buffer.from('\0\0\0\x20ftyp')],
])('%s is not recognised', (_, bytes) => {
  expect(sniff(bytes)).toBeUndefined()
})

test('bytes that sit in the middle of a larger buffer are read from where they begin', () => {
  const larger = Buffer.concat([Buffer.from('padding'), box('qt  ')])
  expect(sniff(larger.subarray(7))).toEqual({ kind: 'video', contentType: 'video/quicktime' })
})

test('a video over the limit is refused with the limit in the sentence', () => {
  expect(checkVideo(Buffer.concat([box('mp42'), Buffer.alloc(3_000_000)]), { maxBytes: 2_000_000 })).toMatchObject({
    code: 'file_too_large',
    detail: expect.stringContaining('2 MB'),
  })
})
