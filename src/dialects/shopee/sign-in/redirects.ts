/** Whereto somebody is sent back after deciding. The platform is silent about what it takes; a code must not travel in the open. */
import type { Settings } from '../settings.ts'

const LONGEST = 2000
const OWN_MACHINE = ['localhost', '127.0.0.1', '[::1]']

/** An https address, or any of the own machine for programs that run there. Null for everything else. */
export function redirectIn(text: unknown): URL | null {
  if (typeof text !== 'string' || text.length > LONGEST) return null
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '') return null
  const isOpen = url.protocol === 'http:' && OWN_MACHINE.includes(url.hostname)
  return url.protocol === 'https:' || isOpen ? url : null
}

/** A shop may name the hosts it sends people to. */
export const mayReturnTo = (url: URL, { redirect_hosts }: Pick<Settings, 'redirect_hosts'>): boolean =>
  redirect_hosts.length === 0 || redirect_hosts.includes(url.hostname)

/** The address with what was decided; what stood in it already stays. */
export function withAnswer(url: URL, answer: Record<string, string | number | null>): string {
  const back = new URL(url)
  for (const [name, value] of Object.entries(answer)) if (value !== null) back.searchParams.set(name, String(value))
  return back.href
}
