/** Where labels come from: the port every carrier is spoken to through, with one that leaves it to people and one to rehearse with. */
import type { Address } from '../core/party.ts'
import type { Label, Shipment } from '../core/return/return.ts'

export type LabelOrder = {
  key: string
  reference: string | null
  from: Address | null
  to: Address | null
  ret: { number: string }
}

export type LabelAnswer =
  | { outcome: 'made'; carrier: Shipment['carrier']; trackingNumber: string; label: Label }
  | { outcome: 'failed'; why: string }
  | { outcome: 'unknown'; why: string }
  | { outcome: 'by_hand' }

/** Told the same key twice, a carrier makes one label. */
export type Carrier = { makeLabel: (order: LabelOrder, signal: AbortSignal) => Promise<LabelAnswer> }

/** Somebody buys the label elsewhere and records it with `ship` or `print`. */
export const manualCarrier: Carrier = { makeLabel: async () => ({ outcome: 'by_hand' }) }

/** Makes up labels. A reference that begins with `fail` fails; one that begins with `slow` cannot be told the first time. */
export function simulatedCarrier(): Carrier {
  const asked = new Set<string>()
  return {
    async makeLabel(order) {
      if (order.reference?.startsWith('fail'))
        return { outcome: 'failed', why: 'The carrier does not serve this address.' }
      if (order.reference?.startsWith('slow') && !asked.has(order.key)) {
        asked.add(order.key)
        return { outcome: 'unknown', why: 'No answer within the time.' }
      }
      const code = order.key
        .replaceAll(/[^a-z0-9]/gi, '')
        .slice(-10)
        .toUpperCase()
      return {
        outcome: 'made',
        carrier: { slug: 'simulated', name: 'Simulated Parcel', ref: null, integrated: true },
        trackingNumber: `SIM${code}`,
        label: {
          url: `https://labels.example.com/${code}.pdf`,
          shippingSlug: 'simulated',
          qr: null,
          charge: null,
          reference: order.reference,
        },
      }
    },
  }
}
