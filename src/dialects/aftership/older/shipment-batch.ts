/** Parcels the merchant arranged elsewhere. The first takes what has still to travel; further numbers are kept beside it. */
import type { OrgId } from '../../../core/ids.ts'
import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Command } from '../../../core/return/commands.ts'
import type { DialectHouse } from '../../dialect.ts'
import { labelHeard } from '../acts/label.ts'
import { onlyWhile, statusIs } from '../acts/status.ts'
import type { Handler } from '../door.ts'
import { olderCall } from './call.ts'
import type { ShipmentBatchIn } from './wire.ts'

export const shipmentBatch = (house: DialectHouse): Handler =>
  olderCall(house, (request, { caller }) => {
    const commands = parcelsHeard(house, caller.org, (request.body as ShipmentBatchIn).shipments)
    return {
      choose: seen => (statusIs(seen, 'submitted', 'approved') ? commands : onlyWhile('submitted', 'approved')),
      paths: path => (path === 'trackingNumber' ? 'shipments.tracking_number' : 'shipments'),
    }
  })

function parcelsHeard(house: DialectHouse, org: OrgId, shipments: ShipmentBatchIn['shipments']): Command[] | Refusal {
  const commands: Command[] = []
  for (const [place, { tracking_number: trackingNumber, label: given }] of shipments.entries()) {
    const slug = given?.aftership_tracking_slug ?? given?.postmen_courier_slug ?? undefined
    const label = given
      ? labelHeard(house, org, { ...given, slug: given.postmen_courier_slug ?? slug ?? 'other' })
      : null
    if (given && label === null)
      return refuse('invalid', {
        path: `shipments[${place}].label.total_charge`,
        sentence: 'This is no amount in its currency.',
      })
    commands.push({ verb: 'ship', source: 'api', carrier: slug ? { slug } : {}, trackingNumber, label })
  }
  return commands
}
