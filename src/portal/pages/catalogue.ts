/** What the shop sells now, to choose something else from: looked through by words, each with what it changes at once. */
import { type CatalogueProduct, type CatalogueVariant, inStock, priceFor } from '../../core/catalogue.ts'
import type { Order } from '../../core/order/order.ts'
import { refused } from '../../core/refusal.ts'
import { lookThrough, soldNow } from '../../desk/products.ts'
import type { ConsideredOrder } from '../../desk/shopper/consider.ts'
import { changeDraft, type Draft, type DraftSwap } from '../../desk/shopper/drafts.ts'
import { minimumStockOf } from '../../desk/shopper/filing-commands.ts'
import { type Difference, differencesWith } from '../../desk/shopper/filing-offers.ts'
import { html, type Html } from '../../ui/html.ts'
import { button, field, select, type Trouble, troubleSummary, unseen, way } from '../../ui/kit/form.ts'
import { picture } from '../../ui/kit/pieces.ts'
import { addressOf } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { openWalk, type Walk } from '../walk.ts'
import { refusalSaid, variantSaid } from './get-words.ts'

const PAGE = 12
/** More of one article than this is another purchase. */
const MOST_PIECES = 20

type Choosing = Walk & { order: ConsideredOrder }

async function opened(visit: Visit, wanted: string | undefined): Promise<Choosing | { answer: Answer }> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk
  const order = walk.considered.orders.find(one => one.order.id === wanted)
  return order ? { ...walk, order } : { answer: { to: addressOf(visit, walk.draft, 'get') } }
}

export async function catalogue(visit: Visit): Promise<Answer> {
  const choosing = await opened(visit, visit.query['order'])
  return 'answer' in choosing ? choosing.answer : shown(visit, choosing)
}

async function shown(visit: Visit, choosing: Choosing, troubles: readonly Trouble[] = []): Promise<Answer> {
  const { say, desk, query } = visit
  const { order, session, draft } = choosing
  const search = (query['search'] ?? '').trim().slice(0, 100)
  const [title, id] = [query['after_title'], query['after']]
  const after = title !== undefined && id !== undefined ? { title, id } : undefined
  const { rows, next } = await lookThrough(desk, session, { search, limit: PAGE, ...(after && { after }) })
  const products = rows.map(({ product }) => product)
  const differences = await differencesFor(visit, choosing, products)
  const cards = products.map(product =>
    card(visit, choosing, product, differences.get(product.id) ?? new Map(), search),
  )
  const place = `${visit.base}/return/${draft.id}/catalogue`
  const more = next && new URLSearchParams({ order: order.order.id, search, after_title: next.title, after: next.id })
  const back = addressOf(visit, draft, 'get')
  return {
    status: troubles.length > 0 ? 422 : 200,
    page: {
      title: say('get.catalogue.title'),
      main: html`<p>${way(say('get.catalogue.back'), back)}</p>
${troubleSummary(troubles, say)}
<form method="get" action="${place}" role="search" class="search">${unseen('order', order.order.id)}
${field({ name: 'search', label: say('get.catalogue.search'), type: 'search', value: search, required: true, attributes: { required: false } }, say)}${button(say('get.catalogue.find'), { look: 'quiet' })}</form>
<p role="status" class="lead">${rows.length === 0 ? say('get.catalogue.nothing') : search ? say('get.catalogue.found', { search }) : null}</p>
<ul class="catalogue">${cards}</ul>
${more ? html`<p>${way(say('get.catalogue.more'), `${place}?${more.toString()}`)}</p>` : null}`,
    },
  }
}

/** Each variant with its price and what is there of it; what it changes is worked out once per price. */
function card(
  visit: Visit,
  choosing: Choosing,
  product: CatalogueProduct,
  differences: Differences,
  search: string,
): Html {
  const { say, portal, base } = visit
  const { order, draft } = choosing
  const minimum = minimumStockOf(portal.shop)
  const priced = product.variants.filter(variant => priceFor(variant, order.order) !== null)
  const there = priced.filter(variant => inStock(variant, 1, minimum))
  const [first] = there
  return html`<li class="article">${picture(product.image, product.title)}
<div><h2>${product.title}</h2><span class="variant">${[product.vendor, product.variants.length === 1 ? priceSaid(first, order.order, visit) : null].filter(Boolean).join(' · ')}</span>
${first ? html`<p class="changes">${differenceSaid(differences.get(first.id), visit)}</p>` : html`<p class="quiet-text">${say(priced.length === 0 ? 'get.catalogue.other_currency' : 'get.catalogue.sold_out')}</p>`}
${
  first
    ? html`<form method="post" action="${base}/return/${draft.id}/catalogue">${unseen('order', order.order.id)}${unseen('product', product.id)}${unseen('search', search)}
${
  product.variants.length > 1
    ? select(
        {
          name: `variant-${product.id}`,
          label: say('get.variant'),
          value: first.id,
          required: true,
          options: priced.map(variant => ({
            value: variant.id,
            disabled: !there.includes(variant),
            label: optionSaid(variant, differences, choosing, visit),
          })),
          attributes: { required: false },
        },
        say,
      )
    : unseen(`variant-${product.id}`, first.id)
}
${button(say('get.catalogue.choose', { title: product.title }), { look: 'quiet' })}</form>`
    : null
}</div></li>`
}

/** Of several variants each says its own. */
function priceSaid(variant: CatalogueVariant | undefined, order: Order, { formats }: Visit): string | null {
  const price = variant && priceFor(variant, order)
  return price ? formats.money(price.presentment) : null
}

/** What it changes stands above; it is said once more only where variants cost differently. */
function optionSaid(variant: CatalogueVariant, choices: Differences, { order }: Choosing, visit: Visit): string {
  const price = priceFor(variant, order.order)
  const name = [variantSaid(variant), price && visit.formats.money(price.presentment)].filter(Boolean).join(' · ')
  const own = choices.get(variant.id)
  if (!own) return visit.say('get.variant.stock', { variant: name, left: 'none' })
  const differ = new Set([...choices.values()].map(one => differenceSaid(one, visit))).size > 1
  return differ ? `${name} · ${differenceSaid(own, visit)}` : name
}

function differenceSaid(difference: Difference | undefined, { say, formats }: Visit): string {
  if (difference?.due) return say('get.difference.due', { amount: formats.money(difference.due) })
  return difference?.back ? say('get.difference.back', { amount: formats.money(difference.back) }) : say('get.even')
}

type Differences = ReadonlyMap<string, Difference>

/** By article and variant; variants that cost the same change the same. */
async function differencesFor(
  { desk, caller, portal }: Visit,
  { session, draft, order, considered }: Choosing,
  products: readonly CatalogueProduct[],
): Promise<Map<string, Map<string, Difference>>> {
  const minimum = minimumStockOf(portal.shop)
  const alike = products.flatMap(({ id: product, variants }) => {
    const there = variants.filter(one => inStock(one, 1, minimum) && priceFor(one, order.order) !== null)
    const byPrice = Map.groupBy(there, one => priceFor(one, order.order)?.presentment.amountMinor)
    return [...byPrice.values()].map(same => ({
      same,
      swap: { order: order.order.id, product, variant: same[0]?.id ?? '', quantity: 1 } satisfies DraftSwap,
    }))
  })
  const asking = { session, caller, considered, draft: { ...draft, doc: swapping(draft.doc, order) } }
  const found = await differencesWith(
    desk,
    asking,
    alike.map(({ swap }) => swap),
  )
  const all = new Map(products.map(({ id }) => [id, new Map<string, Difference>()]))
  for (const { same, swap } of alike) {
    const difference = found.get(swap)
    if (difference) for (const variant of same) all.get(swap.product)?.set(variant.id, difference)
  }
  return all
}

/** Whoever looks for something else has not always marked yet what it is for. */
function swapping(doc: Draft, { order, pieces }: ConsideredOrder): Draft {
  const isMarked = doc.pieces.some(piece => piece.order === order.id && piece.get?.resolution.type === 'swap')
  const able = new Set(pieces.filter(({ resolutions }) => resolutions.includes('swap')).map(({ piece }) => piece.id))
  if (isMarked) return doc
  return {
    ...doc,
    pieces: doc.pieces.map(piece =>
      able.has(piece.id) ? { ...piece, get: { kind: 'give_back', resolution: { type: 'swap' } } } : piece,
    ),
  }
}

/** One more of it, or a first one; then back to what the pieces get, where it is listed. */
export async function catalogueForm(visit: Visit): Promise<Answer> {
  const choosing = await opened(visit, said(visit, 'order'))
  if ('answer' in choosing) return choosing.answer
  const { desk, portal, say } = visit
  const { draft, order, session, considered } = choosing
  const swap: DraftSwap = {
    order: order.order.id,
    product: said(visit, 'product'),
    variant: said(visit, `variant-${said(visit, 'product')}`),
    quantity: 1,
  }
  const swaps = withSwap(draft.doc.swaps, swap)
  const wanted = swaps.find(one => isSame(one, swap))?.quantity ?? 1
  const product = (await soldNow(desk, session, [swap.product])).get(swap.product)
  const variant = product?.variants.find(({ id }) => id === swap.variant)
  const again = (text: string) =>
    shown({ ...visit, query: { order: order.order.id, search: said(visit, 'search') } }, choosing, [
      { field: null, text },
    ])
  if (!product || !variant || !inStock(variant, wanted, minimumStockOf(portal.shop)) || wanted > MOST_PIECES)
    return again(say('get.trouble.stock', { title: product?.title ?? 'none' }))
  if (priceFor(variant, order.order) === null) return again(say('get.trouble.currency', { title: product.title }))
  const kept = await changeDraft(desk, draft, { swaps, pieces: swapping(draft.doc, order).pieces })
  if (refused(kept)) return again(refusalSaid(kept, considered, visit).text)
  return { to: `${addressOf(visit, kept, 'get')}#basket.${order.order.id}` }
}

const isSame = (one: DraftSwap, other: DraftSwap): boolean =>
  one.order === other.order && one.product === other.product && one.variant === other.variant

const withSwap = (swaps: readonly DraftSwap[], wanted: DraftSwap): DraftSwap[] =>
  swaps.some(one => isSame(one, wanted))
    ? swaps.map(one => (isSame(one, wanted) ? { ...one, quantity: one.quantity + 1 } : one))
    : [...swaps, wanted]
