/** What lies on the page of what somebody gets: the offers for each piece, and the articles they are about. */
import type { CatalogueProduct } from '../../core/catalogue.ts'
import type { LineId } from '../../core/ids.ts'
import type { ResolutionOffer } from '../../core/policy/policy.ts'
import { articlesOf, hasCatalogue, soldNow } from '../../desk/products.ts'
import { type ConsideredPiece, piecesOf } from '../../desk/shopper/consider.ts'
import { offerChosen, offersTo, offersToAll } from '../../desk/shopper/filing-offers.ts'
import { said, type Visit } from '../visit.ts'
import type { Walk } from '../walk.ts'

/** `offers`: what each piece may get here, by its id. */
export type Laid = Walk & {
  mode: 'alike' | 'each'
  offers: Map<string, ResolutionOffer[]>
  alike: ResolutionOffer[]
  /** What was chosen instead, and the articles of what comes back, as far as the shop feeds them in. */
  products: Map<string, CatalogueProduct>
  articles: Map<LineId, CatalogueProduct>
}

/** Without a list of what the shop sells nobody can choose something else; the same article again needs none. */
export async function laid(visit: Visit, walk: Walk): Promise<Laid> {
  const { desk, query } = visit
  const { considered, session, draft } = walk
  const feeds = await hasCatalogue(desk, session)
  const usable = (all: readonly ResolutionOffer[]) => all.filter(offer => offer !== 'swap' || feeds)
  const pieces = piecesOf(considered)
  const offers = new Map(
    considered.orders.flatMap(order =>
      order.pieces.map((piece): [string, ResolutionOffer[]] => [
        piece.piece.id,
        usable(offersTo(order.standing, piece)),
      ]),
    ),
  )
  const alike = pieces.length > 1 ? usable(offersToAll(considered.orders)) : []
  const [products, articles] = await Promise.all([
    soldNow(
      desk,
      session,
      draft.doc.swaps.map(({ product }) => product),
    ),
    articlesOf(
      desk,
      session,
      pieces.map(({ line }) => line),
    ),
  ])
  return {
    ...walk,
    offers,
    alike,
    products,
    articles,
    mode: modeOf(said(visit, 'mode') || query['mode'], alike, pieces),
  }
}

function modeOf(
  wish: string | undefined,
  alike: readonly ResolutionOffer[],
  pieces: readonly ConsideredPiece[],
): Laid['mode'] {
  if (alike.length === 0 || wish === 'each') return 'each'
  const chosen = new Set(pieces.map(({ piece }) => offerChosen(piece.get)))
  return wish === 'alike' || (chosen.size === 1 && !chosen.has('replace')) ? 'alike' : 'each'
}

/** Marked when nothing was chosen yet: money, where that is on offer, and nothing that has to be chosen further. */
export const usualOf = (offers: readonly ResolutionOffer[]): ResolutionOffer | undefined =>
  offers.find(offer => offer !== 'swap' && offer !== 'replace' && offer !== 'keep') ?? offers[0]
