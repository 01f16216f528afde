/** What an order needs beside itself to enter. */
import type { OrgId, PolicyVersionId } from '../ids.ts'
import type { Shop } from '../shop.ts'
import type { Instant } from '../time.ts'

/** `policy`: the version live when the order was placed; it is written down at the first entry and stays. */
export type Entry = {
  shop: Shop
  policy: PolicyVersionId | null
  at: Instant
  org: OrgId
  fresh: <I extends string>() => I
}
