/** Names and places as exports write them. */
import type { Address, Party } from '../core/party.ts'

const byName = new Map<string, string>()

/** `DE`, `de` and `Germany` alike; null for anything else. Exports switch between code and English name from one version to the next. */
export function countryCode(text: string): string | null {
  if (byName.size === 0) fillNames()
  return byName.get(text.trim().toLowerCase()) ?? null
}

function fillNames(): void {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const code of letters.flatMap(a => letters.map(b => `${a}${b}`))) {
    const name = names.of(code)
    if (name === undefined) continue
    byName.set(code.toLowerCase(), code)
    byName.set(name.toLowerCase(), code)
  }
}

/** The last word is the family name, which is right more often than not and never loses a letter. */
export function splitName(full: string): Pick<Party, 'firstName' | 'lastName'> {
  const words = full.trim().split(/\s+/)
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' }
}

/** Shopify puts an apostrophe before postal codes and telephone numbers so that Excel leaves them alone. */
export const withoutGuard = (text: string): string => text.replace(/^'/, '')

/** Null when nothing is filled in. */
export function addressOf(parts: Partial<Address>): Partial<Address> | null {
  const filled = Object.entries(parts).filter(
    ([, value]) =>
      value !== null && value !== '' && !(typeof value === 'object' && value.code === null && value.name === null),
  )
  return filled.length === 0 ? null : (Object.fromEntries(filled) as Partial<Address>)
}
