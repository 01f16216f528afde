/** The file as numbered lines of text, whatever encoding the shop's spreadsheet saved it in. */

import { TextDecoder } from 'node:util'

/** One physical line without its line break. `cut`: it was longer than any order and only its beginning is kept. */
export type TextLine = { line: number; text: string; cut: boolean }

/** Counts bytes as they come in, for a progress bar; the decoder reads ahead by at most one chunk. */
export type Meter = { bytesRead: number }

export type ByteStream = AsyncIterable<Uint8Array | string>

/** No real line comes near this; it only keeps a file without line breaks from filling the memory. */
export const MAX_LINE_CHARS = 1_048_576

const SAMPLE_BYTES = 65_536

/** Splits at LF or CRLF. A lone CR stays in the text: only line breaks that a spreadsheet writes count, or line numbers would not match what an editor shows. */
export async function* readLines(stream: ByteStream, meter: Meter): AsyncGenerator<TextLine> {
  let rest = ''
  let line = 1
  let dropping = false
  for await (const text of decoded(stream, meter)) {
    const pieces = (rest + text).split('\n')
    rest = pieces.pop() ?? ''
    for (const piece of pieces) {
      if (!dropping) yield trimmed(line, piece)
      dropping = false
      line += 1
    }
    if (rest.length > MAX_LINE_CHARS) {
      if (!dropping) yield trimmed(line, rest)
      dropping = true
      rest = ''
    }
  }
  if (rest !== '' && !dropping) yield trimmed(line, rest)
}

function trimmed(line: number, text: string): TextLine {
  const whole = text.endsWith('\r') ? text.slice(0, -1) : text
  const cut = whole.length > MAX_LINE_CHARS
  return { line, text: cut ? whole.slice(0, 1000) : whole, cut }
}

async function* decoded(stream: ByteStream, meter: Meter): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  let head: Uint8Array = new Uint8Array(0)
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    meter.bytesRead += bytes.length
    if (decoder !== null) {
      yield decoder.decode(bytes, { stream: true })
      continue
    }
    head = joined(head, bytes)
    if (head.length < SAMPLE_BYTES) continue
    decoder = new TextDecoder(encodingOf(head))
    yield decoder.decode(head, { stream: true })
  }
  if (decoder === null) yield new TextDecoder(encodingOf(head)).decode(head)
  else yield decoder.decode()
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/**
 * UTF-16 shows by its mark, or without one by the zero byte beside every Latin letter of the header. Bytes that are no UTF-8 are taken for Windows-1252, which
 * is what Excel means by plain "CSV" in Western Europe. The byte order mark itself is dropped by the decoder.
 */
export function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}
