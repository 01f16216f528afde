/** A client of Shopee's door as its tests use it: it signs as the developer guide says, and nothing of the door helps it. */
import { createHash, createHmac } from 'node:crypto'
import sharp from 'sharp'
import { expect } from 'vitest'
import { type DialectKit, openDialectKit, type Sent } from '../../../../test/kit/dialect.ts'
import { expectGolden, goldenFile } from '../../../../test/kit/golden.ts'
import type { OrderInput } from '../../../core/order/order-input.ts'
import { refused } from '../../../core/refusal.ts'
import type { Return } from '../../../core/return/return.ts'
import type { ReasonEntry, Shop } from '../../../core/shop.ts'
import { epochMs } from '../../../core/time.ts'
import { findOne } from '../../../desk/look.ts'
import { snOf } from '../ids.ts'
import type { Keys } from '../tokens.ts'

type Answered = Awaited<ReturnType<DialectKit['send']>>

/** Whom the common parameters name. Public calls name nobody. */
type Named = { access_token: string; shop_id: string | number }

export type ShopeeKit = DialectKit & {
  keys: Keys
  /** Somebody else's, in an organisation of their own. */
  others: Keys
  get: (operation: string, parameters: Record<string, string | number>, as?: Keys) => Promise<Answered>
  post: (operation: string, body: unknown, as?: Keys) => Promise<Answered>
  /** A form with files, and texts beside them. */
  form: (path: string, parts: FormData, query?: Record<string, string>, as?: Keys, signed?: Named) => Promise<Answered>
  /** A body of any kind, as it is. */
  raw: (operation: string, body: string, contentType: string) => Promise<Answered>
  /** A return that waits for the seller's answer. */
  requested: (order?: Partial<OrderInput>) => Promise<Return>
  now: (ret: Return) => Promise<Return>
  /** Sends what must be refused, holds the answer against its recording, and makes sure that nothing was changed. */
  refuses: (
    recording: string,
    operation: string,
    ret: Return,
    body: Record<string, unknown>,
    said: [error: string, message: string],
  ) => Promise<void>
  /** Holds what went over the wire against its recording. */
  golden: (recording: string, answered: Answered) => Promise<void>
  /** The same for a form, whose own bytes differ from run to run. */
  goldenForm: (recording: string, answered: Answered) => Promise<void>
}

const PARTNER = { partner_id: 1001, partner_key: 'a-key-that-is-used-in-tests', shop_id: 222 }
const OTHERS = { partner_id: 1002, partner_key: 'another-key-used-in-tests', shop_id: 333 }

export async function openShopee(wish: Partial<Shop> = {}): Promise<ShopeeKit> {
  const kit = await openDialectKit(wish)
  const keys = (await kit.client('shopee', PARTNER)).secret as unknown as Keys
  const others = (await kit.client('shopee', OTHERS, kit.strange.shop)).secret as unknown as Keys

  const call = (sent: Sent, query: Record<string, string | number>, as: Keys, named: Named = as) =>
    kit.send({
      ...sent,
      url: `${sent.url}?${new URLSearchParams({ ...texts(query), ...common(sent.url, as, named) })}`,
      headers: { ...sent.headers, 'x-request-id': idOf(sent) },
    })

  const common = (path: string, { partner_id, partner_key }: Keys, { access_token, shop_id }: Named) => {
    const timestamp = Math.floor(epochMs(kit.clock.now) / 1000)
    const base = `${partner_id}${path}${timestamp}${access_token}${shop_id}`
    const sign = createHmac('sha256', partner_key).update(base).digest('hex')
    return texts({ partner_id, timestamp, access_token, shop_id, sign })
  }

  const now: ShopeeKit['now'] = async ret => {
    const seen = await findOne(kit.desk, kit.as('owner'), ret.id)
    if (refused(seen)) throw new Error(seen.code)
    return seen.ret
  }
  const post: ShopeeKit['post'] = (operation, body, as = keys) =>
    call({ method: 'POST', url: `/api/v2/returns/${operation}`, body }, {}, as)
  const golden: ShopeeKit['golden'] = (recording, { request, reply }) => {
    const sign = /sign=([0-9a-f]{64})/.exec(request.url)?.[1] ?? 'no signature'
    return expectGolden(
      goldenFile('shopee', recording),
      { request, reply },
      { access_token: keys.access_token, other_access_token: others.access_token, sign },
    )
  }

  return {
    ...kit,
    keys,
    others,
    now,
    post,
    golden,
    goldenForm: (recording, { request, ...answered }) =>
      golden(recording, {
        ...answered,
        request: {
          ...request,
          headers: { ...request.headers, 'content-type': 'multipart/form-data; boundary={boundary}' },
          body: '{form}',
        },
      }),
    get: (operation, parameters, as = keys) =>
      call({ method: 'GET', url: `/api/v2/returns/${operation}` }, parameters, as),

    raw: (operation, body, contentType) =>
      call(
        { method: 'POST', url: `/api/v2/returns/${operation}`, headers: { 'content-type': contentType }, body },
        {},
        keys,
      ),

    async form(path, parts, query = {}, as = keys, named = as) {
      const encoded = new Response(parts)
      return call(
        {
          method: 'POST',
          url: `/api/v2/${path}`,
          headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
          body: Buffer.from(await encoded.arrayBuffer()),
        },
        query,
        as,
        named,
      )
    },

    requested: async order => kit.file(await kit.order(order), 1),

    async refuses(recording, operation, ret, body, [error, message]) {
      const before = await now(ret)
      const answered = await post(operation, { return_sn: snOf(ret), ...body })
      await golden(recording, answered)
      expect([answered.reply.status, answered.json.error, answered.json.message]).toEqual([200, error, message])
      expect(answered.json).not.toHaveProperty('response')
      expect(await now(ret)).toEqual(before)
    },
  }
}

/** The same for the same call, however many went before it. */
const idOf = ({ url, body }: Sent): string =>
  createHash('sha256')
    .update(`${url} ${Buffer.isBuffer(body) ? '' : JSON.stringify(body)}`)
    .digest('hex')
    .slice(0, 32)

const texts = (values: object): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

export const aPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#b03030' } })
    .jpeg()
    .toBuffer()

/** Why a buyer sends something back; what arrived damaged has to be shown. */
export const SMALL = reason('too_small', 'Too small', false)
export const DAMAGED = reason('damaged', 'Arrived damaged', true)

function reason(code: ReasonEntry['code'], text: string, photo: boolean): ReasonEntry {
  return { code, text, subs: [], types: [], requires: { photo, comment: false } }
}

/** What a seller of these tests may object, by the platform's numbers. */
export const REASONS: Shop['disputeReasons'] = [
  { id: 1, code: 'not_received', requirement: 'Show that it was delivered', samples: [], modules: [] },
  { id: 2, code: 'objection', requirement: 'Say why not', samples: [], modules: [] },
  { id: 46, code: 'not_returned', requirement: 'Nothing to show', samples: [], modules: [] },
  {
    id: 47,
    code: 'unknown',
    requirement: 'Show the damage',
    samples: [],
    modules: [
      { index: 1, requirement: 'Photo of the parcel label', required: true },
      { index: 2, requirement: 'Photo of the damage', required: false },
    ],
  },
]
