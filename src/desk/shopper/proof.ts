/**
 * Whose order is it? Somebody who is not signed in names an order and something only its customer knows. Every wrong guess – no such order, another
 * shop's, a wrong address, a forgotten customer – is answered alike and after the same work, so that guessing tells nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Order } from '../../core/order/order.ts'
import type { Address } from '../../core/party.ts'
import type { PortalSettings } from '../../core/portal.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import { CANDIDATES, ordersMeant } from '../../db/orders-meant.ts'
import type { Desk } from '../desk.ts'
import { keyFor } from '../open-desk.ts'
import type { Portal } from './portal.ts'
import type { Standing } from './session.ts'
import { forgiveTries, spendTry } from './tries.ts'
import { plainEmail, plainPostalCode, typedNumber } from './typed.ts'

/** `gift`: somebody it was sent to, rather than who bought it. */
export type Guess = { orderNumber: string; email?: string; postalCode?: string; gift?: boolean }
export type From = { address: string }
export type ProvedOrder = { order: Order; standing: Standing }

/**
 * Refuses `limit_exceeded` with `until` when this order or this address was guessed at too often, `invalid` when something is missing that this shop asks
 * for, and `not_found` for everything that is wrong.
 */
export async function lookUp(desk: Desk, portal: Portal, guess: Guess, from: From): Promise<ProvedOrder | Refusal> {
  const wrong = missing(portal.settings, guess)
  if (wrong) return wrong
  const typed = typedNumber(guess.orderNumber)
  const { org, shop } = portal
  const tries = { org, shop: shop.id, kind: 'guess', number: typed.plain, address: from.address } as const
  const limited = await spendTry(desk, tries)
  if (limited) return limited
  const candidates = await ordersMeant(desk.db, org, shop.id, typed)
  const standing = guess.gift ? 'recipient' : 'customer'
  const proved = Array.from({ length: CANDIDATES }, (_, place) => candidates[place]).map(candidate => {
    const fits = isProved(desk, portal.settings, knownOf(candidate?.order, standing), guess)
    return fits && candidate?.meant ? candidate.order : null
  })
  const order = proved.find(one => one !== null)
  if (!order) return wrongGuess()
  await forgiveTries(desk, tries)
  return { order, standing }
}

/** One sentence for whatever was wrong. */
export const wrongGuess = (): Refusal =>
  refuse('not_found', {
    sentence:
      'No order fits what was typed. Check the order number and the other details against the confirmation of the order.',
  })

/** What a shop asks for is no secret, and is the same for every order. */
function missing({ proof, gifts }: PortalSettings, { orderNumber, email, postalCode, gift }: Guess): Refusal | null {
  const has = { email: plainEmail(email) !== '', postalCode: plainPostalCode(postalCode, null) !== '' }
  if (typedNumber(orderNumber).plain === '') return absent('orderNumber', 'Type the number of the order.')
  if (gift && !gifts)
    return refuse('not_found', { sentence: 'This shop takes gifts back only from whoever bought them.' })
  if (gift || proof === 'either')
    return has.email || has.postalCode
      ? null
      : absent('email', 'Type the e-mail address or the postal code of the order.')
  if (proof !== 'postal_code' && !has.email) return absent('email', 'Type the e-mail address of the order.')
  if (proof !== 'email' && !has.postalCode) return absent('postalCode', 'Type the postal code of the order.')
  return null
}

const absent = (path: string, sentence: string): Refusal => refuse('invalid', { path, sentence })

/** What somebody of this standing knows of an order. Always as many of each, so that comparing takes the same for everyone. */
type Known = { emails: (string | null)[]; places: (Address | null)[] }

const MOST_EMAILS = 3
const MOST_PLACES = 2

/** The parcel of a gift shows its recipient's postal code, which therefore proves nothing about who bought it. */
function knownOf(order: Order | undefined, standing: Standing): Known {
  const party = standing === 'recipient' ? order?.gift?.recipient : order?.customer
  const places =
    standing === 'recipient'
      ? [order?.gift ? order.shipping : null]
      : [order?.billing, order?.gift ? null : order?.shipping]
  const exactly = <T>(some: readonly (T | null | undefined)[], length: number): (T | null)[] =>
    Array.from({ length }, (_, place) => some[place] ?? null)
  return { emails: exactly(party?.emails ?? [], MOST_EMAILS), places: exactly(places, MOST_PLACES) }
}

/** Everything is compared, whatever the first comparison gave. */
function isProved(desk: Desk, { proof }: PortalSettings, known: Known, { email, postalCode, gift }: Guess): boolean {
  const same = comparing(desk)
  const byEmail = known.emails.map(one => same(plainEmail(one), plainEmail(email))).includes(true)
  const byPlace = known.places
    .map(place =>
      same(
        plainPostalCode(place?.postalCode, place?.country ?? null),
        plainPostalCode(postalCode, place?.country ?? null),
      ),
    )
    .includes(true)
  // Whoever sent a gift often knew only where it should go; then that is what its recipient is asked for.
  const asked = gift && known.emails.every(one => one === null) ? 'postal_code' : proof
  return { email: byEmail, postal_code: byPlace, either: byEmail || byPlace, both: byEmail && byPlace }[asked]
}

/** In constant time, through hashes of one length. Nothing is never the same as nothing. */
function comparing(desk: Desk): (known: string, guessed: string) => boolean {
  const key = keyFor(desk, 'guesses')
  const hashed = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  return (known, guessed) => {
    const alike = timingSafeEqual(hashed(known), hashed(guessed))
    return alike && guessed !== ''
  }
}
