import { describe, expect, test } from 'vitest'
import { encodingOf, MAX_LINE_CHARS, readLines } from './lines.ts'
import { allOf } from './testing.ts'

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const utf16le = (text: string) => Buffer.from(text, 'utf16le')
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const windows1252 = (text: string) => Buffer.from(text, 'latin1')
const linesOf = async (bytes: Uint8Array, size = 7) =>
  (await allOf(readLines(pieces(bytes, size), { bytesRead: 0 }))).map(line => line.text)

describe('a file is read whatever it was saved as', () => {
  const text = 'Name,Straße\r\n"Zoé",Ölweg\r\n'
  const lines = ['Name,Straße', '"Zoé",Ölweg']

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 as Excel writes "Unicode text"', utf16le(`\ufeff${text}`)],
    ['UTF-16 without its mark', utf16le(text)],
    ['UTF-16, high byte first', utf16be(`\ufeff${text}`)],
    ['Windows-1252 as Excel writes "CSV"', windows1252(text)],
  ])('%s', async (_, bytes) => expect(await linesOf(bytes)).toEqual(lines))

  test('letters cut in two by a chunk are whole again', async () => {
    const long = `${'ä'.repeat(70_000)}\nß\n`
    expect(await linesOf(Buffer.from(long), 4_097)).toEqual(['ä'.repeat(70_000), 'ß'])
  })
})

test('an empty file has no lines', async () => expect(await linesOf(new Uint8Array(0))).toEqual([]))

test('a file without line breaks is cut off, and what follows it is read', async () => {
  const read = await allOf(
    readLines(pieces(Buffer.from(`${'x'.repeat(MAX_LINE_CHARS * 2)}\nnext\n`), 65_536), { bytesRead: 0 }),
  )
  expect(read.map(line => [line.line, line.text.length, line.cut])).toEqual([
    [1, 1000, true],
    [2, 4, false],
  ])
})

test('bytes are counted as they come in', async () => {
  const meter = { bytesRead: 0 }
  await allOf(readLines(pieces(utf16le('a\nb\n'), 3), meter))
  expect(meter.bytesRead).toBe(8)
})

test('a short ASCII text is UTF-8', () => expect(encodingOf(Buffer.from('a'))).toBe('utf-8'))
