/** From the house to the wire, for shoppers: the same that their pages show, in facts. */
import { inStock } from '../core/catalogue.ts'
import { add, type Money } from '../core/money.ts'
import type { ConsideredKit, ConsideredLine, ConsideredOrder, ConsideredPiece } from '../desk/shopper/consider.ts'
import type { Estimated, EstimatedOrder } from '../desk/shopper/filing-estimate.ts'
import { type Offer, offersTo } from '../desk/shopper/filing-offers.ts'
import { type Followed, type FollowedDocument, isOpenTo } from '../desk/shopper/following.ts'
import type { Portal } from '../desk/shopper/portal.ts'
import type { Standing } from '../desk/shopper/session.ts'
import type { ProductPage } from '../desk/products.ts'
import type { Links } from '../http/file-links.ts'
import { said } from './said.ts'
import { show } from './show.ts'

type Wire = Record<string, unknown>

export const sayPortal = ({ slug, shop, settings }: Portal): Wire => ({
  portal: slug,
  shop: settings.brand.name ?? shop.name,
  brand: { logo: settings.brand.logo, accent: settings.brand.accent },
  languages: settings.languages,
  texts: settings.texts,
  links: settings.links,
  contact: settings.contact,
  proof: settings.proof,
  gifts: settings.gifts,
  reasons: said(shop.reasons),
})

/** Whom a gift was sent to learns nothing of what was paid, nor of what its buyer sends back. */
export function sayConsidered(considered: ConsideredOrder, shopName: string): Wire {
  const { order, standing, assessment, lines, kits, pieces, returns } = considered
  const theirs = returns.filter(ret => isOpenTo(ret, standing))
  const wire = {
    id: order.id,
    number: order.refs.number,
    name: order.refs.name,
    placed_at: order.placedAt,
    state: order.state,
    currency: order.currency,
    standing,
    lines: lines.map(line => lineSaid(line, standing, new Set(theirs.map(ret => ret.number)))),
    kits: kits.map(kitSaid),
    methods: assessment.methods.map(({ type, name, cost }) => ({
      type,
      name,
      cost: standing === 'customer' ? said(cost) : null,
    })),
    pieces: pieces.map(piece => pieceSaid(piece, standing)),
    returns: theirs.map(({ id, number }) => ({ id, number })),
  }
  return show({ role: 'shopper', shopName }, 'ShopperOrder', wire) as Wire
}

const lineSaid = (
  { line, answer, kit, reasons, bought, most, onlyFor, underWay }: ConsideredLine,
  standing: Standing,
  theirs: ReadonlySet<string>,
): Wire => ({
  line_id: line.id,
  parent_id: kit?.parent.id ?? null,
  title: line.product.title,
  variant: said(line.variant),
  pictures: line.product.images,
  bought,
  returnable: most,
  until: answer.until,
  paid: standing === 'customer' ? said(line.paid) : null,
  refusals: said(answer.refusals),
  reasons: said(reasons),
  only_for: onlyFor,
  requires: answer.requires,
  resolutions: offersTo(standing, answer),
  under_way: underWay.filter(({ number }) => theirs.has(number)),
})

const kitSaid = ({ parent, parts, sets }: ConsideredKit): Wire => ({
  line_id: parent.id,
  title: parent.product.title,
  parts: parts.map(({ line }) => line.id),
  sets,
})

const pieceSaid = (considered: ConsideredPiece, standing: Standing): Wire => ({
  piece: considered.piece.id,
  line_id: considered.line.id,
  reasons: said(considered.reasons),
  requires: considered.requires,
  missing: considered.missing,
  resolutions: offersTo(standing, considered),
  refusals: said(considered.refusals),
})

/** Of a gift only store credit is whose it was given to; and of that the sum, because its parts say what was paid. */
export function sayEstimate({ orders, total, due }: Estimated, shopName: string): Wire {
  const shown = orders.map(one => (one.standing === 'recipient' ? cut(one) : one))
  const whole = orders.every(({ standing }) => standing === 'customer')
  const wire = {
    orders: shown.map(({ order, ret, figure, due: owed, goes }) => ({
      order_id: order.id,
      decision: ret.assessment.auto.decision,
      figure: said(figure),
      due: said(owed),
      goes: said(goes),
    })),
    total: said(whole ? total : perCurrency(shown.flatMap(({ figure }) => figure?.total.presentment ?? []))),
    due: said(whole ? due : perCurrency(shown.flatMap(({ due: owed }) => owed?.presentment ?? []))),
  }
  return show({ role: 'shopper', shopName }, 'ShopperEstimate', wire) as Wire
}

type Shown = Omit<EstimatedOrder, 'figure'> & { figure: EstimatedOrder['figure'] | null }

function cut(one: EstimatedOrder): Shown {
  const goes = one.goes
    .filter(({ to }) => to === 'store_credit')
    .map(({ to, figure: { total } }) => ({ to, figure: { parts: [], total }, tender: [] }))
  return { ...one, due: null, goes, figure: goes[0]?.figure ?? null }
}

const perCurrency = (amounts: readonly Money[]): Money[] =>
  [...Map.groupBy(amounts, ({ currency }) => currency).values()].map(same => same.reduce(add))

export function sayFollowed({ line, exchange, state, then, documents, ...followed }: Followed, links: Links): Wire {
  const house = {
    ...followed,
    state: placed(state),
    then: then && placed(then),
    timeline: line.map(placed),
    exchange: exchange && { ...exchange, order: undefined, orderNumber: exchange.order },
  }
  return { ...(said(house, links) as Wire), documents: documents.map(one => documentSaid(one, followed.number, links)) }
}

/** On the wire `order_id` would be an id; in a sentence stands a number. */
const placed = <P extends { order?: string | null }>({ order, ...places }: P): object => ({
  ...places,
  ...(order !== undefined && { orderNumber: order }),
})

/** Papers the house makes itself are asked for with the session. */
function documentSaid(document: FollowedDocument, number: string, links: Links): Wire {
  const here = `/v1/shopper/returns/${number}/${document.kind}`
  switch (document.kind) {
    case 'label':
      return { kind: 'label', shipment_id: document.shipment, ...(said({ url: document.url }, links) as Wire) }
    case 'code': {
      const { text, picture, provider } = document
      return { kind: 'code', text, provider, ...(said({ url: picture ?? here }, links) as Wire) }
    }
    default:
      return { ...document, url: here }
  }
}

/** Of a gift only what will be credited is the recipient's to know. */
export function sayOffer({ offer, amount, bonus, fees, tender }: Offer, isGift: boolean): Wire {
  const known = !isGift || offer === 'store_credit'
  return {
    resolution: offer,
    amount: said(known ? amount : []),
    bonus: said(known ? bonus : []),
    fees: said(known ? fees : []),
    tender: said(isGift ? [] : tender),
  }
}

/** `minimum`: what the shop wants to have left of every article. */
export const sayArticle =
  (minimum: number) =>
  ({ product: { id, title, image, variants } }: ProductPage['rows'][number]): Wire => ({
    id,
    title,
    picture: image,
    variants: variants.map(variant => ({
      id: variant.id,
      title: variant.title,
      sku: variant.sku,
      options: variant.options,
      prices: said(variant.prices),
      available: inStock(variant, 1, minimum),
      picture: variant.image ?? null,
    })),
  })
