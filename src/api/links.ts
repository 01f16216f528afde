/** Links that open one kept file for about a day. */
import type { OrgId } from '../core/ids.ts'
import { epochMs } from '../core/time.ts'
import type { Desk } from '../desk/desk.ts'
import { keyFor } from '../desk/open-desk.ts'
import { checkLink, type LinkKeys, type LinkVerdict, signLink } from '../http/signed-link.ts'

/** `until` is when all of them stop opening anything. */
export type Links = ((file: string) => { url: string; thumbnail_url: string }) & { until: string }

const HOUR_MS = 3_600_000
const LIFE_MS = 24 * HOUR_MS

export type LinkMaker = { for: (org: OrgId) => Links; check: (url: string) => LinkVerdict }

/** The end falls on a full hour, so that within it the same file has the same link and a browser need not fetch it twice. */
export function linkMaker(desk: Desk): LinkMaker {
  const keys: LinkKeys = { current: 'files', byId: { files: keyFor(desk, 'file links') } }
  return {
    for: org => {
      const expiresAt = new Date(Math.ceil((epochMs(desk.now()) + LIFE_MS) / HOUR_MS) * HOUR_MS)
      const link = (file: string, variant: string) =>
        signLink(`/v1/files/${file}/${variant}?organization=${org}`, expiresAt, keys)
      const links = (file: string) => ({ url: link(file, 'full'), thumbnail_url: link(file, 'small') })
      return Object.assign(links, { until: expiresAt.toISOString() })
    },
    check: url => checkLink(url, new Date(desk.now()), keys),
  }
}
