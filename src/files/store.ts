/** The shelf where photos, videos and labels are kept. */
import type { Readable } from 'node:stream'
import { Disk } from 'flydrive'
import { FolderDriver } from './folder.ts'
import { checkKey } from './key.ts'
import { contentTypeOf } from './kinds.ts'
import { type BucketConfig, openBucket } from './s3.ts'

/** A folder of this machine, or a bucket. Several server processes may share either. */
export type StoreConfig = { kind: 'folder'; path: string } | BucketConfig

/** A file on its way out. `size` is in bytes. */
export interface StoredFile {
  stream: Readable
  contentType: string
  size: number
}

/**
 * What the desk may ask of the shelf. Every method throws on a key that is not one of ours: keys never come from
 * outside. `put` returns when the bytes are safe; until then the key shows the old file or none, never half of one.
 */
export interface Store {
  /** Keep these bytes. The key's ending must say the content type (`extensionFor`), because a folder keeps no other note. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** The file, or undefined when there is none. */
  get(key: string): Promise<StoredFile | undefined>
  /** Take the file away. Doing it twice is fine. */
  delete(key: string): Promise<void>
  exists(key: string): Promise<boolean>
}

/** Open the shelf. Fails at once, in words an operator can act on, when the place cannot be used. */
export async function openStore(config: StoreConfig): Promise<Store> {
  return onDisk(new Disk(config.kind === 'folder' ? await openFolder(config.path) : await openBucket(config)))
}

async function openFolder(path: string): Promise<FolderDriver> {
  const folder = new FolderDriver(path)
  await folder.prepare(new Date())
  return folder
}

function onDisk(disk: Disk): Store {
  return {
    async put(key, bytes, contentType) {
      if (contentTypeOf(checkKey(key)) !== contentType) throw new Error(`The key ${key} does not hold ${contentType}`)
      await disk.put(key, bytes, { contentType })
    },

    async get(key) {
      checkKey(key)
      const size = await sizeOf(disk, key)
      if (size === undefined) return undefined
      return { stream: await disk.getStream(key), contentType: contentTypeOf(key)!, size }
    },

    async delete(key) {
      await disk.delete(checkKey(key))
    },

    exists: async key => disk.exists(checkKey(key)),
  }
}

/** Looks for the file only after asking failed: the ordinary case stays one question to the bucket. */
async function sizeOf(disk: Disk, key: string): Promise<number | undefined> {
  try {
    return (await disk.getMetaData(key)).contentLength
  } catch (fault) {
    if (!(await disk.exists(key))) return undefined
    throw fault
  }
}
