/** A label that was made elsewhere. */
import type { OrgId } from '../../../core/ids.ts'
import type { Label } from '../../../core/return/return.ts'
import type { DialectHouse } from '../../dialect.ts'
import { moneyHeard } from './amount.ts'
import type { AmountIn } from './wire.ts'

export type LabelIn = { url: string; slug: string; total_charge?: AmountIn | null }

/** It stays where it lies: people print it from there. Only a link of ours is kept as the file it opens. Null when its charge is no amount. */
export function labelHeard({ links }: DialectHouse, org: OrgId, { url, slug, total_charge }: LabelIn): Label | null {
  const charge = total_charge ? moneyHeard(total_charge) : null
  if (total_charge && charge === null) return null
  return { url: links.fileIn(url, org) ?? url, shippingSlug: slug, qr: null, charge, reference: null }
}
