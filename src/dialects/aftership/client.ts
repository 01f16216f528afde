/** What a client of AfterShip's door is given, and what it may choose. */
import { createPublicKey, randomBytes } from 'node:crypto'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { Shop } from '../../core/shop.ts'
import { nameOfKey } from '../../desk/credentials.ts'
import type { NewClient } from '../../desk/platforms.ts'

/** What a key must show beside itself. A signature that is sent is checked in every mode. */
export const MODES = ['api_key', 'hmac', 'rsa'] as const
export type Mode = (typeof MODES)[number]

export type Secret = {
  api_key: string
  hmac_secret: string
  webhook_secret: string
  store: { platform: string; external_id: string }
  /** PEM. The private half never comes here. */
  rsa_public_key?: string
  mode?: Mode
}

/** `wish.rsa_public_key`: for clients that sign with RSA; `wish.mode`: what the key demands from then on. */
export function newClient({ refs }: Shop, wish: Readonly<Record<string, unknown>>): NewClient | Refusal {
  const { rsa_public_key: key, mode = 'api_key', ...others } = wish
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    return refuse('invalid', { path: unknown, sentence: 'Only rsa_public_key and mode may be chosen.' })
  if (!MODES.includes(mode as Mode))
    return refuse('invalid', { path: 'mode', sentence: `Choose one of ${MODES.join(', ')}.` })
  const publicKey = key === undefined ? undefined : publicKeyIn(key)
  if (refused(publicKey)) return publicKey
  if (mode === 'rsa' && publicKey === undefined)
    return refuse('invalid', { path: 'rsa_public_key', sentence: 'A key that demands RSA needs the public key.' })
  const secret: Secret = {
    api_key: `asat_${randomBytes(16).toString('hex')}`,
    hmac_secret: randomBytes(32).toString('base64'),
    webhook_secret: randomBytes(32).toString('base64'),
    store: { platform: refs.platform, external_id: refs.externalId },
    ...(publicKey !== undefined && { rsa_public_key: publicKey }),
    ...(mode !== 'api_key' && { mode: mode as Mode }),
  }
  return { name: nameOfKey(secret.api_key), secret }
}

const SHORTEST_BITS = 2048

function publicKeyIn(text: unknown): string | Refusal {
  const wrong = refuse('invalid', {
    path: 'rsa_public_key',
    sentence: `Send an RSA public key of at least ${SHORTEST_BITS} bits in PEM.`,
  })
  if (typeof text !== 'string' || !text.includes('PUBLIC KEY')) return wrong
  try {
    const key = createPublicKey(text)
    const isLong = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_BITS
    return key.asymmetricKeyType === 'rsa' && isLong ? text : wrong
  } catch {
    return wrong
  }
}
