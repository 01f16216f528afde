/** Everything a client can read about a shop's returns in each language: lists to their end, and every return by every call that reads one. */
import { expect } from 'vitest'
import type { ClientKeys } from '../../src/sandbox/doors.ts'
import type { Call, Doors, Heard, Language } from './languages.ts'

/** What was answered, by the name of the call. */
export type Heards = Map<string, unknown[]>

type Reader = {
  ask: (call: Call) => Promise<any>
  /** For calls that have nothing to say of some returns. */
  tries: (call: Call) => Promise<any>
  /** One page, and what names the next one where the platform says so in a header. */
  page: (call: Call) => Promise<{ json: any; next: string | null }>
  keep: (call: string, answer: unknown) => void
  /** The ids the orders have outside. */
  orders: readonly string[]
}

export async function readAll(
  doors: Doors,
  keys: ClientKeys,
  language: Language,
  orders: readonly string[],
): Promise<Heards> {
  const heard: Heards = new Map()
  const keep = (call: string, answer: unknown) => void heard.set(call, [...(heard.get(call) ?? []), answer])
  const ask = async (call: Call) => accepted(await doors.ask(language, keys, call), `${language} ${call.path}`)
  const tries = async (call: Call) => (await doors.ask(language, keys, call)).json
  const page = async (call: Call) => {
    const heard = await doors.ask(language, keys, call)
    const [, next = null] = /page_info=([^&>]+)[^>]*>; rel="next"/.exec(String(heard.headers.link ?? '')) ?? []
    return { json: accepted(heard, call.path), next: next && decodeURIComponent(next) }
  }
  await READERS[language]({ ask, tries, page, keep, orders })
  return heard
}

function accepted({ status, json }: Heard, what: string): any {
  expect(status, `${what}: ${JSON.stringify(json)}`).toBe(200)
  expect(json?.error ?? '', what).toBe('')
  return json
}

const READERS: Record<Language, (reader: Reader) => Promise<void>> = {
  async shopee({ ask, tries, keep }) {
    const at = '/returns'
    const found: string[] = []
    for (let page = 0, more = true; more; page++) {
      const answer = await ask({ path: `${at}/get_return_list`, query: { page_no: page, page_size: 100 } })
      keep('get_return_list', answer)
      found.push(...answer.response.return.map((row: any) => row.return_sn))
      more = answer.response.more
    }
    for (const return_sn of found)
      for (const call of SHOPEE_READS) {
        const answer = await tries({ path: `${at}/${call}`, query: { return_sn } })
        if (answer.error === '') keep(call, answer)
        else expect(call, `${return_sn}: ${answer.message}`).not.toBe('get_return_detail')
      }
  },

  async aftership({ ask, keep }) {
    for (let page = 1, more = true; more; page++) {
      const answer = await ask({ path: '/returns', query: { page, limit: 50 } })
      keep('list', answer)
      for (const { id } of answer.data.returns) keep('one', await ask({ path: `/returns/${id}` }))
      more = answer.data.pagination.has_next_page
    }
    keep('item_tags', await ask({ path: '/item-tags' }))
  },

  async older_aftership({ ask, keep }) {
    for (let page = 1, more = true; more; page++) {
      const answer = await ask({ path: '/returns', query: { page, limit: 50 } })
      keep('list', answer)
      const rows = answer.data.returns ?? answer.data
      for (const { id } of rows) keep('one', await ask({ path: `/returns/${id}` }))
      more = rows.length === 50
    }
  },

  async shopflix({ ask, keep }) {
    for (let page = 1, more = true; more; page++) {
      const answer = await ask({ path: '/returns', query: { page, itemsPerPage: 100 } })
      keep('list', answer)
      for (const { return_order_reference } of answer.orders)
        keep('one', await ask({ path: `/returns/${return_order_reference}` }))
      more = answer.orders.length === 100
    }
  },

  async shopline({ ask, page, keep, orders }) {
    for (const order_id of orders) {
      const { returns } = await ask({ path: '/return.json', query: { order_id } })
      for (const { id } of returns) {
        keep('return', await ask({ path: '/return.json', query: { id } }))
        keep('return_fulfillment', await ask({ path: '/return_fulfillment.json', query: { return_id: id } }))
        keep('return_package', await ask({ path: '/return_package.json', query: { return_id: id } }))
        keep('refunds', await ask({ path: `/orders/${order_id}/refunds.json` }))
      }
      keep('fulfillments', await ask({ path: `/orders/${order_id}/fulfillments.json` }))
    }
    for (let page_info: string | null = ''; page_info !== null; ) {
      const { json, next } = await page({ path: '/orders.json', query: { limit: 50, ...(page_info && { page_info }) } })
      keep('orders', json)
      page_info = next
    }
  },
}

const SHOPEE_READS = [
  'get_return_detail',
  'get_available_solutions',
  'get_return_dispute_reason',
  'query_proof',
  'get_shipping_carrier',
  'get_reverse_tracking_info',
]
