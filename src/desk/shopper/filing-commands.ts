/** A request somebody has written, as the commands that file it: one list for what is shown beforehand and for what is sent. */
import { type CatalogueProduct, inStock, priceFor, taxedAs, variantOf } from '../../core/catalogue.ts'
import { as, type GroupId, type OrderId } from '../../core/ids.ts'
import type { Two } from '../../core/money.ts'
import type { Line, Order } from '../../core/order/order.ts'
import type { ResolutionOffer } from '../../core/policy/policy.ts'
import { portalOf } from '../../core/portal.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { Asked, Command, Commands, ExchangeAsked } from '../../core/return/commands.ts'
import { REFUND_DESTINATIONS, type RefundDestination } from '../../core/return/return.ts'
import type { Shop } from '../../core/shop.ts'
import { zeroTwo } from '../../core/worth/worth.ts'
import { findShop } from '../../db/shops.ts'
import type { Act } from '../act.ts'
import { nothingHere } from '../caller.ts'
import type { Desk } from '../desk.ts'
import type { Laid } from '../lay.ts'
import { soldNow } from '../products.ts'
import { type Considered, type ConsideredOrder, consider } from './consider.ts'
import type { Draft, DraftPiece, Get, KeptDraft } from './drafts.ts'
import { ordersOf, type Session, type Standing } from './session.ts'

/** One order's part of a draft. */
export type Filing = Act & { order: Order; standing: Standing; pieces: DraftPiece[] }
type Wholeness = 'as_far_as_known' | 'whole'

/** What has to be known to file a draft, or several that differ only in what is chosen. */
export type Known = {
  considered: Considered
  shop: Shop
  products: ReadonlyMap<string, CatalogueProduct>
  /** What lies before each order's act, read when it is first tried out. */
  trials: Map<OrderId, Promise<Laid | Refusal>>
}

/** `asked` is what policy says of this draft, where that has been asked already. */
export async function knownFor(
  desk: Desk,
  session: Session,
  draft: Draft,
  asked?: Considered,
): Promise<Known | Refusal> {
  const [considered, stored, products] = await Promise.all([
    asked ?? ordersOf(desk, session).then(orders => consider(desk, session, orders, draft)),
    findShop(desk.db, session.org, session.shop),
    soldNow(
      desk,
      session,
      draft.swaps.map(({ product }) => product),
    ),
  ])
  return stored ? { considered, shop: stored.shop, products, trials: new Map() } : nothingHere('shop')
}

/** The commands for each order, in a fixed order of orders, so that two who send at once do not wait for each other. */
export function filingsOf(
  { considered, ...known }: Known,
  { doc: draft, id }: KeptDraft,
  wholeness: Wholeness,
): Filing[] | Refusal {
  const ids = draft.orders.filter(order => draft.pieces.some(piece => piece.order === order)).toSorted()
  if (ids.length === 0)
    return refuse('invalid', { path: 'pieces', sentence: 'Choose at least one piece to send back.' })
  const filings: Filing[] = []
  for (const order of ids) {
    const own = considered.orders.find(one => one.order.id === order)
    if (!own) return nothingHere('order')
    const filing = filingOf(own, draft, { ...known, wholeness })
    if (refused(filing)) return refuse(filing.code, { ...filing.detail, order })
    filings.push(filing)
  }
  const group = filings.length > 1 ? as<GroupId>(id) : null
  return filings.map(filing => ({ ...filing, commands: filing.commands.map(command => grouped(command, group)) }))
}

const grouped = (command: Command, group: GroupId | null): Command =>
  command.verb === 'submit' && group !== null ? { ...command, group } : command

type Around = Pick<Known, 'shop' | 'products'> & { wholeness: Wholeness }

function filingOf(considered: ConsideredOrder, draft: Draft, around: Around): Filing | Refusal {
  const { order, standing: as } = considered
  const pieces = draft.pieces.filter(piece => piece.order === order.id)
  const exchange = exchangeOf(order, pieces, draft, around)
  if (refused(exchange)) return exchange
  const submit: Commands['submit'] = {
    items: pieces.map(piece => askedOf(piece, getOf(piece, considered))),
    lane: draft.lane,
    comment: draft.comment,
    ...(draft.method !== null && { method: draft.method }),
    ...(draft.from !== null && { shipping: draft.from }),
    ...(draft.method === 'carrier_pickup' && { pickup: draft.from ?? order.shipping }),
    contact: {
      ...(as === 'recipient' && order.gift?.recipient),
      ...(draft.email !== null && { emails: [draft.email] }),
    },
    ...(as === 'recipient' && order.gift && { gift: { recipient: order.gift.recipient, address: order.shipping } }),
    ...(exchange !== null && { exchange }),
  }
  return { target: { order: order.id }, commands: [{ verb: 'submit', ...submit }], order, standing: as, pieces }
}

/** What a piece gets when nobody has chosen: money back to a customer, and to whoever was given it credit, else whatever there is. */
const USUAL: Record<Standing, ResolutionOffer> = { customer: 'original_payment', recipient: 'store_credit' }

export function getOf(piece: DraftPiece, { standing, pieces }: ConsideredOrder): Get {
  if (piece.get !== null) return piece.get
  const offered = pieces.find(known => known.piece.id === piece.id)?.resolutions ?? []
  const usual = offered.includes(USUAL[standing]) ? USUAL[standing] : offered.find(isMoney)
  return {
    kind: 'give_back',
    resolution: { type: 'refund', to: usual !== undefined && isMoney(usual) ? usual : 'original_payment' },
  }
}

const isMoney = (offer: ResolutionOffer): offer is RefundDestination =>
  (REFUND_DESTINATIONS as readonly string[]).includes(offer)

const askedOf = (piece: DraftPiece, get: Get): Asked => ({
  line: piece.line,
  quantity: piece.quantity,
  fulfilment: piece.fulfilment,
  reason: { code: piece.reason ?? 'none', sub: piece.sub, comment: piece.comment },
  handling: get.kind === 'keep' ? 'keep' : 'send_back',
  resolution: get.resolution,
  media: piece.photos,
  kitWhole: piece.kitWhole,
})

/** What goes out instead: the same articles in another variant, piece by piece, and whatever was chosen from the catalogue. */
function exchangeOf(
  order: Order,
  pieces: readonly DraftPiece[],
  draft: Draft,
  { shop, products, wholeness }: Around,
): ExchangeAsked | null | Refusal {
  const swapped = pieces.filter(({ get }) => get?.resolution.type === 'swap')
  const wanted = swapped.length === 0 ? [] : draft.swaps.filter(swap => swap.order === order.id)
  const replaced = pieces.flatMap((piece, place) => replacementOf(piece, place, order) ?? [])
  if (swapped.length > 0 && wanted.length === 0 && wholeness === 'whole')
    return refuse('terms_unavailable', {
      path: 'swaps',
      piece: swapped[0]?.id,
      sentence: 'Choose what you want instead, or choose something else for this piece.',
    })
  const taxes = order.lines.find(line => line.id === swapped[0]?.line)?.taxes ?? []
  const lines: ExchangeAsked['lines'] = [...replaced]
  for (const { product: id, variant: variantId, quantity } of wanted) {
    const product = products.get(id)
    const variant = product?.variants.find(one => one.id === variantId)
    if (!product || !variant || !inStock(variant, quantity, minimumStockOf(shop)))
      return refuse('out_of_stock', {
        path: 'swaps',
        product: id,
        variant: variantId,
        sentence: `${product?.title ?? 'What you chose'} is not available any more; choose something else.`,
      })
    const price = priceFor(variant, order)
    if (price === null)
      return refuse('currency_mismatch', {
        path: 'swaps',
        product: id,
        currency: order.currency,
        sentence: `${product.title} is not sold in ${order.currency}; choose something else.`,
      })
    const priced = taxedAs(price, quantity, taxes)
    lines.push({ variant: variantOf(variant), title: product.title, product: id, quantity, ...priced, replaces: null })
  }
  return lines.length === 0 ? null : { lines, chargeBy: 'shop' }
}

/** Costs what its piece was paid, whatever the list says today, so the price is only told for the record. */
function replacementOf(piece: DraftPiece, place: number, order: Order): ExchangeAsked['lines'][number] | null {
  const sold = order.lines.find(line => line.id === piece.line)
  if (piece.get?.resolution.type !== 'replace' || !sold) return null
  return {
    variant: piece.get.resolution.variant,
    title: sold.product.title,
    product: sold.product.externalId,
    quantity: piece.quantity,
    unit: sold.unitPrice,
    tax: nothingLike(sold),
    replaces: place,
  }
}

const nothingLike = (line: Line): Two => zeroTwo(line.paid)

/** What the shop wants to have left of every article it lets go in an exchange. */
export const minimumStockOf = (shop: Shop): number => portalOf(shop).minimumStock ?? 0

/** A refusal of one act in the words of the draft: which order, and which of its pieces. */
export function inWordsOf(filings: readonly Filing[], { code, detail: { act, path, ...detail } }: Refusal): Refusal {
  const filing = filings[Number(act)]
  const place = /^items\[(\d+)\]/.exec(path ?? '')?.[1]
  const piece = place === undefined ? undefined : filing?.pieces[Number(place)]
  return refuse(code, {
    ...detail,
    ...(path !== undefined && { path }),
    ...(filing && { order: filing.order.id }),
    ...(piece && { piece: piece.id }),
  })
}
