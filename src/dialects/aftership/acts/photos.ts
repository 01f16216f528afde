/** Photos that callers name by their address. */
import type { FileId } from '../../../core/ids.ts'
import type { Foreign } from '../../../desk/foreign-files.ts'
import type { Client, DialectHouse } from '../../dialect.ts'

/** `of` gives the files at these addresses; `foreign` is what of them has still to be fetched. */
export type Photos = { of: (urls: readonly string[] | null | undefined) => FileId[]; foreign: Foreign[] }

/** A link of ours is the file it opens. Everything else gets an id at once and is fetched after the act, outside of the request. */
export function photosNamed({ desk, links }: DialectHouse, { caller }: Client): Photos {
  const foreign: Foreign[] = []
  const fileAt = (url: string): FileId => {
    const known = links.fileIn(url, caller.org) ?? foreign.find(one => one.url === url)?.file
    if (known) return known
    const awaited = { file: desk.fresh<FileId>(), url }
    foreign.push(awaited)
    return awaited.file
  }
  return { of: urls => [...new Set(urls ?? [])].map(fileAt), foreign }
}
