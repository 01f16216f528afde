/** Calls of Shopee's gateway in every shape, right and wrong, for the tests of who is let in. */
import { createHash, createHmac } from 'node:crypto'
import { type DialectKit, openDialectKit } from '../../../test/kit/dialect.ts'
import { expectGolden, goldenFile } from '../../../test/kit/golden.ts'
import type { Shop } from '../../core/shop.ts'
import { epochMs } from '../../core/time.ts'
import { findCredential } from '../../desk/credentials.ts'
import type { DialectHouse } from '../dialect.ts'
import type { Keys } from './tokens.ts'

type Answered = Awaited<ReturnType<DialectKit['send']>>
type Texts = Record<string, string | number>

export type Calling = {
  path: string
  method?: 'GET' | 'POST'
  query?: Texts
  body?: unknown
  headers?: Record<string, string>
  /** Public calls are signed without token and shop. */
  open?: boolean
  keys?: Keys
  /** Seconds between the caller's clock and ours. */
  late?: number
  /** Put in place of common parameters after signing; null leaves one out. */
  spoilt?: Record<string, string | null>
}

export type GatewayKit = DialectKit & {
  keys: Keys
  /** Of a shop of another organisation. */
  others: Keys
  call: (calling: Calling) => Promise<Answered>
  /** What the pair with the shop holds now. */
  kept: () => Promise<Keys>
  golden: (recording: string, answered: Answered, secrets?: Record<string, string>) => Promise<void>
}

export async function openGateway(
  wish: Partial<Shop> = {},
  house: Partial<Pick<DialectHouse, 'rates'>> = {},
): Promise<GatewayKit> {
  const kit = await openDialectKit(wish, house)
  const client = async (chosen: Record<string, unknown>, shop?: Shop) =>
    (await kit.client('shopee', chosen, shop)).secret as unknown as Keys
  const keys = await client({ partner_id: 2001, partner_key: 'the-key-of-the-first-partner', shop_id: 777 })
  const others = await client(
    { partner_id: 2002, partner_key: 'the-key-of-another-partner', shop_id: 888 },
    kit.strange.shop,
  )

  return {
    ...kit,
    keys,
    others,

    call({
      path,
      method = 'GET',
      query = {},
      body,
      headers = {},
      open = false,
      keys: as = keys,
      late = 0,
      spoilt = {},
    }) {
      const timestamp = Math.floor(epochMs(kit.clock.now) / 1000) - late
      const who = open ? {} : { access_token: as.access_token, shop_id: as.shop_id }
      const base = `${as.partner_id}${path}${timestamp}${open ? '' : as.access_token + as.shop_id}`
      const sign = createHmac('sha256', as.partner_key).update(base).digest('hex')
      const common = { partner_id: as.partner_id, timestamp, ...who, sign, ...spoilt }
      const asked = Object.entries({ ...query, ...common }).flatMap(([name, value]) =>
        value === null ? [] : [[name, String(value)]],
      )
      return kit.send({
        method,
        url: `${path}?${new URLSearchParams(Object.fromEntries(asked))}`,
        headers: { 'x-request-id': idOf(method, path, query), ...headers },
        ...(body !== undefined && { body }),
      })
    },

    async kept() {
      const found = await findCredential<Keys>(kit.desk, 'shopee', `${keys.partner_id}:${keys.shop_id}`)
      if (!found) throw new Error('The pair is gone.')
      return found.secret
    },

    golden: (recording, answered, secrets = {}) =>
      expectGolden(goldenFile('shopee', recording), answered, {
        access_token: keys.access_token,
        refresh_token: keys.refresh_token,
        ...(keys.code && { code: keys.code }),
        sign: /sign=([0-9a-f]{64})/.exec(answered.request.url)?.[1] ?? 'no signature',
        ...secrets,
      }),
  }
}

/** The same for the same call, wherever it stands among others, so that recordings do not depend on each other. */
const idOf = (...call: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(call)).digest('hex').slice(0, 32)
