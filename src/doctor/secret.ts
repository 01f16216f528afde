/** Whose is the secret that signs links and seals credentials, and does it open what was sealed? */
import type { Config } from '../config.ts'
import type { SealedSample } from '../db/stuck.ts'
import { unseal } from '../desk/sealing.ts'
import { type Finding, fine, problem, remark } from './finding.ts'

/** `secret` is the one in force; `null` for a configuration that leaves it to the installation. */
export function judgeSecret(config: Pick<Config, 'secret'>): Finding[] {
  if (config.secret !== null) return [fine('secret', 'A secret of your own is set')]
  return [
    remark({
      check: 'secret',
      what: 'The installation keeps its own secret, in its database',
      why: 'It signs links and seals the credentials of platforms; whoever holds a copy of the database holds both the seals and what opens them.',
      todo: 'Before credentials are entered, set BACKHAUL_SECRET from your safe. Later, what is sealed must be entered again.',
      command: 'export BACKHAUL_SECRET="$(openssl rand -base64 32)"',
    }),
  ]
}

export function judgeSeals(secret: string, samples: readonly SealedSample[]): Finding[] {
  if (samples.length === 0) return []
  const shut = samples.filter(({ label, sealed }) => !opens(secret, label, sealed))
  if (shut.length === 0) return [fine('seals', 'The secret opens what was sealed with it')]
  return [
    problem({
      check: 'seals',
      what: 'Sealed credentials do not open: BACKHAUL_SECRET is not the one they were sealed with',
      why: 'Messages to endpoints cannot be signed and clients of platforms are turned away.',
      todo: 'Set BACKHAUL_SECRET to the value it had (or unset it, if there was none), then restart.',
    }),
  ]
}

function opens(secret: string, label: string[], sealed: string): boolean {
  try {
    unseal({ secret }, Buffer.from(JSON.stringify(label)), sealed)
    return true
  } catch {
    return false
  }
}
