/** What arrived and what went back on the shelf. */
import { counted } from '../../core/return/quantities.ts'
import type { Disposition, Receiving } from '../../core/return/return.ts'
import { hexOf } from './ids.ts'
import { lineOfItem, type Told } from './told.ts'
import type { Wire } from './versions.ts'

/** Boxes turned away are not told, nor what a later count by hand took the place of. */
export const receivingsSaid = (told: Told): Wire[] => counted(told.ret).map(receiving => receivingSaid(told, receiving))

export const receivingSaid = (told: Told, { id, at, lines }: Receiving): Wire => ({
  id: hexOf(id),
  received_at: at,
  items: lines.map(line => receivedSaid(told, line)),
})

function receivedSaid(told: Told, { item, quantity, gradings }: Receiving['lines'][number]): Wire {
  const line = lineOfItem(told, item)
  return {
    external_id: line?.externalId ?? '',
    external_product_id: line?.product.externalId ?? '',
    external_variant_id: line?.variant.externalId ?? '',
    sku: line?.variant.sku ?? '',
    quantity,
    gradings: gradings.map(({ grade, quantity: pieces, note, media, inspector, at }) => ({
      grade,
      quantity: pieces,
      notes: note,
      image_urls: media.length === 0 ? null : media.map(file => told.links(file).url),
      inspector,
      inspected_at: at,
    })),
  }
}

/** One entry per act: what was put back at the same moment was put back together. */
export function restocksSaid(told: Told): Wire[] {
  const acts = new Map<string, Disposition[]>()
  for (const entry of told.ret.dispositions)
    if (entry.to === 'restock') acts.set(entry.at, [...(acts.get(entry.at) ?? []), entry])
  return [...acts.values()].map(entries => restockSaid(told, entries))
}

export const restockSaid = (told: Told, entries: readonly Disposition[]): Wire => ({
  items: entries.map(({ item, quantity, location }) => ({
    external_order_item_id: lineOfItem(told, item)?.externalId ?? '',
    quantity,
    location: locationSaid(told, location),
  })),
})

function locationSaid({ shop }: Told, id: string | null): Wire | null {
  const found = shop.locations.find(location => location.id === id)
  return found ? { external_id: found.externalId ?? found.code, name: found.name } : null
}
