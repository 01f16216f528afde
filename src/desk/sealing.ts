/** Secrets that are needed in the clear again lie sealed in the database; each seal opens only for the thing it was made for. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Desk } from './desk.ts'
import { keyFor } from './open-desk.ts'

/** AES-256-GCM (NIST SP 800-38D): version, nonce, tag and text in base64url. `label` names what it belongs to. */
export function seal(desk: Pick<Desk, 'secret'>, label: Buffer, secret: object): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(desk, 'credentials'), nonce).setAAD(label)
  const text = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()])
  return ['v1', nonce, cipher.getAuthTag(), text]
    .map(part => (typeof part === 'string' ? part : part.toString('base64url')))
    .join('.')
}

export function unseal(desk: Pick<Desk, 'secret'>, label: Buffer, sealed: string): unknown {
  const [, nonce = '', tag = '', text = ''] = sealed.split('.')
  const bytes = (part: string) => Buffer.from(part, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor(desk, 'credentials'), bytes(nonce))
    .setAAD(label)
    .setAuthTag(bytes(tag))
  try {
    return JSON.parse(Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString('utf8'))
  } catch (cause) {
    throw new Error('A secret cannot be opened: BACKHAUL_SECRET is not the one it was sealed with.', { cause })
  }
}
