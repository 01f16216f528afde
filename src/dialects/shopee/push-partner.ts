/** A partner as one who is told: for whom it speaks in each house, and the endpoint that is its callback there. */
import type { OrgId, ShopId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import type { Caller } from '../../desk/caller.ts'
import type { Opened } from '../../desk/credentials.ts'
import { endpointsFor, type SeenEndpoint } from '../../desk/endpoints.ts'
import { callerOfClient, type DialectHouse } from '../dialect.ts'
import type { Partner } from './auth.ts'
import type { Keys } from './tokens.ts'

export const PUSH_FORMAT = 'shopee'

type Pair = Opened<Keys>

/** A partner’s shops in one organisation. It reaches those and no others, however many the organisation has. */
export type Told = { org: OrgId; pairs: readonly [Pair, ...Pair[]]; caller: Caller }

export const nameOf = ({ id }: Partner): string => `Shopee partner ${id}`

/** One per organisation; a partner mostly works for one. */
export function toldOf(partner: Partner): Told[] {
  const byOrg = Map.groupBy(partner.pairs, ({ org }) => org)
  return [...byOrg].map(([org, [first, ...rest]]) => {
    const pairs = [first as Pair, ...rest] as const
    const caller = callerOfClient(pairs[0], { via: 'shopee', name: nameOf(partner) })
    return { org, pairs, caller: { ...caller, shops: pairs.map(({ shop }) => shop) } }
  })
}

/** The oldest that tells of no shops but the partner's; null while there is none. Its name does not matter, people may change it. */
export async function callbackOf({ desk }: DialectHouse, { caller }: Told): Promise<SeenEndpoint | null> {
  const seen = await endpointsFor(desk, caller)
  return refused(seen) ? null : (seen.find(({ endpoint }) => endpoint.format === PUSH_FORMAT) ?? null)
}

/** The shops a partner names by their numbers on the platform; null when one of them is none of its own. */
export function shopsNumbered({ pairs }: Told, numbers: readonly number[]): ShopId[] | null {
  const found = numbers.map(number => pairs.find(({ secret }) => secret.shop_id === number)?.shop ?? null)
  return found.every(shop => shop !== null) ? found : null
}
