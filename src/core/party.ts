/** Who acts, on whose side, and the people and places a return names. */
import type { ActorId, FileId, RuleId } from './ids.ts'
import type { Instant } from './time.ts'

export const ROLES = ['shopper', 'owner', 'agent', 'warehouse', 'arbiter', 'carrier', 'system'] as const
export type Role = (typeof ROLES)[number]

/** Turns and offers belong to sides, not to persons: an agent cannot accept what the owner offered. */
export type Side = 'shopper' | 'merchant' | 'platform'

const SIDES: Record<Role, Side> = {
  shopper: 'shopper',
  owner: 'merchant',
  agent: 'merchant',
  warehouse: 'merchant',
  arbiter: 'platform',
  carrier: 'platform',
  system: 'platform',
}

export const sideOf = (role: Role): Side => SIDES[role]

/** Through which door a command came. */
export type Door = 'portal' | 'console' | 'api' | 'shopee' | 'aftership' | 'shopflix' | 'shopline' | 'job'

/** `id` is the key or person behind the act; null for the house itself. */
export type Actor = { role: Role; id: ActorId | null; name: string; via: Door; email: string | null }

/** When and by whom something was decided; `rule` is set when automation did it, which is what every platform's auto_* flag reads. */
export type Mark = { at: Instant; by: Actor; rule: RuleId | null }

export type Url = string
/** ISO 3166-1 alpha-2. */
export type CountryCode = string

export type Party = {
  id: string | null
  username: string | null
  firstName: string
  lastName: string
  emails: string[]
  phone: string | null
  portrait: Url | null
  /** BCP 47. */
  locale: string | null
}

export type Address = {
  name: string | null
  company: string | null
  street1: string | null
  street2: string | null
  town: string | null
  district: string | null
  city: string | null
  state: { code: string | null; name: string | null }
  postalCode: string | null
  country: CountryCode | null
  phone: string | null
  email: string | null
  type: string | null
}

/** A photo or film shown to both sides. Links to it are computed, signed and expire; only the file's id is kept. */
export type Media = { id: FileId; kind: 'photo' | 'video'; by: Side; at: Instant }

export const NOBODY: Party = {
  id: null,
  username: null,
  firstName: '',
  lastName: '',
  emails: [],
  phone: null,
  portrait: null,
  locale: null,
}

/** The house itself, when time or a worker acts. */
export const HOUSE: Actor = { role: 'system', id: null, name: 'Backhaul', via: 'job', email: null }
