/** Telling the sandbox's stories to the desk: every order and every step goes over the counter, as itself, at its own time. */
import sharp from 'sharp'
import type { FileId } from '../core/ids.ts'
import { enterOrder } from '../core/order/entry.ts'
import type { Order } from '../core/order/order.ts'
import type { Actor, Role } from '../core/party.ts'
import type { Return } from '../core/return/return.ts'
import { epochMs, type Instant, plus } from '../core/time.ts'
import { act } from '../desk/act.ts'
import { type Caller, SCOPES_OF } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { enterOne } from '../desk/orders.ts'
import { keepPhoto } from '../desk/photos.ts'
import { STAFF } from './cast.ts'
import type { Chance } from './chance.ts'
import { inLanes } from './lanes.ts'
import { paymentsFor, purchase } from './purchases.ts'
import { type Founded, kept } from './shop.ts'
import type { Standing, Story } from './stories/story.ts'

/** The same counter at another time, with ids of its own. */
export const deskAt = (desk: Desk, now: () => Instant, chance: Chance): Desk => ({
  ...desk,
  now,
  fresh: chance.id,
  rma: chance.rma,
})

export type Telling = { desk: Desk; house: Founded; chance: Chance; now: Instant }

/** Enters the orders with these numbers, each on the day it was placed. */
export async function enterPurchases(
  { desk, house, chance, now }: Telling,
  numbers: readonly string[],
): Promise<Map<string, Order>> {
  const orders = new Map<string, Order>()
  await inLanes(numbers, async number => {
    const input = purchase(number, now)
    const then = deskAt(desk, () => input.placedAt, chance.branch(`order ${number}`))
    const draft = kept(
      enterOrder(input, null, { shop: house.shop, policy: null, at: input.placedAt, org: house.org, fresh: realOnly }),
      `Order ${number}`,
    )
    const payments = paymentsFor(number, draft.payments[0]?.captured.amountMinor ?? 0)
    const { order } = kept(await enterOne(then, house.owner, house.shop.id, { ...input, payments }), `Order ${number}`)
    orders.set(number, order)
  })
  return orders
}

/** For a draft nobody keeps. */
let drafts = 0
const realOnly = <I extends string>() => `draft-${++drafts}` as I

/** Files every story's return in the order of their times, so that they are numbered so; then each goes its own way. */
export async function tellStories(
  telling: Telling,
  orders: ReadonlyMap<string, Order>,
  stories: readonly Story[],
): Promise<void> {
  const photos = await photosFor(telling)
  const tellers = stories
    .map(story => new Teller(telling, story, orders.get(story.on) as Order, photos))
    .toSorted((a, b) => epochMs(a.at) - epochMs(b.at))
  for (const teller of tellers) await teller.file()
  await inLanes(tellers, teller => teller.goOn())
}

const HOURS_AGO = 30

class Teller {
  at: Instant
  readonly #desk: Desk
  readonly #story: Story
  readonly #order: Order
  readonly #house: Founded
  readonly #photos: FileId[]
  #ret: Return | null = null

  constructor({ desk, house, chance, now }: Telling, story: Story, order: Order, photos: FileId[]) {
    this.at = plus(now, { hours: -(story.hoursAgo ?? HOURS_AGO) })
    this.#desk = deskAt(desk, () => this.at, chance.branch(`story ${story.on}`))
    this.#story = story
    this.#order = order
    this.#house = house
    this.#photos = photos
  }

  async file(): Promise<void> {
    const { by = 'shopper' } = this.#story
    this.#ret = await filedOn(this.#desk, this.#callerFor(by), this.#order, this.#story, this.#photos)
  }

  async goOn(): Promise<void> {
    for (const { by, hours = 1, says } of this.#story.then ?? []) {
      if (this.#ret === null) throw new Error('A story begins with its filing.')
      this.at = plus(this.at, { hours })
      const commands = [says(this.#standing(this.#ret))].flat()
      const acted = await act(this.#desk, this.#callerFor(by), { ret: this.#ret.id }, commands)
      this.#ret = kept(
        acted,
        `“${this.#story.title}” (${this.#story.on}): ${commands.map(({ verb }) => verb).join(', ')}`,
      ).ret
    }
  }

  #standing(ret: Return): Standing {
    return { ret, order: this.#order, shop: this.#house.shop, at: this.at, photos: this.#photos }
  }

  #callerFor(role: Role): Caller {
    return callerAs(role, this.#house, this.#order)
  }
}

async function filedOn(desk: Desk, caller: Caller, order: Order, { title, on, files }: Story, photos: FileId[]) {
  const items = files.items({ order, at: desk.now(), photos })
  return kept(await act(desk, caller, { order: order.id }, [{ verb: 'submit', ...files, items }]), `“${title}” (${on})`)
    .ret
}

/** As whom a step is taken. Shoppers see their own order and nothing else. */
function callerAs(role: Role, { org }: Founded, order: Order): Caller {
  return {
    org,
    actor: actorAs(role, order),
    scopes: new Set(SCOPES_OF[role]),
    shops: null,
    orders: role === 'shopper' ? [order.id] : null,
  }
}

const DOOR: Record<Role, Actor['via']> = {
  shopper: 'portal',
  owner: 'console',
  agent: 'console',
  warehouse: 'console',
  arbiter: 'console',
  carrier: 'api',
  system: 'job',
}

function actorAs(role: Role, { customer }: Order): Actor {
  if (role !== 'shopper') return { role, id: null, via: DOOR[role], ...STAFF[role] }
  return {
    role,
    id: null,
    via: 'portal',
    name: `${customer.firstName} ${customer.lastName}`,
    email: customer.emails[0] ?? null,
  }
}

const COLOURS = ['#b5651d', '#2f6f4f', '#8a8d91']

/** Plain pictures, good enough to be shown as evidence. */
async function photosFor({ desk, house, chance, now }: Telling): Promise<FileId[]> {
  const then = deskAt(desk, () => plus(now, { hours: -HOURS_AGO }), chance.branch('photos'))
  const photos: FileId[] = []
  for (const background of COLOURS) {
    const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
      .jpeg()
      .toBuffer()
    photos.push(kept(await keepPhoto(then, house.owner, house.shop.id, bytes), 'A photo').id)
  }
  return photos
}
