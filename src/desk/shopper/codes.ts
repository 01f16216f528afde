/**
 * One-time codes: six digits, sent to the address the order was made with. Asking for one looks the same whether or not there is such an order, and does
 * the same work; typing one in proves the order as a postal code does.
 */
import { createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import type { OrderId } from '../../core/ids.ts'
import type { Language } from '../../core/languages.ts'
import type { Order } from '../../core/order/order.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import { type Instant, plus } from '../../core/time.ts'
import { insertCode, tryCode, useCode } from '../../db/codes.ts'
import { insertMails } from '../../db/mails.ts'
import { findOrder } from '../../db/orders.ts'
import { ordersMeant } from '../../db/orders-meant.ts'
import { send } from '../../db/send.ts'
import { transaction } from '../../db/transaction.ts'
import type { Desk } from '../desk.ts'
import { orderMail } from '../mails.ts'
import { keyFor } from '../open-desk.ts'
import type { Portal } from './portal.ts'
import type { From, ProvedOrder } from './proof.ts'
import { markOf, type Standing } from './session.ts'
import { forgiveTries, spendTry } from './tries.ts'
import { typedNumber } from './typed.ts'

const DIGITS = 6
const LIFE_HOURS = 10 / 60
const MOST_TRIES = 5

/** `gift`: the code goes to whom it was sent to. */
export type CodeWish = { orderNumber: string; gift?: boolean }

/** Gives the id of what was asked for, which opens nothing by itself, and until when it can be redeemed. Refuses `limit_exceeded`, and `invalid` without a number. */
export async function sendCode(
  desk: Desk,
  portal: Portal,
  { orderNumber, gift = false }: CodeWish,
  from: From,
  language: Language,
): Promise<{ code: string; until: Instant } | Refusal> {
  const { org, shop, settings } = portal
  const typed = typedNumber(orderNumber)
  if (typed.plain === '') return refuse('invalid', { path: 'orderNumber', sentence: 'Type the number of the order.' })
  const limited = await spendTry(desk, {
    org,
    shop: shop.id,
    kind: 'code',
    number: typed.plain,
    address: from.address,
  })
  if (limited) return limited
  const standing: Standing = gift ? 'recipient' : 'customer'
  const candidates = await ordersMeant(desk.db, org, shop.id, typed)
  const reached = candidates.find(({ order, meant }) => meant && addressOf(order, standing) !== null)
  const order = gift && !settings.gifts ? null : (reached?.order ?? null)
  const code: Fresh = { id: desk.fresh(), digits: freshDigits(), standing, language }
  const until = plus(desk.now(), { hours: LIFE_HOURS })
  await keep(desk, portal, { order, stand: candidates[0]?.order ?? null }, code, until)
  return { code: code.id, until }
}

type Fresh = { id: string; digits: string; standing: Standing; language: Language }

/**
 * A code for nobody is kept like any other, beside an order that stands in and whose customer it does not fit; and a statement that writes no mail
 * travels where the mail would.
 */
async function keep(
  desk: Desk,
  { org, shop }: Portal,
  { order, stand }: { order: Order | null; stand: Order | null },
  code: Fresh,
  expiresAt: Instant,
): Promise<void> {
  const now = desk.now()
  const hash = hashOf(desk, code, order === null ? randomUUID() : markOf(desk, order, code.standing))
  await transaction(desk.db, async tx => {
    send(
      insertCode(tx, {
        org,
        id: code.id,
        shop: shop.id,
        order: (order ?? stand)?.id ?? null,
        hash,
        createdAt: now,
        expiresAt,
      }),
    )
    const to = order && addressOf(order, code.standing)
    if (!order || !to) return send(insertMails(tx, org, [], now))
    orderMail(tx, desk, {
      org,
      shop: shop.id,
      order: order.id,
      kind: 'code',
      to,
      language: code.language,
      key: `code:${code.id}`,
      doc: { until: expiresAt },
      secret: code.digits,
    })
  })
}

const addressOf = ({ customer, gift }: Order, standing: Standing): string | null =>
  (standing === 'recipient' ? gift?.recipient : customer)?.emails[0] ?? null

const freshDigits = (): string => String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')

/** Over whose the order was as well: a code opens nothing once that has been corrected, and says itself whom it was sent to. */
const hashOf = (desk: Desk, { id, digits }: { id: string; digits: string }, mark: string): string =>
  createHmac('sha256', keyFor(desk, 'codes')).update(`${id} ${digits} ${mark}`).digest('base64url')

/** Refuses `not_found` for digits that are wrong, and alike for a code that was used, has ended or never was; `limit_exceeded` with `until`. */
export async function redeemCode(
  desk: Desk,
  { org, shop }: Portal,
  { code, digits }: { code: string; digits: string },
  from: From,
): Promise<ProvedOrder | Refusal> {
  const tries = { org, shop: shop.id, kind: 'guess', number: `code ${code}`, address: from.address } as const
  const limited = await spendTry(desk, tries)
  if (limited) return limited
  const id = UUID.test(code) ? code.toLowerCase() : randomUUID()
  const now = desk.now()
  const known = await tryCode(desk.db, { org, shop: shop.id, id }, { at: now, most: MOST_TRIES })
  const order = await findOrder(desk.db, org, known?.order ?? (randomUUID() as OrderId))
  const standing = sentTo(desk, { id, digits: typedDigits(digits) }, order, known?.hash ?? '')
  if (!order || order.erasedAt !== undefined || !standing || !(await useCode(desk.db, org, id, now))) return wrongCode()
  await forgiveTries(desk, tries)
  return { order, standing }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const typedDigits = (text: string): string => typedNumber(text).plain.replaceAll('-', '')

/** To whom of the two the code went whose hash this is. */
function sentTo(
  desk: Desk,
  code: { id: string; digits: string },
  order: Order | null,
  hash: string,
): Standing | undefined {
  const fits = (['customer', 'recipient'] as const).map(standing => {
    const expected = Buffer.from(hashOf(desk, code, order ? markOf(desk, order, standing) : ''))
    const kept = Buffer.from(hash.padEnd(expected.length))
    return kept.length === expected.length && timingSafeEqual(kept, expected) ? standing : undefined
  })
  return fits.find(standing => standing !== undefined)
}

const wrongCode = (): Refusal =>
  refuse('not_found', {
    path: 'digits',
    sentence: 'This code is not right or has ended. Check the digits, or ask for a new code.',
  })
