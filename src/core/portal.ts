/** How a shop's own returns page looks, speaks and asks who is there. */
import type { Language } from './languages.ts'
import type { CountryCode, Url } from './party.ts'

export type PortalSettings = {
  /** Off: the shop has no page here, and its addresses answer as if there were none. */
  on: boolean
  /** The host name under which it stands when the shop lends it one; it must lead here. */
  host: string | null
  brand: {
    /** Shown in place of the shop's name. */
    name: string | null
    logo: Url | null
    /** `#rrggbb`; darkened or lightened where it could not be read. */
    accent: string
  }
  /** The first is spoken to whoever asks for none of them. */
  languages: Language[]
  /** The shop's own words by language and key, in ICU message format; what is not here is said in the house's words. */
  texts: Partial<Record<Language, Record<string, string>>>
  /** Where the shop itself is, and where its people can be asked. */
  links: { shop: Url | null; help: Url | null; privacy: Url | null; imprint: Url | null }
  contact: { email: string | null; phone: string | null }
  /** What must be known besides the order's number: both, or one of the two. */
  proof: 'email' | 'postal_code' | 'either' | 'both'
  /** Recipients of a gift may send it back without the buyer being told. */
  gifts: boolean
  /** Origins (`https://shop.example`) that may show the page inside their own. */
  embed: string[]
  /** How many pieces of an article stay in the shop when others may choose it in exchange; none when nothing is said. */
  minimumStock?: number
  /** Consumers in these countries may withdraw from a purchase without giving a reason. */
  withdrawal: { countries: 'eu' | CountryCode[] }
}

export const DEFAULT_ACCENT = '#1f5f4a'

/** The button for withdrawing is there unless switched off: Directive 2011/83/EU, article 11a, as Directive (EU) 2023/2673 has it. */
export const STANDARD_PORTAL: PortalSettings = {
  on: true,
  host: null,
  brand: { name: null, logo: null, accent: DEFAULT_ACCENT },
  languages: ['en', 'el', 'es', 'zh-Hant', 'ar'],
  texts: {},
  links: { shop: null, help: null, privacy: null, imprint: null },
  contact: { email: null, phone: null },
  proof: 'either',
  gifts: true,
  embed: [],
  withdrawal: { countries: 'eu' },
}

/** Shops founded before there was a page have the standard one. */
export const portalOf = ({ portal }: { portal?: PortalSettings }): PortalSettings => portal ?? STANDARD_PORTAL
