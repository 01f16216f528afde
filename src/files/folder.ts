/** The shelf as a folder on this machine's disk. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { FSDriver } from 'flydrive/drivers/fs'

/** Half-written files live here, on the same disk as their final place, so that the rename is one step. */
const INCOMING = '.incoming'
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000

/**
 * Flydrive's folder driver with a write that survives a power cut. The original writes straight to the final name
 * and never flushes: a crash would leave half a photo that looks like a whole one. Here a name appears only when
 * every byte behind it is on the disk.
 */
export class FolderDriver extends FSDriver {
  readonly #root: string

  constructor(root: string) {
    super({ location: resolve(root), visibility: 'private' })
    this.#root = resolve(root)
  }

  override async put(key: string, contents: string | Uint8Array): Promise<void> {
    const destination = join(this.#root, key)
    const draft = join(this.#root, INCOMING, randomUUID())
    try {
      await writeFlushed(draft, contents)
      const firstMade = await mkdir(dirname(destination), { recursive: true, mode: 0o700 })
      await rename(draft, destination)
      await flushFolders(dirname(destination), firstMade ? dirname(firstMade) : dirname(destination))
    } catch (fault) {
      await rm(draft, { force: true })
      throw fault
    }
  }

  /** Make the shelf ready and throw away what a crash left half-written. Young drafts may belong to another process. */
  async prepare(now: Date): Promise<void> {
    const incoming = join(this.#root, INCOMING)
    await mkdir(incoming, { recursive: true, mode: 0o700 })
    for (const name of await readdir(incoming)) {
      const draft = join(incoming, name)
      const modifiedMs = await stat(draft).then(
        stats => stats.mtimeMs,
        () => now.getTime(),
      )
      if (now.getTime() - modifiedMs > ABANDONED_AFTER_MS) await rm(draft, { force: true })
    }
  }
}

async function writeFlushed(path: string, contents: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(contents)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A new name is safe only when the folder that lists it is flushed too, and so on up to one that was there before. */
async function flushFolders(from: string, upTo: string): Promise<void> {
  if (process.platform === 'win32') return // Windows cannot open a folder to flush it; NTFS journals names itself.
  for (let path = from; ; path = dirname(path)) {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
    if (path === upTo || path === dirname(path)) return
  }
}
