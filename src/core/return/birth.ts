/** A return as it is born: what the filer said, laid over what the order knows. */

import type { Line } from '../order/order.ts'
import { type Side, sideOf } from '../party.ts'
import type { Refusal } from '../refusal.ts'
import type { Commands } from './commands.ts'
import type { Born } from './events.ts'
import { firstMethod, methodNamed } from './method.ts'
import { reasonOf } from './reasoned.ts'
import type { ChosenMethod, Item, Resolution, Return } from './return.ts'
import type { Tray } from './tray.ts'
import type { Wished } from './wishes.ts'

type Args = Commands['submit']
type Assessment = Return['assessment']

/** Where nobody says what the shopper gets. */
export const REFUND: Resolution = { type: 'refund', to: 'original_payment' }

export const lineOf = (wish: Wished, tray: Tray): Line => tray.order.lines.find(line => line.id === wish.line)!

export const itemOf = (wish: Wished, place: number, args: Args, tray: Tray): Item => ({
  id: tray.fresh(),
  position: place + 1,
  line: wish.line,
  slices: [],
  kit: wish.kit,
  asked: wish.quantity,
  removed: [],
  handling: wish.handling ?? (args.method === 'green_return' ? 'keep' : 'send_back'),
  resolution: wish.resolution ?? REFUND,
  reason: reasonOf(wish.reason, lineOf(wish, tray), tray.shop),
  media: (wish.media ?? []).map(id => ({ id, kind: 'photo', by: shownBy(args, tray), at: tray.at })),
  tags: [],
  serials: wish.serials ?? [],
})

/** Only staff speak for the shopper; a carrier tells what it saw itself. */
function shownBy(args: Args, { by }: Tray): Side {
  const side = sideOf(by.role)
  return side === 'merchant' ? (args.shownBy ?? side) : side
}

/** What nobody sends needs no way back. Left open when null is said; when nothing is said the first that fits. */
export function methodOf(
  items: readonly Item[],
  assessment: Assessment,
  args: Args,
  bound: boolean,
  tray: Tray,
): ChosenMethod | null | Refusal {
  if (args.method) return methodNamed(args.method, assessment, tray, !bound)
  const travels = items.some(item => item.handling === 'send_back') && args.kind !== 'on_the_spot'
  return args.method === undefined && travels ? firstMethod(assessment) : null
}

export function bornOf(
  items: Item[],
  method: ChosenMethod | null,
  assessment: Assessment,
  args: Args,
  { birth, order, by }: Tray,
): Born {
  if (!birth) throw new Error('A return needs an id, a serial and a number to be born with.')
  return {
    ...birth,
    org: order.org,
    shop: order.shop,
    order: order.id,
    group: args.group ?? null,
    kind: args.kind ?? 'after_delivery',
    inspector: args.inspector ?? 'merchant',
    lane: args.lane ?? 'standard',
    filedBy: by,
    happenedAt: args.happenedAt ?? null,
    comment: args.comment ?? null,
    contact: { ...order.customer, ...args.contact },
    billing: order.billing,
    shipping: args.shipping === undefined ? order.shipping : args.shipping,
    pickup: args.pickup ?? null,
    gift: args.gift ?? null,
    destination: args.destination ?? null,
    freight: { payer: 'undecided', reason: null },
    method,
    items,
    assessment,
  }
}
