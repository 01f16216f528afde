/** The bytes of a backup, out of their compression. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import { cutOff, damaged, noBackup } from '../db/copy/backup-error.ts'

const PIECE_BYTES = 256 * 1024

/** `told` hears how many bytes of the file have been read. Throws a `BackupError` when the compression itself shows damage. */
export async function* unpacked(
  path: string,
  stopped: AbortSignal,
  told?: (bytesRead: number) => void,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES })
  // What goes wrong in either is heard at the end of the two.
  const unpacking = pipeline(file, createZstdDecompress({ chunkSize: PIECE_BYTES }), () => {})
  try {
    for await (const bytes of unpacking) {
      stopped.throwIfAborted()
      yield bytes as Buffer
      told?.(file.bytesRead)
    }
  } catch (fault) {
    throw explained(fault)
  }
}

function explained(fault: unknown): unknown {
  const code = (fault as { code?: unknown }).code
  if (code === 'Z_BUF_ERROR') return cutOff(fault)
  if (code === 'ZSTD_error_prefix_unknown') return noBackup(fault)
  return String(code).startsWith('ZSTD_') ? damaged('its compression does not match', fault) : fault
}
