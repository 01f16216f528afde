/** Passwords: what is asked of one, what is kept of it, and one made by chance. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { type Refusal, refuse } from '../core/refusal.ts'

type Scrypt = (
  password: string,
  salt: string,
  length: number,
  cost: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>
const derive = promisify(scrypt) as unknown as Scrypt

/** Some 16 MB and a tenth of a second per guess (OWASP Password Storage: scrypt). */
const COST = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }

/** `salt:key` in hex. The salt goes in as its hex text, as the sign-in library reads it. */
export async function hashPassword(password: string, salt = randomBytes(16).toString('hex')): Promise<string> {
  const key = await derive(password.normalize('NFKC'), salt, 64, COST)
  return `${salt}:${key.toString('hex')}`
}

/** Takes as long for somebody nobody knows (`kept` is null) as for a wrong password, so that guessing tells nothing of who is here. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [salt = ''] = (kept ?? '').split(':', 1)
  const tried = Buffer.from(await hashPassword(password, salt || randomBytes(16).toString('hex')))
  const wanted = Buffer.from(kept ?? '')
  return tried.length === wanted.length && timingSafeEqual(tried, wanted)
}

export const LEAST_LENGTH = 12
/** What the sign-in library takes at most. */
const MOST_LENGTH = 128

/** Length is what counts (NIST SP 800-63B); no kinds of letters are demanded. Null when it will do. */
export function weakness(password: string, email: string): Refusal | null {
  const length = [...password.normalize('NFKC')].length
  const no = (sentence: string) => refuse('invalid', { path: 'password', sentence })
  if (length < LEAST_LENGTH) return no(`A password has at least ${LEAST_LENGTH} letters; this one has ${length}.`)
  if (length > MOST_LENGTH) return no(`A password has at most ${MOST_LENGTH} letters; this one has ${length}.`)
  if (password.toLowerCase().includes(email)) return no('A password must not hold the e-mail address.')
  if (new Set(password).size < 5) return no('A password needs at least five different letters.')
  return null
}

/** No 0, o, 1, i, l: people copy these by hand. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'
const GROUPS = 4
const GROUP_LENGTH = 5

/** Four groups of five letters, some 99 bits. */
export const freshPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-')
