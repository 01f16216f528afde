/** Shops at the counter: founding one with sensible settings, and changing them without treading on each other. */
import { isZone } from '../core/calendar.ts'
import { as, type ShopId } from '../core/ids.ts'
import { type Currency, parseCurrency } from '../core/money.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Shop } from '../core/shop.ts'
import { constraintOf } from '../db/fault.ts'
import { send } from '../db/send.ts'
import { findShop, insertShop, listShops, lockShop, nextShopSerial, type StoredShop, updateShop } from '../db/shops.ts'
import type { Transaction } from '../db/transaction.ts'
import { automationTrouble } from './automations.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { withRegionalDays } from './holidays.ts'
import { type Keyed, note, once } from './once.ts'
import { platformTrouble } from './platforms.ts'
import { newShop } from './shop-defaults.ts'
import { foundPortal, movedPortal } from './shopper/portal.ts'

export type ShopWish = { name: string; currency: Currency } & Partial<
  Omit<Shop, 'id' | 'org' | 'serial' | 'name' | 'currency'>
>

/** What of a shop may be changed: everything but whose it is and what it is called by. */
export type ShopChange = Partial<Omit<Shop, 'id' | 'org' | 'serial'>>

export async function createShop(
  desk: Desk,
  caller: Caller,
  wish: ShopWish,
  keyed: Keyed = {},
): Promise<StoredShop | Refusal> {
  const denied = missingScope(caller, 'shops:write')
  if (denied) return denied
  if (caller.shops !== null)
    return refuse('forbidden', {
      sentence: 'This key is tied to some shops; a new shop needs a key for the whole organisation.',
    })
  const wrong = wrongIn(desk, wish) ?? automationTrouble(wish.automations ?? [], { tags: wish.tags ?? [] })
  if (wrong) return wrong
  const calendar = await calendarIn(wish, desk)
  if (refused(calendar)) return calendar
  try {
    return await once(desk, caller, { key: keyed.key, request: wish }, async tx => {
      const shop = await foundShop(tx, desk, caller.org, { ...wish, ...calendar })
      note(tx, desk, caller, 'shop.created', shop.id, { name: shop.name })
      return { shop, version: 1 }
    })
  } catch (thrown) {
    if (constraintOf(thrown) === 'shops_org_id_serial_key')
      return refuse('busy', { sentence: 'Another shop was founded at the same moment; send it again.' })
    return hostTaken(thrown, wish)
  }
}

/** One host name leads to one shop. Whatever else went wrong is thrown on. */
function hostTaken(thrown: unknown, { portal }: ShopChange): Refusal {
  if (constraintOf(thrown) !== 'portals_host_key') throw thrown
  return refuse('invalid', {
    path: 'portal.host',
    sentence: `${portal?.host} leads to another shop's page already; give that up there first, or take another name.`,
  })
}

/** Also for the command line and the sandbox. */
export async function foundShop(tx: Transaction, desk: Desk, org: Shop['org'], wish: ShopWish): Promise<Shop> {
  const shop = newShop({ ...wish, id: desk.fresh(), org, serial: await nextShopSerial(tx, org) })
  insertShop(tx, shop, desk.now())
  await foundPortal(tx, desk, shop)
  return shop
}

export async function shopsFor(desk: Desk, caller: Caller): Promise<StoredShop[] | Refusal> {
  const denied = missingScope(caller, 'shops:read')
  if (denied) return denied
  return (await listShops(desk.db, caller.org)).filter(({ shop }) => reachesShop(caller, shop.id))
}

export async function shopFor(desk: Desk, caller: Caller, id: string): Promise<StoredShop | Refusal> {
  const denied = missingScope(caller, 'shops:read')
  if (denied) return denied
  if (!reachesShop(caller, as<ShopId>(id))) return nothingHere('shop')
  return (await findShop(desk.db, caller.org, as<ShopId>(id))) ?? nothingHere('shop')
}

/** Changes what is named and nothing else. Returns under way keep the deadlines they were given. */
export async function changeShop(
  desk: Desk,
  caller: Caller,
  id: string,
  changed: ShopChange,
  keyed: Keyed & { expectedVersion?: number } = {},
): Promise<StoredShop | Refusal> {
  const denied = missingScope(caller, 'shops:write')
  if (denied) return denied
  if (!reachesShop(caller, as<ShopId>(id))) return nothingHere('shop')
  const wrong = wrongIn(desk, changed)
  if (wrong) return wrong
  const calendar = await calendarIn(changed, desk)
  if (refused(calendar)) return calendar
  try {
    return await once(
      desk,
      caller,
      { key: keyed.key, request: { id, changed, expectedVersion: keyed.expectedVersion } },
      async tx => {
        const stored = await lockShop(tx, caller.org, as<ShopId>(id))
        if (stored === null) return nothingHere('shop')
        if (keyed.expectedVersion !== undefined && keyed.expectedVersion !== stored.version) {
          return refuse('stale_version', {
            sentence: `The shop's settings are at version ${stored.version} now; read them again first.`,
            version: stored.version,
          })
        }
        const shop = { ...stored.shop, ...changed, ...calendar }
        const trouble = changed.automations === undefined ? null : automationTrouble(changed.automations, shop)
        if (trouble) return trouble
        send(updateShop(tx, shop, desk.now()))
        await movedPortal(tx, desk, stored.shop, shop)
        note(tx, desk, caller, 'shop.changed', shop.id, { members: Object.keys(changed) })
        return { shop, version: stored.version + 1 }
      },
    )
  } catch (thrown) {
    return hostTaken(thrown, changed)
  }
}

/** The calendar that was sent, if one was, with the days of its region. */
async function calendarIn(
  { calendar }: Pick<ShopChange, 'calendar'>,
  desk: Desk,
): Promise<Pick<ShopChange, 'calendar'> | Refusal> {
  if (calendar === undefined) return {}
  const whole = await withRegionalDays(calendar, desk.now())
  return refused(whole) ? whole : { calendar: whole }
}

/** What a schema cannot say. */
function wrongIn({ platforms }: Desk, wish: ShopChange): Refusal | null {
  if (wish.currency !== undefined && parseCurrency(wish.currency) === null)
    return refuse('invalid', {
      path: 'currency',
      sentence: `${wish.currency} is no ISO 4217 currency; write EUR, USD, JPY …`,
    })
  if (wish.timeZone !== undefined && !isZone(wish.timeZone))
    return refuse('invalid', {
      path: 'time_zone',
      sentence: `${wish.timeZone} is no IANA time zone; write one such as Europe/Berlin.`,
    })
  const twice = (wish.reasons ?? []).map(entry => entry.code).find((code, place, all) => all.indexOf(code) !== place)
  if (twice)
    return refuse('invalid', { path: 'reasons', sentence: `The reason ${twice} is listed twice; list each once.` })
  return platformTrouble(platforms, wish.dialects ?? {})
}
