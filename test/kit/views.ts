/** What one return is said to be in every language at the same time, and what it has to be by its own readings, sums and quantities. */
import { expect } from 'vitest'
import { type Reading, read } from '../../src/core/return/reading.ts'
import { received, returned } from '../../src/core/return/quantities.ts'
import { strands } from '../../src/core/return/strands/strands.ts'
import { inAll } from '../../src/core/worth/quote.ts'
import type { Seen } from '../../src/desk/look.ts'
import { hexOf } from '../../src/dialects/aftership/ids.ts'
import { approvalStatus, olderStatus } from '../../src/dialects/aftership/words.ts'
import { snOf } from '../../src/dialects/shopee/ids.ts'
import { negotiationStatus, status as shopeeStatus } from '../../src/dialects/shopee/words.ts'
import { returnReference } from '../../src/dialects/shopflix/ids.ts'
import { status as shopflixStatus } from '../../src/dialects/shopflix/words.ts'
import { returnId } from '../../src/dialects/shopline/ids.ts'
import { status as shoplineStatus } from '../../src/dialects/shopline/words.ts'
import type { ClientKeys } from '../../src/sandbox/doors.ts'
import type { Call, Doors, Language } from './languages.ts'

/** Amounts in minor units. What a language does not say is left out. */
export type View = { word: string; total?: number; pieces: number; received?: number; negotiation?: string }
export type Views = Record<Language | 'native', View>

export const namesOf = (seen: Seen) => ({
  shopee: snOf(seen.ret),
  aftership: hexOf(seen.ret.id),
  rma: seen.ret.number,
  shopflix: returnReference(seen, seen.shop),
  shopline: returnId(seen.ret),
})

/** As every client and the native API are told at this moment. */
export async function viewsOf(doors: Doors, keys: ClientKeys, nativeKey: string, seen: Seen): Promise<Views> {
  const names = namesOf(seen)
  const ask = async (language: Language, call: Call): Promise<any> => {
    const { status, json } = await doors.ask(language, keys, call)
    expect(status, `${language}: ${JSON.stringify(json)}`).toBe(200)
    return json
  }
  const [shopee, aftership, older, shopflix, shopline, native] = await Promise.all([
    ask('shopee', { path: '/returns/get_return_detail', query: { return_sn: names.shopee } }),
    ask('aftership', { path: `/returns/${names.aftership}` }),
    ask('older_aftership', { path: `/returns/${names.aftership}` }),
    ask('shopflix', { path: `/returns/${names.shopflix}` }),
    ask('shopline', { path: '/return.json', query: { id: names.shopline } }),
    doors.native(nativeKey, 'GET', `/v1/returns/${seen.ret.id}`).then(({ json }) => json),
  ])
  const of = shopee.response
  const current = aftership.data
  return {
    shopee: {
      word: of.status,
      negotiation: of.negotiation?.negotiation_status ?? of.negotiation_status,
      total: minorOf(of.refund_amount),
      pieces: summed(of.item, 'amount'),
    },
    aftership: {
      word: current.approval_status,
      pieces: summed(current.return_items, 'return_quantity'),
      received: summed(current.return_items, 'received_quantity'),
    },
    older_aftership: { word: older.data.status, pieces: summed(older.data.return_items, 'return_quantity') },
    shopflix: {
      word: shopflix.status,
      total: minorOf(Number(shopflix.total)),
      pieces: summed(Object.values(shopflix.products), 'amount'),
    },
    shopline: {
      word: shopline.returns[0].status,
      pieces: summed(shopline.returns[0].return_line_items, 'quantity'),
    },
    native: {
      word: native.state.request,
      negotiation: native.state.negotiation,
      total: native.estimate.total.presentment.amount_minor,
      pieces: native.items.reduce((all: number, { quantities }: any) => all + quantities.returned, 0),
      received: native.items.reduce((all: number, { quantities }: any) => all + quantities.received, 0),
    },
  }
}

const minorOf = (euros: number): number => Math.round(euros * 100)
const summed = (rows: any[], member: string): number => rows.reduce((all, row) => all + Number(row[member]), 0)

/** As they must be told. */
export function viewsDue(seen: Seen): Views {
  const { ret } = seen
  const columns = strands(ret)
  const word = (reading: Reading): string => read(reading, columns) ?? 'no word'
  const total = inAll(ret, seen).total.presentment.amountMinor
  const pieces = ret.items.reduce((all, item) => all + returned(item), 0)
  const counted = ret.items.reduce((all, item) => all + received(ret, item.id), 0)
  const shown = ret.items.reduce((all, item) => all + Math.min(received(ret, item.id), returned(item)), 0)
  return {
    shopee: { word: word(shopeeStatus), negotiation: word(negotiationStatus), total, pieces },
    aftership: { word: word(approvalStatus), pieces, received: shown },
    older_aftership: { word: word(olderStatus), pieces },
    shopflix: { word: word(shopflixStatus), total, pieces },
    shopline: { word: word(shoplineStatus), pieces },
    native: { word: ret.request.state, negotiation: columns.negotiation, total, pieces, received: counted },
  }
}
