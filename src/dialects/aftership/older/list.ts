/** Returns in the older shape, newest first. The platform never had this call. */
import { refuse, refused } from '../../../core/refusal.ts'
import { whereRead } from '../../../core/return/reading.ts'
import { epochMs, instantOf, parseInstant } from '../../../core/time.ts'
import { numbered } from '../../../desk/numbered.ts'
import type { DialectHouse } from '../../dialect.ts'
import { type Handler, ok } from '../door.ts'
import { toReader } from '../say.ts'
import { olderStatus } from '../words.ts'
import { sayOlderReturn } from './say.ts'
import type { ListQueryIn } from './wire.ts'

const MOST = 50
const EVER = '1970-01-01T00:00:00Z'
const NEVER = '9999-12-30T00:00:00Z'

export const listOlder =
  (house: DialectHouse): Handler =>
  async (request, client) => {
    const { status, created_at_min, created_at_max, page = 1, limit = 10 } = request.query as ListQueryIn
    const size = Math.min(limit, MOST)
    const from = parseInstant(created_at_min ?? EVER)
    const to = parseInstant(created_at_max ?? NEVER)
    if (from === null || to === null)
      return refuse('invalid', {
        path: from === null ? 'created_at_min' : 'created_at_max',
        sentence: 'This must be a date and time in ISO 8601 with an offset.',
      })
    const found = await numbered(
      house.desk,
      client.caller,
      {
        ...(status && { where: whereRead(olderStatus, [status]) }),
        createdFrom: from,
        // The bound itself belongs to the range.
        createdBefore: instantOf(epochMs(to) + 1),
      },
      { page: page - 1, size, total: true },
    )
    if (refused(found)) return found
    const reader = toReader(house, request)
    return ok({
      returns: found.rows.map(seen => sayOlderReturn(seen, reader)),
      pagination: { total: found.total, page, limit: size, has_next_page: found.more },
    })
  }
