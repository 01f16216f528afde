/** The dated versions of the current generation, and which members each of them has. */
import type { FastifyRequest } from 'fastify'

export const VERSIONS = ['2024-07', '2024-10', '2025-01', '2025-04', '2025-07', '2026-01', '2026-07'] as const
export type Version = (typeof VERSIONS)[number]

/** What clients are served that name none, such as receivers of webhooks set up without a version. */
export const STANDARD_VERSION: Version = '2025-07'

/** As route parameter: every month is taken, because a client of tomorrow still asks for what it was written for. */
export const VERSION_IN_ROUTE = ':version(^\\d{4}-(?:0[1-9]|1[0-2])$)'

/** The version that serves a month: the newest that is not later; before the first one, the first. */
export const servedAs = (month: string): Version => VERSIONS.findLast(version => version <= month) ?? VERSIONS[0]

export const versionOf = ({ params }: FastifyRequest): Version =>
  servedAs((params as { version?: string }).version ?? STANDARD_VERSION)

type Span = { since?: Version; until?: Version }

/**
 * Members that not every version has, by the object they stand in. An answer is put together with all of them, and `inVersion` takes out those its version
 * does not have. What was only ever added without a known date is in every version: clients must accept members they do not know.
 */
const SPANS = {
  return: {
    gift_return: { until: '2025-07' },
    is_gift_return: { since: '2026-01' },
    contact_email: { since: '2026-01' },
    shipping_address: { since: '2026-01' },
  },
  order: { country: { until: '2024-10' }, country_region: { since: '2025-01' } },
  item: {
    image_urls: { until: '2024-07' },
    product_image_urls: { since: '2024-10' },
    discounted_price_including_tax: { until: '2024-07' },
    unit_discounted_price_including_tax: { since: '2024-10' },
    green_return: { since: '2026-07' },
  },
  exchange_item: { product_image_urls: { since: '2026-01' } },
  shipment: { invoice_url: { since: '2026-07' } },
} as const satisfies Record<string, Record<string, Span>>

export type Wire = Record<string, unknown>

/** The same object with the members this version has. */
export function inVersion(kind: keyof typeof SPANS, version: Version, wire: Wire): Wire {
  const spans: Record<string, Span> = SPANS[kind]
  return Object.fromEntries(Object.entries(wire).filter(([name]) => isIn(spans[name], version)))
}

const isIn = ({ since, until }: Span = {}, version: Version): boolean =>
  (since === undefined || version >= since) && (until === undefined || version <= until)

/** 2024-07 called the platform's own ids `source_…`; every later version calls them `external_…`. */
export function withItsIdNames<T>(version: Version, wire: T): T {
  return version === '2024-07' ? (renamed(wire) as T) : wire
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [sourceName(name), renamed(member)]))
}

const sourceName = (name: string): string => name.replace(/^external_/, 'source_')

/** Up to 2024-10 a list was a bare array. */
export const listsBare = (version: Version): boolean => version <= '2024-10'
