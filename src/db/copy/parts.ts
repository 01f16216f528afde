/** A backup, part by part: what it says of itself, its tables, its files. */
import { createHash, hash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { BackupError, damaged } from './backup-error.ts'
import { type FileEnd, FORMAT, type Frame, framesIn, type Header, read, type TableEnd } from './layout.ts'
import { RowsDigest } from './rows-digest.ts'

/** Contents must be read to their end before the next part is asked for; after that `end` says what they should have been. */
export type Part =
  | { kind: 'header'; header: Header }
  | { kind: 'table'; name: string; contents: AsyncIterable<Buffer>; end: () => TableEnd }
  | { kind: 'file'; key: string; contents: AsyncIterable<Buffer>; end: () => FileEnd }
  | { kind: 'end'; sha256: string }

type Next = () => Promise<Frame>

/** Throws a `BackupError` when parts are missing, and at the end when what they say of themselves was changed. */
export async function* partsIn(bytes: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const seal = createHash('sha256')
  const frames = framesIn(bytes)
  const next: Next = async () => {
    const { value, done } = await frames.next()
    if (done) throw damaged('its parts do not fit together')
    if (value.kind !== 'd' && value.kind !== 'z') seal.update(value.body)
    return value
  }
  yield { kind: 'header', header: headerIn(await next()) }
  for (;;) {
    const frame = await next()
    if (frame.kind === 'z') {
      const sha256 = seal.digest('hex')
      if (read<{ sha256: string }>(frame.body).sha256 !== sha256) throw damaged('its checksum does not match')
      yield { kind: 'end', sha256 }
      return
    }
    yield partBegunBy(frame, next)
  }
}

/** What a header of another format means is not ours to say. */
function headerIn({ kind, body }: Frame): Header {
  if (kind !== 'h') throw damaged('its header is missing')
  const header = read<Header>(body)
  if (header.format !== FORMAT)
    throw new BackupError(
      `The backup was written by Backhaul ${header.backhaul} in a form that this version does not know. Restore it with that version or a newer one.`,
    )
  return header
}

function partBegunBy({ kind, body }: Frame, next: Next): Part {
  const name = read<{ table?: string; file?: string }>(body)
  if (kind === 't' && name.table !== undefined) return { kind: 'table', name: name.table, ...filled<TableEnd>(next) }
  if (kind === 'f' && name.file !== undefined) return { kind: 'file', key: name.file, ...filled<FileEnd>(next) }
  throw damaged('its parts do not fit together')
}

function filled<End>(next: Next): { contents: AsyncIterable<Buffer>; end: () => End } {
  let end: End | undefined
  async function* contents(): AsyncGenerator<Buffer> {
    for (;;) {
      const { kind, body } = await next()
      if (kind === 'd') yield body
      else if (kind === 'e') {
        end = read<End>(body)
        return
      } else throw damaged('its parts do not fit together')
    }
  }
  return {
    contents: contents(),
    end: () => {
      if (end === undefined) throw new Error('A part of the backup was not read to its end')
      return end
    },
  }
}

/** What a backup holds, once it is known to be whole. */
export type Contents = {
  header: Header
  tables: ReadonlyMap<string, TableEnd>
  rows: number
  files: number
  fileBytes: number
  sha256: string
}

/** Reads a backup from front to back, believing nothing, and changes nothing. Throws a `BackupError` when it is not whole. */
export async function check(bytes: AsyncIterable<Buffer>): Promise<Contents> {
  const tables = new Map<string, TableEnd>()
  const found = { rows: 0, files: 0, fileBytes: 0 }
  let header: Header | null = null
  let sha256 = ''
  for await (const part of partsIn(bytes)) {
    if (part.kind === 'header') header = part.header
    else if (part.kind === 'end') sha256 = part.sha256
    else if (part.kind === 'table') {
      const end = await checkTable(part)
      tables.set(part.name, end)
      found.rows += end.rows
    } else {
      found.fileBytes += (await wholeFile(part)).length
      found.files++
    }
  }
  const known = header as unknown as Header
  const wanting = known.tables.find(({ name, rows }) => tables.get(name)?.rows !== rows)
  if (wanting) throw damaged(`the table ${wanting.name} is not whole`)
  return { header: known, tables, sha256, ...found }
}

async function checkTable({ name, contents, end }: Extract<Part, { kind: 'table' }>): Promise<TableEnd> {
  const digest = new RowsDigest()
  for await (const rows of contents) digest.add(rows)
  const { rows, sha256 } = end()
  if (digest.rows !== rows || digest.sum !== sha256) throw damaged(`the table ${name} does not match its checksum`)
  return { rows, sha256 }
}

/** Files are pictures and short films, so each fits into memory. */
export async function wholeFile({ key, contents, end }: Extract<Part, { kind: 'file' }>): Promise<Buffer> {
  const bytes = await buffer(contents)
  const { sha256 } = end()
  if (hash('sha256', bytes) !== sha256) throw damaged(`the file ${key} does not match its checksum`)
  return bytes
}
