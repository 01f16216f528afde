/** Where somebody wanted to go before they were asked for their order. */
import { said, type Visit } from '../visit.ts'

/** Only pages of this shop: whatever else an address says, nobody is sent there. */
export function returnTo(visit: Pick<Visit, 'base' | 'form' | 'query'>): string | null {
  const wished = said(visit, 'again') || visit.query['again'] || ''
  const url = wished.startsWith('/') ? URL.parse(wished, HERE) : null
  return url !== null && url.origin === HERE && url.pathname.startsWith(`${visit.base}/`)
    ? url.pathname + url.search
    : null
}

const HERE = 'http://here.invalid'

/** What is null or empty is left out. */
export function withParameters(path: string, parameters: Record<string, string | null>): string {
  const query = new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
  ).toString()
  return query === '' ? path : `${path}?${query}`
}
