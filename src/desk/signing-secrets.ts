/** What an endpoint's messages are signed with: kept sealed, newest first, and two at a time while one takes the place of the other. */
import { randomBytes } from 'node:crypto'
import type { OrgId } from '../core/ids.ts'
import type { FormatTerms } from '../core/push.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Instant, plus } from '../core/time.ts'
import type { Desk } from './desk.ts'
import { seal, unseal } from './sealing.ts'

/** `until` is the end of a secret that has a successor; null for the newest. */
type Kept = { secret: string; until: Instant | null }

/** Whose secrets they are: a sealed text opens for this endpoint alone. */
type Of = { org: OrgId; id: string }

/** However often somebody rotates, a message carries no more signatures than these. */
const MOST_AT_ONCE = 5

export const sealSecret = (desk: Desk, of: Of, secret: string): string => sealKept(desk, of, [{ secret, until: null }])

/**
 * A new secret in front; the one before signs along for some hours, and those whose time is over are gone. Without any grace all of them are gone at once:
 * somebody knows what nobody should.
 */
export function sealSuccessor(desk: Desk, of: Of, sealed: string, secret: string, graceHours: number): string {
  const now = desk.now()
  const end = plus(now, { hours: graceHours })
  const before = opened(desk, of, sealed).map(kept => ({ ...kept, until: kept.until ?? end }))
  const still = graceHours === 0 ? [] : before.filter(({ until }) => until > now).slice(0, MOST_AT_ONCE - 1)
  return sealKept(desk, of, [{ secret, until: null }, ...still])
}

/** All that sign now, newest first; for the deliverer. */
export function signingSecrets(desk: Pick<Desk, 'secret' | 'now'>, org: OrgId, id: string, sealed: string): string[] {
  const now = desk.now()
  return opened(desk, { org, id }, sealed)
    .filter(({ until }) => until === null || until > now)
    .map(({ secret }) => secret)
}

export const newestSecret = (desk: Desk, of: Of, sealed: string): string => opened(desk, of, sealed)[0]?.secret ?? ''

/** How long the one before the newest signs along; null when there is none, or it has ended. */
export const previousUntil = (desk: Desk, of: Of, sealed: string): Instant | null =>
  opened(desk, of, sealed)[1]?.until ?? null

const labelOf = ({ org, id }: Of): Buffer => Buffer.from(JSON.stringify(['endpoint', org, id]))

const sealKept = (desk: Desk, of: Of, secrets: readonly Kept[]): string => seal(desk, labelOf(of), { secrets })

const opened = (desk: Pick<Desk, 'secret'>, of: Of, sealed: string): Kept[] =>
  (unseal(desk, labelOf(of), sealed) as { secrets: Kept[] }).secrets

/** Standard Webhooks wants 24 to 64 bytes, in base64 behind `whsec_`; the others take any text, and are given one of the shape their platform hands out. */
export function newSigningSecret({ secret }: Pick<FormatTerms, 'secret'>): string {
  const bytes = randomBytes(32)
  if (secret === 'hex') return bytes.toString('hex')
  return `${secret === 'whsec' ? 'whsec_' : ''}${bytes.toString('base64')}`
}

/** A secret somebody brings along must be one its format can sign with. */
export function wrongSecret({ secret: kind }: Pick<FormatTerms, 'secret'>, secret: string): Refusal | null {
  if (kind !== 'whsec' || isStandard(secret)) return null
  return refuse('invalid', {
    path: 'secret',
    sentence: 'A secret is whsec_ followed by 24 to 64 random bytes in base64; leave it out to be given one.',
  })
}

function isStandard(secret: string): boolean {
  const encoded = /^whsec_(.+)$/.exec(secret)?.[1] ?? ''
  const bytes = Buffer.from(encoded, 'base64')
  return bytes.toString('base64') === encoded && bytes.byteLength >= 24 && bytes.byteLength <= 64
}
