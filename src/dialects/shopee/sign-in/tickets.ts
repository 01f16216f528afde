/** What a page of the sign-in knows stands in its address and in its form, signed by the house for a quarter of an hour: nothing is kept for it. */
import { createHash } from 'node:crypto'
import { epochMs } from '../../../core/time.ts'
import type { Desk } from '../../../desk/desk.ts'
import { keyFor } from '../../../desk/open-desk.ts'
import { checkLink, type LinkKeys, signLink } from '../../../http/signed-link.ts'
import { redirectIn } from './redirects.ts'

/** `part`: the shop takes its consent back. */
export const WISHES = ['link', 'part'] as const

/** What a partner asks for. */
export type Ticket = { partnerId: string; redirect: URL; state: string | null; wish: (typeof WISHES)[number] }

const LIFE_MS = 15 * 60_000

const keysOf = (desk: Desk): LinkKeys => ({ current: 'consent', byId: { consent: keyFor(desk, 'shopee consent') } })

const endOf = (desk: Desk): Date => new Date(epochMs(desk.now()) + LIFE_MS)

/** An address like `/auth?…`. */
export function ticketPath(desk: Desk, { partnerId, redirect, state, wish }: Ticket): string {
  const query = new URLSearchParams({ partner: partnerId, back: redirect.href, wish, ...(state !== null && { state }) })
  return signLink(`/auth?${query}`, endOf(desk), keysOf(desk))
}

/** Null for an address that is not ours, or too old. */
export function ticketIn(desk: Desk, url: string): Ticket | null {
  const at = url.indexOf('?')
  const search = at < 0 ? '' : url.slice(at)
  if (!checkLink(`/auth${search}`, new Date(desk.now()), keysOf(desk)).ok) return null
  const asked = new URLSearchParams(search)
  const redirect = redirectIn(asked.get('back'))
  const wish = WISHES.find(known => known === asked.get('wish'))
  return redirect && wish ? { partnerId: asked.get('partner') ?? '', redirect, state: asked.get('state'), wish } : null
}

/** Says that this person signed in for this ticket; it stands in the form of the second page. */
export const passFor = (desk: Desk, person: string, url: string): string =>
  signLink(`/pass?${new URLSearchParams({ person, ticket: markOf(url) })}`, endOf(desk), keysOf(desk))

/** Whose pass it is; null when it is none, too old, or of another ticket. */
export function personWith(desk: Desk, pass: string, url: string): string | null {
  if (!pass.startsWith('/pass?') || !checkLink(pass, new Date(desk.now()), keysOf(desk)).ok) return null
  const said = new URLSearchParams(pass.slice('/pass?'.length))
  return said.get('ticket') === markOf(url) ? said.get('person') : null
}

const markOf = (url: string): string =>
  createHash('sha256')
    .update(url.slice(Math.max(0, url.indexOf('?'))))
    .digest('base64url')
