/** The offers side by side, the variants of an article, and what was chosen instead. */
import { inStock } from '../../core/catalogue.ts'
import type { ResolutionOffer } from '../../core/policy/policy.ts'
import { type ConsideredOrder, type ConsideredPiece, piecesOf } from '../../desk/shopper/consider.ts'
import { minimumStockOf } from '../../desk/shopper/filing-commands.ts'
import type { Refusal } from '../../core/refusal.ts'
import type { Known } from '../../desk/shopper/filing-commands.ts'
import { type Offer, offerChosen, offersFor } from '../../desk/shopper/filing-offers.ts'
import { html, type Html } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { button, type Choice, choices, select, type Trouble } from '../../ui/kit/form.ts'
import { picture } from '../../ui/kit/pieces.ts'
import { notice } from '../../ui/kit/state.ts'
import { type Visit } from '../visit.ts'
import { moneyList, tenderSaid, variantSaid } from './get-words.ts'
import { type Laid, usualOf } from './get-laid.ts'

export async function forAll(
  visit: Visit,
  page: Laid,
  known: Known | Refusal,
  troubles: readonly Trouble[],
): Promise<Html> {
  const { say, desk, caller } = visit
  const { draft, session, alike } = page
  const ids = draft.doc.pieces.map(({ id }) => id)
  const worth = await offersFor(desk, { session, caller, draft, known }, ids, alike)
  const chosen = offerChosen(draft.doc.pieces[0]?.get ?? null) ?? usualOf(alike)
  return html`${choices('get', say('get.all', { count: ids.length }), cards(worth, chosen, isPresent(page), visit), troubles, 'offers')}
<p>${button(say('get.each'), { look: 'quiet', name: 'go', value: 'each' })}${[...page.offers.values()].some(own => own.includes('replace')) ? html` <small>${say('get.each.variants')}</small>` : null}</p>`
}

export async function pieceByPiece(
  visit: Visit,
  page: Laid,
  known: Known | Refusal,
  troubles: readonly Trouble[],
): Promise<Html> {
  const { say, desk, caller } = visit
  const { considered, draft, session, offers, alike } = page
  const all = await Promise.all(
    piecesOf(considered).map(async considered => {
      const { piece } = considered
      const own = offers.get(piece.id) ?? []
      const worth = await offersFor(desk, { session, caller, draft, known }, [piece.id], own)
      return pieceOf(visit, page, considered, worth, troubles)
    }),
  )
  return html`${all}${alike.length > 0 ? html`<p>${button(say('get.alike'), { look: 'quiet', name: 'go', value: 'alike' })}</p>` : null}`
}

function pieceOf(
  visit: Visit,
  page: Laid,
  considered: ConsideredPiece,
  worth: readonly Offer[],
  troubles: readonly Trouble[],
): Html {
  const { say, portal } = visit
  const { piece, line } = considered
  if (worth.length === 0)
    return notice(
      'waiting',
      html`<p>${say('get.nothing', { title: line.product.title, shop: portal.settings.brand.name ?? portal.shop.name })}</p>`,
    )
  const chosen = offerChosen(piece.get) ?? usualOf(worth.map(({ offer }) => offer))
  const legend = html`${line.product.title}${piece.quantity > 1 ? html` <span class="quiet-text">× ${piece.quantity}</span>` : null}${variantSaid(line.variant) ? html` <small>${variantSaid(line.variant)}</small>` : null}`
  return html`<div class="one-get">${choices(`get.${piece.id}`, legend, cards(worth, chosen, isPresent(page), visit), troubles, 'offers')}${worth.some(({ offer }) => offer === 'replace') ? variants(visit, page, considered, troubles) : null}</div>`
}

/** What a present is worth is not told to whom it was given, only what credit it brings. */
const isPresent = ({ considered }: Laid): boolean => considered.orders.some(({ standing }) => standing === 'recipient')

const cards = (
  worth: readonly Offer[],
  chosen: ResolutionOffer | undefined,
  isHidden: boolean,
  visit: Visit,
): Choice[] =>
  worth.map(({ offer, amount, bonus, fees, tender }) => {
    const { say } = visit
    const isBonus = bonus.some(({ amountMinor }) => amountMinor > 0)
    return {
      value: offer,
      label: say(`get.offer.${offer}`),
      figure:
        offer === 'replace'
          ? say('get.even')
          : isHidden && offer !== 'store_credit'
            ? null
            : moneyList(isBonus ? less(amount, bonus) : amount, visit),
      badge: isBonus ? say('get.bonus', { amount: moneyList(bonus, visit) }) : null,
      about: html`${(offer === 'original_payment' ? tenderSaid(tender, visit) : null) ?? say(`get.about.${offer}`)}${
        fees.length > 0 && offer !== 'replace'
          ? html` ${say('get.fees', {
              amount: moneyList(
                fees.map(fee => ({ ...fee, amountMinor: Math.abs(fee.amountMinor) })),
                visit,
              ),
            })}`
          : null
      }`,
      checked: offer === chosen,
    }
  })

/** A bonus stands beside what it is added to. */
const less = (amount: Offer['amount'], bonus: Offer['bonus']): Offer['amount'] =>
  amount.map(one => {
    const own = bonus.find(({ currency }) => currency === one.currency)
    return own ? { ...one, amountMinor: one.amountMinor - own.amountMinor } : one
  })

/** The variants of the article that was bought, with what is there of each; where the shop feeds no list, the same one again. */
function variants(
  visit: Visit,
  { articles }: Laid,
  { piece, line }: ConsideredPiece,
  troubles: readonly Trouble[],
): Html {
  const { say, portal } = visit
  const product = articles.get(line.id)
  const minimum = minimumStockOf(portal.shop)
  const chosen = piece.get?.resolution.type === 'replace' ? piece.get.resolution.variant : null
  const options = product
    ? product.variants.map(variant => {
        const there = inStock(variant, piece.quantity, minimum)
        const label = variantSaid(variant) ?? product.title
        return {
          value: variant.id,
          label: say('get.variant.stock', { variant: label, left: there ? leftOf(variant.stock, minimum) : 'none' }),
          disabled: !there,
        }
      })
    : [
        {
          value: line.variant.externalId,
          label: say('get.variant.same', { variant: variantSaid(line.variant) ?? line.product.title }),
        },
      ]
  return html`<div class="variant-choice" data-for="replace">${select({ name: `variant.${piece.id}`, label: say('get.variant'), value: chosen?.externalId ?? '', options, ...(product && { empty: say('get.variant.choose') }), required: true, attributes: { required: false } }, say, troubles)}</div>`
}

const FEW = 5
const leftOf = (stock: number | null, minimum: number): string =>
  stock === null || stock - minimum > FEW ? 'enough' : String(stock - minimum)

/** What was chosen instead, order by order, since an exchange belongs to one return. */
export function basket(
  visit: Visit,
  { draft, products, offers }: Laid,
  { order, pieces }: ConsideredOrder,
  troubles: readonly Trouble[],
): Html | null {
  if (!pieces.some(({ piece }) => offers.get(piece.id)?.includes('swap'))) return null
  const { say, formats } = visit
  const own = draft.doc.swaps.map((swap, place) => ({ swap, place })).filter(({ swap }) => swap.order === order.id)
  const rows = own.map(({ swap, place }) => {
    const product = products.get(swap.product)
    const variant = product?.variants.find(({ id }) => id === swap.variant)
    const price = variant?.prices.find(({ currency }) => currency === order.currency)
    const title = product?.title ?? say('get.basket.gone')
    return html`<li>${picture(variant?.image ?? product?.image ?? null, title)}<div><span class="what">${title}</span>${swap.quantity > 1 ? html` × ${swap.quantity}` : null}${variant ? html` <span class="variant">${variantSaid(variant)}</span>` : null}${price ? html` <span class="amount">${formats.money(price)}</span>` : null}</div><button type="submit" class="way" name="go" value="remove:${place}" aria-label="${say('get.basket.remove.what', { title })}">${say('get.basket.remove')}</button></li>`
  })
  const trouble = troubles.find(({ field }) => field === `basket.${order.id}`)
  return html`<section class="basket" data-for="swap" id="basket.${order.id}" tabindex="-1"><h2>${say('get.basket', { order: draft.doc.orders.length > 1 ? order.refs.number : 'none' })}</h2>
${trouble ? html`<p class="trouble">${icon('warning')}<span>${trouble.text}</span></p>` : null}
${own.length > 0 ? html`<ul class="swaps">${rows}</ul>` : html`<p class="lead">${say('get.basket.empty')}</p>`}
<p>${button(say(own.length > 0 ? 'get.basket.more' : 'get.basket.choose'), { look: 'quiet', name: 'go', value: `catalogue:${order.id}` })}</p></section>`
}
