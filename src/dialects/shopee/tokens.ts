/** What a partner and a shop hold of each other: the key they sign with, the code of a consent, and the tokens that follow from it. */
import { randomBytes } from 'node:crypto'
import { type Instant, plus } from '../../core/time.ts'
import { isSame } from './signature.ts'

/**
 * The secret of a client. What has no end was handed out by the house itself when the client was set up: the code holds until it is used, the tokens until
 * they are renewed for the first time.
 */
export type Keys = {
  partner_id: number
  partner_key: string
  shop_id: number
  code: string | null
  code_until?: Instant
  access_token: string
  access_until?: Instant
  refresh_token: string
  refresh_until?: Instant
  /** Tokens that were renewed before their end; they open until then. */
  earlier?: { access_token: string; until: Instant }[]
  authorised_at?: Instant
  /** The shop took its consent back. */
  unlinked?: boolean
}

/** Single use; developer guide: ten minutes. */
const CODE_LIFE = { hours: 1 / 6 }
export const ACCESS_SECONDS = 14_400
const ACCESS_LIFE = { hours: ACCESS_SECONDS / 3600 }
const REFRESH_LIFE = { hours: 30 * 24 }
/** A consent lasts a year at most. */
export const CONSENT_LIFE = { hours: 365 * 24 }
/** A client that renews all the time keeps so many older tokens open; beyond them the oldest is forgotten. */
const MOST_EARLIER = 10

/** 32 hexadecimal letters, as the platform's look. */
export const freshToken = (): string => randomBytes(16).toString('hex')

const lives = (until: Instant | undefined, now: Instant): boolean => until === undefined || now < until

/** Does this access token open the pair now? */
export const opens = (keys: Keys, token: string, now: Instant): boolean =>
  [{ access_token: keys.access_token, until: keys.access_until }, ...(keys.earlier ?? [])].some(
    ({ access_token, until }) => isSame(access_token, token) && lives(until, now),
  )

/** Is this the code of the last consent, still unused and young enough? */
export const isCode = (keys: Keys, code: string, now: Instant): boolean =>
  keys.code !== null && isSame(keys.code, code) && lives(keys.code_until, now)

export type RefreshVerdict = 'good' | 'expired' | 'unknown'

export function judgeRefresh(keys: Keys, token: string, now: Instant): RefreshVerdict {
  if (!isSame(keys.refresh_token, token)) return 'unknown'
  return lives(keys.refresh_until, now) ? 'good' : 'expired'
}

/** A shop consented: a new code to fetch tokens with. Tokens of before stay what they are until it is used. */
export const consented = (keys: Keys, now: Instant): Keys => ({
  ...keys,
  code: freshToken(),
  code_until: plus(now, CODE_LIFE),
  authorised_at: now,
  unlinked: false,
})

/** The code or the refresh token was used and opens nothing any more; the access token of before opens until its own end. */
export function renewed(keys: Keys, used: 'code' | 'refresh_token', now: Instant): Keys {
  const before = { access_token: keys.access_token, until: keys.access_until ?? plus(now, ACCESS_LIFE) }
  const { code_until, ...rest } = keys
  return {
    ...rest,
    ...(used === 'code' ? { code: null } : { ...(code_until && { code_until }) }),
    access_token: freshToken(),
    access_until: plus(now, ACCESS_LIFE),
    refresh_token: freshToken(),
    refresh_until: plus(now, REFRESH_LIFE),
    earlier: [before, ...(keys.earlier ?? [])].filter(({ until }) => now < until).slice(0, MOST_EARLIER),
  }
}

/** The shop took its consent back; a new one brings new tokens. */
export const parted = (keys: Keys): Keys => ({ ...keys, code: null, unlinked: true })
