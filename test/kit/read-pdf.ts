/** What stands on a paper: its text as a reader copies it, and the dark rectangles of its codes. Only what the papers of this house use. */
import { inflateSync } from 'node:zlib'

export type Paper = {
  pages: number
  /** Text in the order it was written down. */
  text: string
  /** Dark rectangles: left, top, width, height, counted from the upper edge of the page. */
  boxes: [number, number, number, number][]
}

type Objects = Map<string, string>

export function readPdf(bytes: Buffer): Paper {
  const objects = objectsIn(bytes)
  const maps = fontMaps(objects)
  const contents = [...objects.values()].filter(body => /\bBT\b|\bre\b/.test(body) && !body.includes('begincmap'))
  return {
    pages: [...objects.values()].filter(body => /\/Type \/Page\b/.test(body)).length,
    text: contents.map(content => textIn(content, maps)).join('\n'),
    boxes: contents.flatMap(boxesIn),
  }
}

/** Every object by its number, its stream unpacked. */
function objectsIn(bytes: Buffer): Objects {
  const raw = bytes.toString('latin1')
  const found: Objects = new Map()
  for (const match of raw.matchAll(/(\d+) 0 obj\n([^]*?)endobj/g)) {
    const [, number = '', body = ''] = match
    const stream = /stream\r?\n([^]*?)\r?\nendstream/.exec(body)
    const unpacked =
      stream && /FlateDecode/.test(body) ? inflateSync(Buffer.from(stream[1] ?? '', 'latin1')).toString('latin1') : ''
    found.set(number, stream ? `${body.slice(0, stream.index)}${unpacked}` : body)
  }
  return found
}

/** From the short name of a font on a page to what its codes say. */
function fontMaps(objects: Objects): Map<string, Map<string, string>> {
  const maps = new Map<string, Map<string, string>>()
  for (const body of objects.values())
    for (const [, name = '', number = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number) ?? '')?.[1]
      if (unicode) maps.set(name, codesIn(objects.get(unicode) ?? ''))
    }
  return maps
}

function codesIn(cmap: string): Map<string, string> {
  const codes = new Map<string, string>()
  const text = (hex: string): string => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex').swap16().toString('utf16le')
  for (const [, from = '', , list = ''] of cmap.matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g))
    for (const [place, [, hex = '']] of [...list.matchAll(/<([\w\s]*)>/g)].entries())
      codes.set((Number.parseInt(from, 16) + place).toString(16).padStart(4, '0'), text(hex))
  return codes
}

function textIn(content: string, maps: Map<string, Map<string, string>>): string {
  let codes = new Map<string, string>()
  const out: string[] = []
  for (const [, font, row] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) codes = maps.get(font) ?? new Map()
    else {
      const hex = [...(row ?? '').matchAll(/<(\w+)>/g)].map(([, part]) => part).join('')
      out.push((hex.match(/.{4}/g) ?? []).map(code => codes.get(code.toLowerCase()) ?? '?').join(''))
    }
  }
  return out.join('\n')
}

const boxesIn = (content: string): Paper['boxes'] =>
  [...content.matchAll(/(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re/g)].map(
    ([, ...numbers]) => numbers.map(Number) as [number, number, number, number],
  )
