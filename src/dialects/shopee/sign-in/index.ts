/** How partners come to be let in, and to their tokens. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../../http/app.ts'
import { explain } from '../../../http/explain.ts'
import { textTrouble } from '../../../http/plain-text.ts'
import type { DialectHouse } from '../../dialect.ts'
import { publicCall, shopCall } from '../door.ts'
import { Consent, showOver } from './consent.ts'
import { openLink, signedLink } from './links.ts'
import { showPage } from './page.ts'
import { getShopInfo, getShopsByPartner } from './shop-calls.ts'
import { getToken, getTokenByResendCode, refreshToken } from './token-calls.ts'

const FLAT = { flat: true }
const HIDDEN = { schema: { hide: true } }

/** Behind `/api/v2/auth`. */
export function tokenRoutes(auth: App, house: DialectHouse): void {
  publicCall(auth, house, 'POST', 'token/get', (partner, input) => getToken(house, partner, input), FLAT)
  publicCall(auth, house, 'POST', 'access_token/get', (partner, input) => refreshToken(house, partner, input), FLAT)
}

/** Behind `/api/v2/public`. */
export function publicRoutes(open: App, house: DialectHouse): void {
  publicCall(
    open,
    house,
    'POST',
    'get_token_by_resend_code',
    (partner, input) => getTokenByResendCode(house, partner, input),
    FLAT,
  )
  publicCall(
    open,
    house,
    'GET',
    'get_shops_by_partner',
    (partner, input) => getShopsByPartner(house, partner, input),
    FLAT,
  )
}

/** Behind `/api/v2/shop`. */
export function shopRoutes(shop: App, house: DialectHouse): void {
  shop.get('/auth_partner', HIDDEN, signedLink(house, 'link'))
  shop.get('/cancel_auth_partner', HIDDEN, signedLink(house, 'part'))
  shopCall(shop, house, 'GET', 'get_shop_info', (client, input) => getShopInfo(house, client, input), FLAT)
}

const FORM_LIMIT_BYTES = 16 * 1024

/** Text the database could not keep is nobody's address and nobody's password. */
function readForm(text: string): Record<string, string> {
  const fields = [...new URLSearchParams(text)]
  if (fields.flat().some(one => textTrouble(one)))
    throw Object.assign(new Error('A form holds bad text.'), { statusCode: 400 })
  return Object.fromEntries(fields)
}

/** `/auth`, where people read it: the newer link leads here itself, the older one by a step in between. */
export function consentPages(pages: App, house: DialectHouse): void {
  const consent = new Consent(house)
  pages.setErrorHandler((fault, request, reply) => tellFault(fault, request, reply))
  pages.removeAllContentTypeParsers()
  pages.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
    async (_request: FastifyRequest, body: string | Buffer) => readForm(String(body)),
  )
  pages.get('/auth', HIDDEN, async (request, reply) =>
    'partner_id' in (request.query as object) ? openLink(house, request, reply) : consent.show(request, reply),
  )
  pages.post('/auth', HIDDEN, async (request, reply) => consent.answer(request, reply))
}

function tellFault(fault: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, retryAfterSeconds } = explain(fault)
  if (status < 500 && status !== 429) return showOver(reply)
  if (status >= 500) request.log.error({ err: fault }, 'request failed')
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  return showPage(reply, { status, title: 'Not now', body: '<p>Try again in a moment.</p>' })
}
