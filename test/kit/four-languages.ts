/** A house with every door open, a key for every role and a client of every platform, all of the same shop. */
import { refused } from '../../src/core/refusal.ts'
import { ROLES, type Role } from '../../src/core/party.ts'
import type { Return } from '../../src/core/return/return.ts'
import type { Shop } from '../../src/core/shop.ts'
import { transaction } from '../../src/db/transaction.ts'
import { issueCredential } from '../../src/desk/credentials.ts'
import { writeKey } from '../../src/desk/keys.ts'
import { findOne, type Seen } from '../../src/desk/look.ts'
import { DIALECT_NAMES } from '../../src/dialects/dialect.ts'
import { PLATFORMS } from '../../src/dialects/index.ts'
import type { ClientKeys } from '../../src/sandbox/doors.ts'
import { type DeskKit, openKit } from './desk.ts'
import { type Doors, openDoors } from './languages.ts'

export type FourLanguages = DeskKit & {
  doors: Doors
  clients: ClientKeys
  strangers: ClientKeys
  /** Keys to the native API. */
  keys: Record<Role, string>
  seen: (ret: Pick<Return, 'id'>) => Promise<Seen>
}

export async function openFourLanguages(wish: Partial<Shop> = {}): Promise<FourLanguages> {
  const kit = await openKit(wish)
  const strange = await kit.stranger()
  const clients = await clientsOf(kit, kit.shop, 'owner@example.com')
  const strangers = await clientsOf(kit, strange.shop, 'other@example.com')
  const keys = {} as Record<Role, string>
  for (const role of ROLES)
    keys[role] = (await writeKey(kit.desk.db, kit.desk, kit.org, { name: `The ${role}`, role })).secret
  return {
    ...kit,
    clients,
    strangers,
    keys,
    doors: await openDoors(kit.desk),
    async seen({ id }) {
      const found = await findOne(kit.desk, kit.as('owner'), id)
      if (refused(found)) throw new Error(`Return ${id} is gone: ${found.code}.`)
      return found
    },
  }
}

async function clientsOf({ desk }: DeskKit, shop: Shop, username: string): Promise<ClientKeys> {
  const secrets: Record<string, unknown> = {}
  for (const dialect of DIALECT_NAMES) {
    const wish = dialect === 'shopflix' ? { username } : {}
    const made = PLATFORMS.find(({ name }) => name === dialect)?.newClient(shop, wish)
    if (made === undefined || refused(made)) throw new Error(`No client of ${dialect}: ${JSON.stringify(made)}`)
    await transaction(desk.db, tx => issueCredential(tx, desk, { org: shop.org, shop: shop.id, dialect, ...made }))
    secrets[dialect] = dialect === 'shopflix' ? { username: made.name, ...made.secret } : made.secret
  }
  return secrets as ClientKeys
}
