/** What an import remembers beside its file, so that it can go on where it stopped, whatever stopped it. */
import { createHash } from 'node:crypto'
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'

/** How far everything is done for good. Rows after `after` may have been entered too; entering them again changes nothing. */
export type Notes = {
  version: 1
  file: Fingerprint
  shop: string
  after: number
  counts: Counts
  /** How long the files of rejected rows were then, in bytes; what was written later is written again. */
  rejectsBytes: number
  reasonsBytes: number
}

export type Counts = { created: number; updated: number; unchanged: number; rejected: number }

export const NOTHING: Counts = { created: 0, updated: 0, unchanged: 0, rejected: 0 }

/** Enough to notice that another file lies there now. */
export type Fingerprint = { bytes: number; beginning: string }

const BEGINNING_BYTES = 65_536

export async function fingerprintOf(path: string): Promise<Fingerprint> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0)
    return { bytes: size, beginning: createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex') }
  } finally {
    await file.close()
  }
}

export const notesPath = (file: string): string => `${file}.import.json`

export async function readNotes(file: string): Promise<Notes | null> {
  const text = await readFile(notesPath(file), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const notes = JSON.parse(text) as Notes
    return notes.version === 1 ? notes : null
  } catch {
    return null
  }
}

/** The old notes or the new ones, never half of either. */
export async function writeNotes(file: string, notes: Notes): Promise<void> {
  const draft = `${notesPath(file)}.new`
  await writeFile(draft, JSON.stringify(notes))
  await rename(draft, notesPath(file))
}

export const dropNotes = (file: string): Promise<void> => rm(notesPath(file), { force: true })
