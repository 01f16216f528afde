/** Keys to every door of the sandbox: one per role, one per platform's client, and somebody who can sign in. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Role } from '../core/party.ts'
import { transaction } from '../db/transaction.ts'
import { issueCredential, nameOfKey } from '../desk/credentials.ts'
import type { Desk } from '../desk/desk.ts'
import { writeKey } from '../desk/keys.ts'
import { addPerson } from '../desk/people.ts'
import { STAFF } from './cast.ts'
import type { Chance } from './chance.ts'

export const KEY_ROLES = ['owner', 'agent', 'warehouse', 'arbiter', 'shopper', 'carrier'] as const satisfies Role[]

const hex = (chance: Chance, bytes: number): string => chance.bytes(bytes).toString('hex')

export async function makeKey(
  desk: Desk,
  chance: Chance,
  org: OrgId,
  role: Role,
  name = `Sandbox ${role}`,
): Promise<string> {
  const secret = `bh_${chance.bytes(32).toString('base64url')}`
  await transaction(desk.db, tx => writeKey(tx, desk, org, { name, role, secret }))
  return secret
}

export async function makePerson(desk: Desk, chance: Chance, org: OrgId): Promise<{ email: string; password: string }> {
  const { name, email } = STAFF.owner
  const password = chance.bytes(15).toString('base64url')
  await transaction(desk.db, tx => addPerson(tx, desk, org, { name, email, password, role: 'owner' }))
  return { email, password }
}

/** What a client of each platform is set up with, beside the address. */
export type ClientKeys = {
  shopee: {
    partner_id: number
    partner_key: string
    shop_id: number
    code: string
    access_token: string
    refresh_token: string
  }
  aftership: {
    api_key: string
    hmac_secret: string
    webhook_secret: string
    store: { platform: string; external_id: string }
  }
  shopflix: { username: string; password: string }
  shopline: { handle: string; access_token: string; app_secret: string }
}

export type ClientOf = {
  org: OrgId
  shop: ShopId
  store: { platform: string; externalId: string; handle: string }
  partner: number
  username: string
}

export async function issueClientKeys(desk: Desk, chance: Chance, of: ClientOf): Promise<ClientKeys> {
  const keys = makeClientKeys(chance, of)
  const { org, shop } = of
  const { shopee, aftership, shopflix, shopline } = keys
  const wishes = [
    { dialect: 'shopee', name: `${shopee.partner_id}:${shopee.shop_id}`, secret: shopee },
    { dialect: 'aftership', name: nameOfKey(aftership.api_key), secret: aftership },
    { dialect: 'shopflix', name: shopflix.username, secret: shopflix },
    { dialect: 'shopline', name: nameOfKey(shopline.access_token), secret: shopline },
  ]
  await transaction(desk.db, async tx => {
    for (const wish of wishes) await issueCredential(tx, desk, { org, shop, ...wish })
  })
  return keys
}

const makeClientKeys = (chance: Chance, { store, partner, username }: ClientOf): ClientKeys => ({
  shopee: {
    partner_id: 1000 + partner,
    partner_key: hex(chance, 32),
    shop_id: 900_000 + partner,
    code: hex(chance, 16),
    access_token: hex(chance, 16),
    refresh_token: hex(chance, 16),
  },
  aftership: {
    api_key: `asat_${hex(chance, 16)}`,
    hmac_secret: chance.bytes(32).toString('base64'),
    webhook_secret: chance.bytes(32).toString('base64'),
    store: { platform: store.platform, external_id: store.externalId },
  },
  shopflix: { username, password: hex(chance, 16) },
  shopline: { handle: store.handle, access_token: hex(chance, 32), app_secret: hex(chance, 20) },
})
