/** One look at one page: whose page it is, in which language, and what the visitor has proved. */
import type { Language } from '../core/languages.ts'
import type { Actor } from '../core/party.ts'
import type { Order } from '../core/order/order.ts'
import type { Caller } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import type { PayLinks } from '../desk/shopper/paying.ts'
import type { Portal } from '../desk/shopper/portal.ts'
import type { Session, Standing } from '../desk/shopper/session.ts'
import type { LinkMaker } from '../http/file-links.ts'
import type { HeardFile, Uploads } from '../http/multipart.ts'
import type { PortalLinks } from '../http/portal-links.ts'
import type { Formats } from '../ui/formats.ts'
import type { Html } from '../ui/html.ts'
import type { Framed } from '../ui/shell.ts'
import type { Speak } from '../ui/texts/speak.ts'

/** What the portal is opened with. */
export type PortalHouse = {
  desk: Desk
  /** Links to photos. */
  files: LinkMaker
  /** Links that open one order. */
  links: PortalLinks
  /** Where what is asked of a shopper can be paid at once; left out where the shop sends a request to pay. */
  pay?: PayLinks
}

export type Visit = PortalHouse & {
  portal: Portal
  say: Speak
  formats: Formats
  language: Language
  /** `/portal/linnea`: every address of the shop's page begins with it. */
  base: string
  /** What was proved and is still true; null before that. */
  session: Session | null
  orders: readonly { order: Order; standing: Standing }[]
  /** The shopper at the desk. Only on pages that need one. */
  caller: Caller
  params: Record<string, string>
  query: Record<string, string>
  /** What a form said; a field that came several times is a list. */
  form: Record<string, string | string[]>
  /** The same for a form with files in it. */
  uploads: (fieldName: string, most: number) => Promise<Uploads>
  /** A form with files in it, one file after the other; what fields there are comes as the answer. A form without files is answered as it is. */
  heard: (take: (file: HeardFile) => Promise<void>) => Promise<Visit['form']>
  /** Of the visitor, for limits. */
  address: string
  /** Kept with every event this visit leads to. */
  cause: string
}

export const VIA: Actor['via'] = 'portal'

/** A page, a way on (a redirection after a form), or a file. `session` proves something new, or forgets everything when null. */
export type Answer = { session?: Session | null } & (
  | { page: Framed; status?: number }
  | { to: string }
  | { bytes: Buffer; type: string; name: string; inline?: boolean }
  | { fragment: Html; status?: number }
  /** `tag`: a mark of what the answer says; whoever asks with it is told only that nothing changed. */
  | { json: unknown; status?: number; tag?: string }
)

export type Page = (visit: Visit) => Promise<Answer>

/** One field of a form as text, without the spaces around it; empty when it did not come. */
export function said(visit: Pick<Visit, 'form'>, name: string): string {
  const value = visit.form[name]
  return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim()
}
