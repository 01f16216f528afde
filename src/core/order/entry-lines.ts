/** Sold lines as they are kept: with their shares, and kits taken apart into components. */
import { as, type DealId, type LineId } from '../ids.ts'
import { cumulative, type Money, share, type Two, times } from '../money.ts'
import type { LineShares, Sides, TaxShare } from './entry-money.ts'
import type { Entry } from './entry-needs.ts'
import type { Deal, Line, Order, Product, Tax, Variant } from './order.ts'
import type { LineInput, OrderInput } from './order-input.ts'

type Part = NonNullable<LineInput['components']>[number]

/** Known lines keep their ids. The parent of a kit stands before its components, with quantities and without money. */
export function linesOf(input: OrderInput, sides: Sides, before: Order | null, fresh: Entry['fresh']): Line[] {
  const idOf = (externalId: string): LineId =>
    before?.lines.find(line => line.externalId === externalId)?.id ?? fresh<LineId>()
  return input.lines.flatMap((line, place) => {
    const [here, there] = [sides.presentment.lines[place], sides.shop.lines[place]]
    if (!here || !there) return []
    const whole = { ...told(line, line), ...sharesOf(here, there) }
    const id = idOf(line.externalId)
    if (!line.components || line.components.length === 0) return [{ ...whole, id }]
    return [{ ...whole, id, ...without(whole) }, ...componentsOf(line, line.components, id, here, there, idOf)]
  })
}

function componentsOf(
  line: LineInput,
  parts: readonly Part[],
  parent: LineId,
  here: LineShares,
  there: LineShares,
  idOf: (name: string) => LineId,
): Line[] {
  const [hereParts, thereParts] = [partsOf(here, line, parts), partsOf(there, line, parts)]
  return parts.flatMap((part, place) => {
    const [own, theirs] = [hereParts[place], thereParts[place]]
    if (!own || !theirs) return []
    const counts = {
      quantity: line.quantity * part.per,
      cancelled: (line.cancelled ?? 0) * part.per,
      serials: part.serials ?? [],
    }
    return [
      {
        ...told(line, part),
        ...sharesOf(own, theirs),
        ...counts,
        id: idOf(part.externalId),
        kit: { parent, per: part.per },
      },
    ]
  })
}

/** Each amount of the kit is shared over its components by their weights; prices of single pieces are only for showing and may round. */
function partsOf(kit: LineShares, line: LineInput, parts: readonly Part[]): LineShares[] {
  const weights = parts.map(part => part.weight ?? 1)
  const split = (amount: Money) => share(amount, weights)
  const [lists, units] = [split(times(kit.list, line.quantity)), split(times(kit.unit, line.quantity))]
  const [discounts, paid] = [split(kit.discount), split(kit.paid)]
  const taxes = kit.taxes.map(tax => split(tax.amount).map(amount => ({ ...tax, amount })))
  const at = (amounts: readonly Money[], place: number): Money => amounts[place] ?? times(kit.paid, 0)
  return parts.map((part, place) => ({
    list: cumulative(at(lists, place), 1, line.quantity * part.per),
    unit: cumulative(at(units, place), 1, line.quantity * part.per),
    discount: at(discounts, place),
    taxes: taxes.flatMap(shares => shares[place] ?? []),
    paid: at(paid, place),
  }))
}

function sharesOf(
  here: LineShares,
  there: LineShares,
): Pick<Line, 'listPrice' | 'unitPrice' | 'discount' | 'taxes' | 'paid'> {
  const two = (presentment: Money, shop: Money): Two => ({ presentment, shop })
  return {
    listPrice: two(here.list, there.list),
    unitPrice: two(here.unit, there.unit),
    discount: two(here.discount, there.discount),
    taxes: taxesOf(here.taxes, there.taxes),
    paid: two(here.paid, there.paid),
  }
}

export const taxesOf = (here: readonly TaxShare[], there: readonly TaxShare[]): Tax[] =>
  here.map(({ title, ratePpm, amount, included }, place) => ({
    title,
    ratePpm,
    amount: { presentment: amount, shop: there[place]?.amount ?? amount },
    included,
  }))

function without({
  discount,
  paid,
  unitPrice,
  listPrice,
}: Pick<Line, 'discount' | 'paid' | 'unitPrice' | 'listPrice'>) {
  const none = (amount: Two): Two => ({ presentment: times(amount.presentment, 0), shop: times(amount.shop, 0) })
  return {
    discount: none(discount),
    paid: none(paid),
    unitPrice: none(unitPrice),
    listPrice: none(listPrice),
    taxes: [],
    serials: [],
  }
}

/** Everything about a line that is not money: said of the line itself, or of a component and otherwise of its kit. */
function told(line: LineInput, own: LineInput | Part) {
  const sku = own.sku ?? own.variant?.sku ?? ''
  return {
    externalId: own.externalId,
    product: productOf(own),
    variant: variantOf(own, sku),
    quantity: line.quantity,
    cancelled: line.cancelled ?? 0,
    properties: (line.properties ?? []).map(one => ({
      ...one,
      type: one.type ?? ('text' as const),
      urls: one.urls ?? [],
    })),
    grams: line.grams ?? 0,
    requiresShipping: line.requiresShipping ?? true,
    taxable: line.taxable ?? true,
    giftCard: line.giftCard ?? false,
    finalSale: line.finalSale ?? false,
    location: line.location ? as<NonNullable<Line['location']>>(line.location) : null,
    service: line.service ?? null,
    kit: null,
    deal: null,
    serials: own.serials ?? [],
    origin: null,
  }
}

/** `id` is what foreign doors compute their numbers from; a shop that names no product is known by its article number. */
function productOf({
  product = {},
  title,
  sku,
  externalId,
}: Pick<LineInput, 'product' | 'title' | 'sku' | 'externalId'>): Product {
  const name = product.externalId ?? product.code ?? sku ?? externalId
  return {
    id: name,
    externalId: product.externalId ?? name,
    code: product.code ?? '',
    title: product.title ?? title,
    type: product.type ?? null,
    categories: product.categories ?? [],
    tags: product.tags ?? [],
    images: product.images ?? [],
    vendor: product.vendor ?? '',
    masterCode: product.masterCode ?? null,
    ean: product.ean ?? null,
  }
}

const variantOf = ({ variant = {}, externalId }: Pick<LineInput, 'variant' | 'externalId'>, sku: string): Variant => ({
  externalId: variant.externalId ?? (sku || externalId),
  sku,
  title: variant.title ?? null,
  options: variant.options ?? [],
})

/** Deals and the lines that now know theirs. Unknown lines were refused before. */
export function dealsOf(
  input: OrderInput,
  lines: readonly Line[],
  before: Order | null,
  fresh: Entry['fresh'],
): { deals: Deal[]; lines: Line[] } {
  const roles = new Map<LineId, NonNullable<Line['deal']>>()
  const deals = (input.deals ?? []).map((deal): Deal => {
    const id = before?.deals.find(one => one.externalId === deal.externalId)?.id ?? fresh<DealId>()
    const members = deal.lines.flatMap((member, place) => {
      const line = lines.find(one => one.externalId === member.line)
      if (!line) return []
      roles.set(line.id, {
        id,
        role: member.role ?? (deal.kind === 'bundle' ? 'member' : place === 0 ? 'main' : 'add_on'),
      })
      return [{ line, quantity: member.quantity }]
    })
    const total = (of: (line: Line, quantity: number) => number) =>
      members.reduce((all, { line, quantity }) => all + of(line, quantity), 0)
    return {
      id,
      kind: deal.kind,
      externalId: deal.externalId,
      lines: members.map(({ line, quantity }) => ({ line: line.id, quantity, listPrice: line.listPrice.presentment })),
      before: {
        amountMinor: deal.before?.amountMinor ?? total((line, n) => line.listPrice.presentment.amountMinor * n),
        currency: input.currency,
      },
      after: {
        amountMinor:
          deal.after?.amountMinor ??
          total((line, n) => cumulative(line.paid.presentment, n, line.quantity).amountMinor),
        currency: input.currency,
      },
    }
  })
  return { deals, lines: lines.map(line => ({ ...line, deal: roles.get(line.id) ?? null })) }
}
