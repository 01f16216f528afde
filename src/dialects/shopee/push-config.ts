/** Where a partner is told, of what, and of which shops not: kept as an endpoint like any other, which people see and may change. */
import { type Refusal, refused } from '../../core/refusal.ts'
import { tryEndpoint } from '../../desk/deliveries.ts'
import { changeEndpoint, createEndpoint, type SeenEndpoint, switchOff, switchOn } from '../../desk/endpoints.ts'
import type { DialectHouse } from '../dialect.ts'
import { textIn } from './acts/fields.ts'
import { secondsOf } from './amounts.ts'
import type { Partner } from './auth.ts'
import type { Input } from './door.ts'
import { isNo, type ShopeeNo, wrong } from './errors.ts'
import { RETURN_UPDATES } from './push.ts'
import { callbackOf, nameOf, PUSH_FORMAT, shopsNumbered, type Told, toldOf } from './push-partner.ts'

const LONGEST_LIST = 500
const LONGEST_URL = 2000

type Wish = { url: string | undefined; on: number[]; off: number[]; blocked: number[] | undefined }

/** What is not named stays as it is. An address that is new is told so at once by a test message. */
export async function setConfig(house: DialectHouse, partner: Partner, input: Input): Promise<object | ShopeeNo> {
  const wish = wishIn(input)
  if (isNo(wish)) return wish
  for (const told of toldOf(partner)) {
    const trouble = await setFor(house, partner, told, wish)
    if (trouble) return trouble
  }
  return { result: 'success' }
}

function wishIn(input: Input): Wish | ShopeeNo {
  const url = textIn(input, 'callback_url', LONGEST_URL)
  const on = numbersIn(input, 'set_push_config_on') ?? []
  const off = numbersIn(input, 'set_push_config_off') ?? []
  const blocked = numbersIn(input, 'blocked_shop_id_list')
  if (isNo(url)) return url
  if (isNo(on)) return on
  if (isNo(off)) return off
  if (isNo(blocked)) return blocked
  const both = on.find(code => off.includes(code))
  return both === undefined ? { url, on, off, blocked } : wrong(`push code ${both} is both on and off`)
}

function numbersIn(input: Input, name: string): number[] | undefined | ShopeeNo {
  const value = input[name] ?? undefined
  if (value === undefined) return undefined
  if (!Array.isArray(value) || !value.every(entry => Number.isSafeInteger(entry)))
    return wrong(`${name} must be a list of integers`)
  return value.length > LONGEST_LIST ? wrong(`${name} must have at most ${LONGEST_LIST} entries`) : value
}

async function setFor(house: DialectHouse, partner: Partner, told: Told, wish: Wish): Promise<ShopeeNo | null> {
  const blocked = shopsNumbered(told, wish.blocked ?? [])
  if (blocked === null) return wrong('blocked_shop_id_list names a shop that has not authorised this partner')
  const open = told.pairs.map(({ shop }) => shop).filter(shop => !blocked.includes(shop))
  const before = await callbackOf(house, told)
  if (before === null && wish.url === undefined) return wrong('callback_url is required')
  const shops = wish.blocked === undefined && before !== null ? undefined : open
  const { desk } = house
  const seen =
    before === null
      ? await createEndpoint(desk, told.caller, {
          name: nameOf(partner),
          url: wish.url ?? '',
          format: PUSH_FORMAT,
          shops: open,
          secret: told.pairs[0].secret.partner_key,
        })
      : await changeEndpoint(desk, told.caller, before.endpoint.id, {
          ...(wish.url !== undefined && { url: wish.url }),
          ...(shops !== undefined && { shops }),
        })
  if (refused(seen)) return wordsFor(seen)
  const switched = await switchedAs(house, told, seen, wish)
  if (refused(switched)) return wordsFor(switched)
  const isNew = seen.endpoint.url !== before?.endpoint.url
  if (isNew && switched.endpoint.state === 'on') await tryEndpoint(desk, told.caller, seen.endpoint.id)
  return null
}

/** Of the codes an app may name only this one is told here; the others are taken and change nothing. */
async function switchedAs(
  { desk }: DialectHouse,
  { caller }: Told,
  seen: SeenEndpoint,
  { on, off }: Wish,
): Promise<SeenEndpoint | Refusal> {
  const { id, state } = seen.endpoint
  if (on.includes(RETURN_UPDATES) && state === 'off') return switchOn(desk, caller, id)
  if (off.includes(RETURN_UPDATES) && state === 'on') return switchOff(desk, caller, id)
  return seen
}

const wordsFor = ({ code, detail }: Refusal): ShopeeNo =>
  wrong(detail.path === 'url' ? `callback_url: ${detail.sentence}` : (detail.sentence ?? code))

/** A partner that never set anything has an empty address, and everything is off. */
export async function configOf(house: DialectHouse, partner: Partner): Promise<object> {
  for (const told of toldOf(partner)) {
    const seen = await callbackOf(house, told)
    if (seen) return sayConfig(seen, told)
  }
  return {
    callback_url: '',
    live_push_status: 'Normal',
    suspended_time: 0,
    blocked_shop_id: [],
    push_config_on_list: [],
    push_config_off_list: [RETURN_UPDATES],
  }
}

function sayConfig({ endpoint }: SeenEndpoint, { pairs }: Told): object {
  const isOn = endpoint.state === 'on'
  const blocked = pairs.filter(({ shop }) => endpoint.shops !== null && !endpoint.shops.includes(shop))
  return {
    callback_url: endpoint.url,
    live_push_status: isOn ? (endpoint.failingSince === null ? 'Normal' : 'Warning') : 'Suspended',
    suspended_time: isOn ? 0 : secondsOf(endpoint.updatedAt),
    blocked_shop_id: blocked.map(({ secret }) => secret.shop_id),
    push_config_on_list: isOn ? [RETURN_UPDATES] : [],
    push_config_off_list: isOn ? [] : [RETURN_UPDATES],
  }
}
