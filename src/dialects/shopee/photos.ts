/** Photos as clients name them: by a link of ours from an upload, or by an address elsewhere, which is fetched afterwards. */
import type { FileId } from '../../core/ids.ts'
import type { Foreign } from '../../desk/foreign-files.ts'
import type { DialectHouse } from '../dialect.ts'
import type { Asked } from './acts/change.ts'

const LONGEST_URL = 2000

/** Turns addresses into files and remembers which of them have still to be fetched. */
export class PhotosNamed {
  readonly #house: DialectHouse
  readonly #asked: Asked
  readonly #foreign = new Map<string, FileId>()

  constructor(asked: Asked) {
    this.#house = asked.house
    this.#asked = asked
  }

  /** The file at this address; null for what is no address of a photo. */
  at(url: unknown): FileId | null {
    if (typeof url !== 'string' || url.length > LONGEST_URL) return null
    const own = this.#house.links.fileIn(url, this.#asked.client.caller.org)
    if (own !== null) return own
    const known = this.#foreign.get(url)
    if (known !== undefined) return known
    if (!this.#isElsewhere(url)) return null
    const fresh = this.#house.desk.fresh<FileId>()
    this.#foreign.set(url, fresh)
    return fresh
  }

  get foreign(): Foreign[] {
    return [...this.#foreign].map(([url, file]) => ({ file, url }))
  }

  /** A link to this house that it did not sign leads nowhere. */
  #isElsewhere(text: string): boolean {
    const url = URL.parse(text)
    return (
      url !== null &&
      (url.protocol === 'https:' || url.protocol === 'http:') &&
      url.username === '' &&
      url.password === '' &&
      url.origin !== URL.parse(this.#house.origin(this.#asked.request))?.origin
    )
  }
}
