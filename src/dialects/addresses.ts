/** Where each platform's door stands: what a client is given beside its secrets. */
import type { DialectName } from './dialect.ts'

type Addresses = { base_url: string; [more: `${string}_base_url`]: string }

/** AfterShip has a door per version of its API and one for the generation before; the version here is the one most clients were written for. */
const PATHS: Record<DialectName, Addresses> = {
  shopee: { base_url: '/api/v2' },
  aftership: { base_url: '/returns/2025-07', legacy_base_url: '/returnscenter/v2' },
  shopflix: { base_url: '/api' },
  shopline: { base_url: '/admin/openapi/v20260301' },
}

/** `origin` is scheme and host, without a slash at the end. */
export const addressesOf = (dialect: DialectName, origin: string): Addresses =>
  Object.fromEntries(Object.entries(PATHS[dialect]).map(([name, path]) => [name, origin + path])) as Addresses
