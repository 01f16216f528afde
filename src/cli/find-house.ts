/** Which organisation and which shop are meant. Commands run on the machine itself, so they may speak for any. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Shop } from '../core/shop.ts'
import { listOrgs, type Org } from '../db/orgs.ts'
import { listShops } from '../db/shops.ts'
import { type Caller, SCOPES_OF } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { CommandError } from './command.ts'

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const FIRST_STEP =
  'Make the first one with: backhaul keys create --org "Your company" --role owner --name "First key"'

/** The one that is named, or the only one there is. */
export async function findOrg(desk: Desk, named: string | undefined): Promise<Org> {
  const orgs = await listOrgs(desk.db)
  if (orgs.length === 0) throw new CommandError(`There is no organisation yet. ${FIRST_STEP}`)
  const found = named === undefined ? orgs : orgs.filter(org => org.id === named || sameText(org.name, named))
  const list = orgs.map(org => `${org.name} (${org.id})`).join(', ')
  if (found.length === 0) throw new CommandError(`There is no organisation ${JSON.stringify(named)}. Known: ${list}.`)
  if (found.length > 1) throw new CommandError(`Say which organisation with --org: ${list}.`)
  return found[0] as Org
}

/** By id, number, name or handle, or the only one there is. */
export async function findShop(desk: Desk, org: OrgId, named: string | undefined): Promise<Shop> {
  const shops = (await listShops(desk.db, org)).map(({ shop }) => shop)
  if (shops.length === 0)
    throw new CommandError('The organisation has no shop yet. Found one with POST /v1/shops, then try again.')
  const list = shops.map(shop => `${shop.name} (${shop.serial})`).join(', ')
  const found = named === undefined ? shops : shops.filter(shop => isNamed(shop, named))
  if (found.length === 0) throw new CommandError(`There is no shop ${JSON.stringify(named)}. Known: ${list}.`)
  if (found.length > 1) throw new CommandError(`Say which shop with --shop: ${list}.`)
  return found[0] as Shop
}

const isNamed = ({ id, serial, name, refs }: Shop, named: string): boolean =>
  id === (named as ShopId) || String(serial) === named || sameText(name, named) || sameText(refs.handle, named)

/** Whoever may start the program on this machine may do what an owner may. */
export const operator = (org: OrgId): Caller => ({
  org,
  actor: { role: 'owner', id: null, name: 'Command line', via: 'job', email: null },
  scopes: new Set(SCOPES_OF.owner),
  shops: null,
  orders: null,
})
