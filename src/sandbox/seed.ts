/** Filling an empty house: a shop with its orders and returns, keys to every door, and a stranger next door. */
import type { OrgId } from '../core/ids.ts'
import { type Instant, plus } from '../core/time.ts'
import type { Desk } from '../desk/desk.ts'
import { createEndpoint, type EndpointWish } from '../desk/endpoints.ts'
import { putProducts } from '../desk/products.ts'
import type { Chance } from './chance.ts'
import { type ClientKeys, issueClientKeys, KEY_ROLES, makeKey, makePerson } from './doors.ts'
import { PRODUCTS } from './products.ts'
import { PURCHASES } from './purchases.ts'
import { type Founded, type Founding, found, kept } from './shop.ts'
import { STORIES } from './stories/stories.ts'
import { deskAt, enterPurchases, tellStories } from './tell.ts'

/** Everything of the sandbox that cannot be read from its database again. */
export type Secrets = {
  keys: Record<(typeof KEY_ROLES)[number], string>
  console: { email: string; password: string }
  clients: ClientKeys
  stranger: { key: string; clients: ClientKeys }
}

const YEAR = 365 * 24
const FOUNDING_HOURS = -2 * YEAR

/** Orders the stranger has under the same numbers and names as ours, so that a wall with a hole in it shows. */
const STRANGERS_ORDERS = ['1001', '1002', '1003', '1030', '1041', '1062']

export async function seed(desk: Desk, chance: Chance): Promise<Secrets> {
  const now = desk.now()
  const us = await foundLongAgo(desk, chance.branch('us'), now, {
    organisation: 'Linnea',
    shop: 'Linnea',
    handle: 'open001',
  })
  const them = await foundLongAgo(desk, chance.branch('them'), now, {
    organisation: 'Kestrel & Kin',
    shop: 'Kestrel',
    handle: 'open002',
  })
  await fill(desk, us, chance.branch('our goods'), now, Object.keys(PURCHASES))
  await fill(desk, them, chance.branch('their goods'), now, STRANGERS_ORDERS)
  await addEndpoint(desk, chance.branch('endpoint'), us)
  return secretsOf(desk, chance.branch('doors'), us, them)
}

/** A shop with a few orders and no returns, to try out by hand. */
export async function seedSample(desk: Desk, chance: Chance, id: OrgId): Promise<Founded> {
  const now = desk.now()
  const us = await foundLongAgo(desk, chance, now, {
    id,
    organisation: 'Sample company',
    shop: 'Linnea',
    handle: 'linnea',
  })
  await sell(desk, us)
  await enterPurchases({ desk, house: us, chance, now }, Object.keys(PURCHASES).slice(0, 8))
  return us
}

const foundLongAgo = (
  desk: Desk,
  chance: Chance,
  now: Instant,
  founding: Omit<Founding, 'id'> & { id?: OrgId },
): Promise<Founded> =>
  found(
    deskAt(desk, () => plus(now, { hours: FOUNDING_HOURS }), chance),
    { id: chance.id<OrgId>(), ...founding },
  )

async function fill(
  desk: Desk,
  house: Founded,
  chance: Chance,
  now: Instant,
  numbers: readonly string[],
): Promise<void> {
  const telling = { desk, house, chance, now }
  await sell(desk, house)
  const orders = await enterPurchases(telling, numbers)
  await tellStories(
    telling,
    orders,
    STORIES.filter(story => orders.has(story.on)),
  )
}

/** What can be chosen instead of what comes back. */
async function sell(desk: Desk, { owner, shop }: Founded): Promise<void> {
  kept(await putProducts(desk, owner, shop.id, PRODUCTS), 'The articles')
}

/** Somebody who wants to be told, once their receiver is there. */
async function addEndpoint(desk: Desk, chance: Chance, { owner }: Founded): Promise<void> {
  const wish: EndpointWish = {
    name: 'Warehouse system',
    url: 'https://warehouse.example/hooks',
    events: ['label.made', 'shipment.*', 'receiving.*'],
    state: 'off',
    secret: `whsec_${chance.bytes(32).toString('base64')}`,
  }
  kept(await createEndpoint(deskAt(desk, desk.now, chance), owner, wish), 'The endpoint')
}

async function secretsOf(desk: Desk, chance: Chance, us: Founded, them: Founded): Promise<Secrets> {
  const seeded = deskAt(desk, desk.now, chance)
  const keys: [string, string][] = []
  for (const role of KEY_ROLES) keys.push([role, await makeKey(seeded, chance, us.org, role)])
  return {
    keys: Object.fromEntries(keys) as Secrets['keys'],
    console: await makePerson(seeded, chance, us.org),
    clients: await issueClientKeys(seeded, chance, {
      ...us,
      shop: us.shop.id,
      store: us.shop.refs,
      partner: 1,
      username: 'owner@example.com',
    }),
    stranger: {
      key: await makeKey(seeded, chance, them.org, 'owner'),
      clients: await issueClientKeys(seeded, chance, {
        ...them,
        shop: them.shop.id,
        store: them.shop.refs,
        partner: 2,
        username: 'stranger@example.com',
      }),
    },
  }
}
