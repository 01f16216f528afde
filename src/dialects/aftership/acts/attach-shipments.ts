/** A parcel the merchant arranged elsewhere, with its label. */
import { refuse } from '../../../core/refusal.ts'
import type { DialectHouse } from '../../dialect.ts'
import type { Handler } from '../door.ts'
import { changingCall } from './change.ts'
import { labelHeard } from './label.ts'
import { onlyWhile, statusIs } from './status.ts'
import type { AttachShipmentsIn } from './wire.ts'

const FIELDS: Readonly<Record<string, string>> = {
  'carrier.slug': 'shipments[0].slug',
  trackingNumber: 'shipments[0].tracking_number',
}

export const attachShipments = (house: DialectHouse): Handler =>
  changingCall(house, (request, { caller }) => {
    const [shipment] = (request.body as AttachShipmentsIn).shipments
    const label = shipment && labelHeard(house, caller.org, { ...shipment.label, slug: shipment.slug })
    return {
      choose: seen => {
        if (!statusIs(seen, 'submitted', 'approved')) return onlyWhile('submitted', 'approved')
        if (!shipment || !label)
          return refuse('invalid', {
            path: 'shipments[0].label.total_charge',
            sentence: 'This is no amount in its currency.',
          })
        const { slug, tracking_number } = shipment
        return [{ verb: 'ship', source: 'api', carrier: { slug }, trackingNumber: tracking_number, label }]
      },
      paths: path => FIELDS[path] ?? 'shipments[0]',
    }
  })
