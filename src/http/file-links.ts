/** Links that open one kept file for about a day, and reading such a link back. */
import type { FileId, OrgId } from '../core/ids.ts'
import { epochMs, type Instant } from '../core/time.ts'
import { checkLink, type LinkKeys, type LinkVerdict, signLink } from './signed-link.ts'

/** `until` is when all of them stop opening anything. */
export type Links = ((file: string) => { url: string; thumbnail_url: string }) & { until: string }

export type LinkMaker = {
  /** `origin` stands before each link, for readers who know no other address of ours; without it links are paths. */
  for: (org: OrgId, origin?: string) => Links
  check: (url: string) => LinkVerdict
  /** Which file a link of ours opens, whatever host stands before it and though it may have ended; null for anything else. */
  fileIn: (url: string, org: OrgId) => FileId | null
}

const HOUR_MS = 3_600_000
const LIFE_MS = 24 * HOUR_MS
const FILE = /^\/v1\/files\/([0-9a-f-]{36})\/\w+$/

/** The end falls on a full hour, so that within it the same file has the same link and a browser need not fetch it twice. */
export function fileLinks(secret: Uint8Array, now: () => Instant): LinkMaker {
  const keys: LinkKeys = { current: 'files', byId: { files: secret } }
  return {
    for: (org, origin = '') => {
      const expiresAt = new Date(Math.ceil((epochMs(now()) + LIFE_MS) / HOUR_MS) * HOUR_MS)
      const link = (file: string, variant: string) =>
        `${origin}${signLink(`/v1/files/${file}/${variant}?organization=${org}`, expiresAt, keys)}`
      const links = (file: string) => ({ url: link(file, 'full'), thumbnail_url: link(file, 'small') })
      return Object.assign(links, { until: expiresAt.toISOString() })
    },
    check: url => checkLink(url, new Date(now()), keys),
    fileIn: (text, org) => {
      const url = URL.parse(text, 'http://here')
      const id = FILE.exec(url?.pathname ?? '')?.[1]
      if (!url || id === undefined || url.searchParams.get('organization') !== org) return null
      // Its signature says that the link was made here; that it may have ended meanwhile takes nothing from that.
      const verdict = checkLink(url.pathname + url.search, new Date(0), keys)
      return verdict.ok ? (id as FileId) : null
    },
  }
}
