/** What was marked on the page of what somebody gets, as the draft keeps it. */
import { inStock, variantOf } from '../../core/catalogue.ts'
import type { OrderId } from '../../core/ids.ts'
import { type ConsideredPiece, piecesOf } from '../../desk/shopper/consider.ts'
import { type Draft, type DraftPiece } from '../../desk/shopper/drafts.ts'
import { minimumStockOf } from '../../desk/shopper/filing-commands.ts'
import { getFor, withGet } from '../../desk/shopper/filing-offers.ts'
import { type Trouble } from '../../ui/kit/form.ts'
import { said, type Visit } from '../visit.ts'
import type { Laid } from './get-laid.ts'

type Changed = Pick<Draft, 'pieces' | 'swaps'>

export const removed = (changed: Changed, go: string): Changed => {
  const [word, place] = go.split(':')
  return word === 'remove' ? { ...changed, swaps: changed.swaps.filter((_, at) => at !== Number(place)) } : changed
}

/** What was marked, as the draft would keep it. What is not on offer is passed over. */
export function heard(visit: Visit, page: Laid): { changed: Changed; troubles: Trouble[] } {
  const { draft, mode, alike, offers, considered } = page
  const troubles: Trouble[] = []
  let doc = draft.doc
  if (mode === 'alike') {
    const offer = alike.find(one => one === said(visit, 'get'))
    if (offer)
      doc = withGet(
        doc,
        doc.pieces.map(({ id }) => id),
        getFor(offer, alike, null),
      )
    else troubles.push({ field: 'get', text: visit.say('get.trouble.choose') })
  } else
    for (const one of piecesOf(considered)) {
      const own = offers.get(one.piece.id) ?? []
      const offer = own.find(word => word === said(visit, `get.${one.piece.id}`))
      const variant = offer === 'replace' ? variantFor(visit, page, one) : null
      if (!offer) troubles.push({ field: `get.${one.piece.id}`, text: visit.say('get.trouble.choose') })
      else if (offer === 'replace' && variant === null)
        troubles.push({
          field: `variant.${one.piece.id}`,
          text: visit.say('get.trouble.variant', { title: one.line.product.title }),
        })
      else doc = withGet(doc, [one.piece.id], getFor(offer, own, variant))
    }
  return { changed: { pieces: doc.pieces, swaps: doc.swaps }, troubles }
}

function variantFor(visit: Visit, { articles }: Laid, { piece, line }: ConsideredPiece) {
  const wanted = said(visit, `variant.${piece.id}`)
  const product = articles.get(line.id)
  if (!product) return wanted === line.variant.externalId ? line.variant : null
  const variant = product.variants.find(({ id }) => id === wanted)
  return variant && inStock(variant, piece.quantity, minimumStockOf(visit.portal.shop)) ? variantOf(variant) : null
}

/** Somebody who wants something else has to say what, once per order. */
export function unchosen({ say }: Visit, { considered }: Laid, doc: Draft): Trouble[] {
  const swapping = new Set<OrderId>(doc.pieces.filter(isSwap).map(({ order }) => order))
  return considered.orders
    .filter(({ order }) => swapping.has(order.id) && !doc.swaps.some(swap => swap.order === order.id))
    .map(({ order }) => ({ field: `basket.${order.id}`, text: say('get.trouble.swap') }))
}

const isSwap = ({ get: chosen }: DraftPiece): boolean => chosen?.resolution.type === 'swap'
