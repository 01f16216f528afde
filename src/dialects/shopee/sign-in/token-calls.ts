/** From a code to tokens, and from a token to the next. Each code and each refresh token is used once, whoever comes at the same moment. */
import { plus } from '../../../core/time.ts'
import { type Opened, renewCredential } from '../../../desk/credentials.ts'
import type { DialectHouse } from '../../dialect.ts'
import type { Partner } from '../auth.ts'
import type { Input } from '../door.ts'
import { no, type ShopeeNo, wrong } from '../errors.ts'
import { ACCESS_SECONDS, CONSENT_LIFE, isCode, judgeRefresh, type Keys, renewed } from '../tokens.ts'

const INVALID_CODE = no('invalid_code', 'The code is expired or used or invalid, please check the code.')
const WRONG_SHOP = no('invalid_shop_id', 'The code or shop_id is wrong, please check the code or the shop_id.')
const WRONG_ACCOUNT = no(
  'invalid_main_acount_id',
  'The code or main_account_id is wrong, please check the code or the main_account_id.',
)
const WRONG_PARTNER = no('error_auth', 'Invalid partner_id or shopid.')
const WRONG_REFRESH = no(
  'error_shop_refresh_token',
  'Your refresh token is error ,please check refresh token or shopid.',
)
const EXPIRED_REFRESH = no('refresh_token_expired', 'Your refresh_token expired.')
const ENDED = no('shop_access_expired', 'Your access to shop has expired.')
const NOT_LINKED = no('shop_no_linked', 'Partner and shop has no linked.')

/** Ids come as numbers; as text, too, from clients that read them from an address. */
const idIn = (input: Input, name: string): number | null => {
  const value = input[name]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  return typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : null
}

const textIn = (input: Input, name: string): string | null => {
  const value = input[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** The partner stands in the body once more, and must be the one who signed. */
function partnerTrouble(partner: Partner, input: Input): ShopeeNo | null {
  const id = idIn(input, 'partner_id')
  if (id === null) return wrong('invalid partner_id')
  return id === partner.id ? null : WRONG_PARTNER
}

export async function getToken(house: DialectHouse, partner: Partner, input: Input): Promise<object | ShopeeNo> {
  const code = textIn(input, 'code')
  if (code === null) return wrong('invalid code')
  const trouble = partnerTrouble(partner, input)
  if (trouble) return trouble
  const now = house.desk.now()
  const isTheirs = ({ secret }: Opened<Keys>) => isCode(secret, code, now)
  const shop = idIn(input, 'shop_id')
  // Nobody consents for a main account here, so no code can belong to one.
  if (shop === null)
    return idIn(input, 'main_account_id') === null ? wrong('invalid shop_id or main_account_id') : WRONG_ACCOUNT
  const pair = partner.pairs.find(({ secret }) => secret.shop_id === shop)
  if (pair && isTheirs(pair)) return exchanged(house, pair, code)
  return partner.pairs.some(isTheirs) ? WRONG_SHOP : INVALID_CODE
}

/** A merchant who lost the tokens consents again; that code says itself which shop it is about. */
export async function getTokenByResendCode(
  house: DialectHouse,
  partner: Partner,
  input: Input,
): Promise<object | ShopeeNo> {
  const code = textIn(input, 'resend_code')
  if (code === null) return wrong('invalid resend_code')
  const now = house.desk.now()
  const pair = partner.pairs.find(({ secret }) => isCode(secret, code, now))
  return pair ? exchanged(house, pair, code) : INVALID_CODE
}

/** Looked at once more under lock: of two who bring the same code, the second is told that it is used. */
async function exchanged(house: DialectHouse, pair: Opened<Keys>, code: string): Promise<object | ShopeeNo> {
  const now = house.desk.now()
  const tokens = await renewCredential<Keys, Keys | null>(house.desk, pair.id, keys => {
    if (!isCode(keys, code, now)) return { secret: null, answer: null }
    const next = renewed(keys, 'code', now)
    return { secret: next, answer: next }
  })
  if (tokens === null) return INVALID_CODE
  return {
    access_token: tokens.access_token,
    refresh_token: tokens.refresh_token,
    expire_in: ACCESS_SECONDS,
    shop_id_list: [tokens.shop_id],
    merchant_id_list: [],
    supplier_id_list: [],
    user_id_list: [],
    principal_id_list: [],
  }
}

export async function refreshToken(house: DialectHouse, partner: Partner, input: Input): Promise<object | ShopeeNo> {
  const token = textIn(input, 'refresh_token')
  if (token === null) return wrong('invalid refresh_token')
  const trouble = partnerTrouble(partner, input)
  if (trouble) return trouble
  const shop = idIn(input, 'shop_id')
  // Merchants, suppliers, users and principals have no tokens here.
  if (shop === null) return wrong('invalid shop_id')
  const pair = partner.pairs.find(({ secret }) => secret.shop_id === shop)
  if (!pair) return WRONG_REFRESH
  const now = house.desk.now()
  const answer = await renewCredential<Keys, Keys | ShopeeNo>(house.desk, pair.id, keys => {
    const verdict = judgeRefresh(keys, token, now)
    if (verdict !== 'good') return { secret: null, answer: verdict === 'expired' ? EXPIRED_REFRESH : WRONG_REFRESH }
    if (keys.unlinked) return { secret: null, answer: NOT_LINKED }
    if (keys.authorised_at && now >= plus(keys.authorised_at, CONSENT_LIFE)) return { secret: null, answer: ENDED }
    const next = renewed(keys, 'refresh_token', now)
    return { secret: next, answer: next }
  })
  if (answer === null) return WRONG_REFRESH
  return 'error' in answer
    ? answer
    : {
        partner_id: answer.partner_id,
        shop_id: answer.shop_id,
        access_token: answer.access_token,
        refresh_token: answer.refresh_token,
        expire_in: ACCESS_SECONDS,
      }
}
