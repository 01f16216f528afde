/** One return, by its id or by the code people read out. */
import { refused } from '../../../core/refusal.ts'
import type { DialectHouse } from '../../dialect.ts'
import { type Handler, ok } from '../door.ts'
import { findNamed } from '../ids.ts'
import { sayReturn, toReader } from '../say.ts'

export const readOne =
  (house: DialectHouse): Handler =>
  async (request, client) => {
    const seen = await findNamed(house, client, request)
    return refused(seen) ? seen : ok(sayReturn(seen, toReader(house, request)))
  }
