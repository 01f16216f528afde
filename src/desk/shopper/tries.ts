/** How often somebody may guess, per order and per address, and what is said when that is over. */
import { createHmac } from 'node:crypto'
import type { OrgId, ShopId } from '../../core/ids.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import { plus } from '../../core/time.ts'
import { countTries, forgetTries, type Tried, uncountTry } from '../../db/tries.ts'
import type { Desk } from '../desk.ts'
import { keyFor } from '../open-desk.ts'

/**
 * So many within the hour. An order's number allows few, since a postal code has few digits; an address allows more, since many people may come from
 * behind it. Codes go out to the customer's mailbox, which nobody may flood; nor with acknowledgements of withdrawals.
 */
export const MOST_TRIES = {
  guess: { order: 10, address: 60 },
  code: { order: 5, address: 30 },
  withdrawal: { order: 10, address: 20 },
} as const
export type Kind = keyof typeof MOST_TRIES

const WINDOW_HOURS = 1

/** What is counted: the number as it was typed, whether or not there is such an order, and where the guess came from. */
export type Tries = { org: OrgId; shop: ShopId; kind: Kind; number: string; address: string }

/** Counts this one too. Refused with the moment from which on it may be tried again. */
export async function spendTry(desk: Desk, tries: Tries): Promise<Refusal | null> {
  const at = desk.now()
  const { order, address } = subjectsOf(desk, tries)
  const counted = await countTries(desk.db, tries.org, [order, address], {
    at,
    before: plus(at, { hours: -WINDOW_HOURS }),
  })
  const most = MOST_TRIES[tries.kind]
  const over = counted.filter(({ subject, made }) => made > (subject === order ? most.order : most.address))
  return over.length === 0 ? null : tooMany(over)
}

function tooMany(over: readonly Tried[]): Refusal {
  const ends = over.map(({ since }) => plus(since, { hours: WINDOW_HOURS })).toSorted()
  const until = ends.at(-1)
  return refuse('limit_exceeded', {
    sentence: 'This was tried too often. Wait for a while, or use the link in a mail about the order.',
    ...(until !== undefined && { until }),
  })
}

/** Whoever knew the answer was not guessing: the order's count ends, the address gets its try back. */
export async function forgiveTries(desk: Desk, tries: Tries): Promise<void> {
  const { order, address } = subjectsOf(desk, tries)
  await forgetTries(desk.db, tries.org, order)
  await uncountTry(desk.db, tries.org, address)
}

/** Numbers and addresses are personal, so only keyed hashes of them are kept. */
function subjectsOf(desk: Desk, { shop, kind, number, address }: Tries): { order: string; address: string } {
  const key = keyFor(desk, 'tries')
  const hashed = (...words: string[]) => createHmac('sha256', key).update(words.join(' ')).digest('base64url')
  return { order: hashed(kind, 'order', shop, number), address: hashed(kind, 'address', networkOf(address)) }
}

/** A household has a whole network of IPv6 addresses, 64 bits wide; each of them is not somebody else. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
