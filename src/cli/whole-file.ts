/** A file that others see when all of it is there, and not before. */
import { access, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'
import { CommandError } from './command.ts'

export const partPath = (path: string): string => `${path}.part`

export async function refuseToOverwrite(path: string, force: boolean): Promise<void> {
  const there = await access(path).then(
    () => true,
    () => false,
  )
  if (there && !force)
    throw new CommandError(`${path} is there already; name another file, or overwrite it with --force.`)
}

/**
 * What `fill` writes lies in FILE.part until it is safe on the disk, and only then takes the name. When `fill` fails, nothing is left; when the
 * machine does, at most FILE.part. The file is for this account alone: it holds what shoppers trusted the shop with.
 */
export async function writeWhole(path: string, fill: (sink: Writable) => Promise<void>): Promise<void> {
  const part = partPath(path)
  const file = await open(part, 'w', 0o600)
  try {
    // Flushed to the disk before it is closed.
    await fill(file.createWriteStream({ flush: true }))
  } catch (fault) {
    await file.close()
    await rm(part, { force: true })
    throw fault
  }
  await rename(part, path)
  await flushFolder(dirname(path))
}

async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return // Windows cannot open a folder to flush it; NTFS journals names itself.
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
