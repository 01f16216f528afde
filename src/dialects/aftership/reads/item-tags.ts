/** The tags items can be given. There are few, so they come all at once. */
import { refused } from '../../../core/refusal.ts'
import { type Instant, instantOf } from '../../../core/time.ts'
import { shopsFor } from '../../../desk/shops.ts'
import type { DialectHouse } from '../../dialect.ts'
import { type Handler, ok } from '../door.ts'
import { tagIdOf } from '../ids.ts'
import type { Wire } from '../versions.ts'

export const listTags =
  ({ desk }: DialectHouse): Handler =>
  async (_request, { caller }) => {
    const shops = await shopsFor(desk, caller)
    if (refused(shops)) return shops
    const tags = shops.flatMap(({ shop }) => shop.tags)
    const known = new Map<string, Wire>()
    for (const { id, name } of tags)
      if (!known.has(id)) known.set(id, { id: tagIdOf(id), name, created_at: madeAt(id) })
    return ok({ item_tags: [...known.values()] })
  }

/** Shops do not write down when they thought of a tag; ids made here tell it (UUID version 7: the time stands first). */
function madeAt(id: string): Instant | null {
  const time = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(id)
  return time ? instantOf(Number.parseInt(`${time[1]}${time[2]}`, 16)) : null
}
