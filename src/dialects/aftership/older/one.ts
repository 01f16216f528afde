/** One return in the older shape. The platform never had this call; a client that moves returns should be able to look at them. */
import { refused } from '../../../core/refusal.ts'
import type { DialectHouse } from '../../dialect.ts'
import { type Handler, ok } from '../door.ts'
import { findNamed } from '../ids.ts'
import { toReader } from '../say.ts'
import { sayOlderReturn } from './say.ts'

export const readOne =
  (house: DialectHouse): Handler =>
  async (request, client) => {
    const seen = await findNamed(house, client, request)
    return refused(seen) ? seen : ok(sayOlderReturn(seen, toReader(house, request)))
  }
