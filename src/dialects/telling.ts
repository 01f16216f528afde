/** What platforms' languages of telling have in common: how one is registered, and how most of them sign. */
import { type BinaryToTextEncoding, createHmac } from 'node:crypto'
import type { FormatTerms, News, PushFormat } from '../core/push.ts'
import type { Desk } from '../desk/desk.ts'
import type { Seen } from '../desk/look.ts'
import type { LinkMaker } from '../http/file-links.ts'

export type TellingHouse = {
  desk: Desk
  links: LinkMaker
  /** Scheme and host by which receivers reach us, for links to files. */
  origin: string
}

/** A language by what it entails for an endpoint, which must be known before anything is told, and by how it speaks. */
export type Language = {
  terms: FormatTerms
  open(house: TellingHouse): Omit<PushFormat, keyof FormatTerms>
}

/** The return with everything around it, as what is read from it wants it. */
export const seenIn = ({ ret, order, shop, policy, siblings }: News): Seen => ({
  ret,
  order,
  shop,
  policy,
  siblings: [...siblings],
})

/** The same as it stood before the act; null when that filed it. */
export const seenBefore = (news: News): Seen | null => news.before && { ...seenIn(news), ret: news.before }

/** Platforms' messages carry one signature, so the newest secret signs. The key is its text, never decoded. */
export const hmacSha256 = (secrets: readonly string[], text: string, encoding: BinaryToTextEncoding): string =>
  createHmac('sha256', secrets[0] ?? '')
    .update(text)
    .digest(encoding)

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS

/** Any 2xx. */
export const isAccepted = ({ status }: { status: number }): boolean => status >= 200 && status < 300
