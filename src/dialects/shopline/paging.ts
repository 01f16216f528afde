/** The platform's pages: an opaque `page_info` in the address of the next one, which stands in a `link` header. */
import { parseInstant, type Instant } from '../../core/time.ts'
import { type No, no } from './answer.ts'

type Place = { at: Instant; id: string }

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function pageIn(said: string | null): Place | null | No {
  if (said === null) return null
  const [at = '', id = ''] = Buffer.from(said, 'base64url').toString('utf8').split(' ')
  const moment = parseInstant(at)
  return moment === null || !UUID.test(id)
    ? no(422, 'page_info is not one that was given out here.')
    : { at: moment, id }
}

/** The address of this page with another place in it. */
export function pageLinks(origin: string, url: string, { at, id }: Place): string {
  const next = new URL(url, origin)
  next.searchParams.set('page_info', Buffer.from(`${at} ${id}`).toString('base64url'))
  return `<${next.href}>; rel="next"`
}
