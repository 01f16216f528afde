/** Addresses of the shopper's own pages: one that opens a single order for a while, and the one where orders are looked up. */
import { createHash } from 'node:crypto'
import type { OrderId, OrgId } from '../core/ids.ts'
import { epochMs, type Instant } from '../core/time.ts'
import { checkLink, type LinkKeys, signLink } from './signed-link.ts'

/** Whose order a link opens. `email` is the customer's; null where the order has none. */
export type PortalEntry = {
  org: OrgId
  order: OrderId
  email: string | null
  /** Where on the shop's page it leads, below its base: `returns/RMA`. Default: the orders. */
  to?: string
  /** Opens the order for whoever it was sent to as a gift; `email` is theirs. */
  gift?: boolean
}

export type Opened =
  | { ok: true; org: OrgId; order: OrderId; shopper: string; to: string | null; gift: boolean }
  | { ok: false; code: string }

export type PortalLinks = {
  /** Opens this order without asking for anything else, as its customer. */
  entry: (of: PortalEntry) => string
  /** What an entry opens. Its order must still be of `shopper` (`shopperMark` of an address of its customer), else it opens nothing. */
  open: (url: string) => Opened
}

const LIFE_MS = 7 * 24 * 3_600_000
const ENTRY = /^\/portal\/orders\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/**
 * The customer's address goes into the signature as a mark and not as itself: links end up in histories and logs, where no address should stand, and an
 * order whose customer was corrected or forgotten is no longer opened by old links.
 */
export function portalLinks(secret: Uint8Array, now: () => Instant): PortalLinks {
  const keys: LinkKeys = { current: 'portal', byId: { portal: secret } }
  return {
    entry: ({ org, order, email, to, gift }) =>
      signLink(
        `/portal/orders/${order}?organization=${org}&shopper=${shopperMark(email)}${to === undefined ? '' : `&to=${encodeURIComponent(to)}`}${gift ? '&gift=1' : ''}`,
        new Date(epochMs(now()) + LIFE_MS),
        keys,
      ),
    open: text => {
      const url = URL.parse(text, 'http://here')
      const order = ENTRY.exec(url?.pathname ?? '')?.[1]
      if (!url || order === undefined) return { ok: false, code: 'link_invalid' }
      const verdict = checkLink(url.pathname + url.search, new Date(now()), keys)
      if (!verdict.ok) return verdict
      const parameter = (name: string): string => url.searchParams.get(name) ?? ''
      return {
        ok: true,
        org: parameter('organization') as OrgId,
        order: order as OrderId,
        shopper: parameter('shopper'),
        to: parameter('to') === '' ? null : parameter('to'),
        gift: parameter('gift') === '1',
      }
    },
  }
}

/** The same for every way to write one address; `none` stands for an order without one. */
export const shopperMark = (email: string | null): string =>
  email === null ? 'none' : createHash('sha256').update(email.trim().toLowerCase()).digest('base64url').slice(0, 22)

/** Where anybody may look an order up; its number is filled in already. */
export const portalLookup = (orderNumber: string): string => `/portal/?order_number=${encodeURIComponent(orderNumber)}`
