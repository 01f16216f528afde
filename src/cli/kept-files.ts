/** The photos and labels of a folder, one by one, for a backup. */
import { opendir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { KeptFile } from '../db/copy/backup.ts'
import { isKey } from '../files/key.ts'

/** What lies there and is not ours, or not whole yet, has no key; what is deleted meanwhile was not to be kept. */
export async function* keptFiles(folder: string): AsyncGenerator<KeptFile> {
  for await (const entry of await opendir(folder, { recursive: true }).catch(nothingThere)) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const key = relative(folder, path).replaceAll(sep, '/')
    if (!isKey(key)) continue
    const bytes = await readFile(path).catch(nothingThere)
    if (Buffer.isBuffer(bytes)) yield { key, bytes }
  }
}

function nothingThere(fault: NodeJS.ErrnoException): never[] {
  if (fault.code === 'ENOENT') return []
  throw fault
}
