/** The two links that lead to the pages of consent: the older one, which partners sign, and the newer one, which they do not. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DialectHouse } from '../../dialect.ts'
import { pairsOf, recognisePartner } from '../auth.ts'
import { sayNo } from '../envelope.ts'
import { isNo, no } from '../errors.ts'
import { showOver } from './consent.ts'
import { redirectIn } from './redirects.ts'
import { type Ticket, ticketPath } from './tickets.ts'

const NO_REDIRECT = no('error_param', 'Wrong parameters, detail: invalid redirect', 400)

/** `/api/v2/shop/auth_partner?partner_id=…&timestamp=…&sign=…&redirect=…`: good for five minutes, as its timestamp is. */
export const signedLink =
  (house: DialectHouse, wish: Ticket['wish']) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const partner = await recognisePartner(house, request)
    if (isNo(partner)) return sayNo(request, reply, partner)
    const redirect = redirectIn((request.query as Record<string, unknown>).redirect)
    if (!redirect) return sayNo(request, reply, NO_REDIRECT)
    const path = ticketPath(house.desk, { partnerId: String(partner.id), redirect, state: null, wish })
    // Told from here, so that it holds behind any prefix.
    return reply.header('cache-control', 'no-store').redirect(`../../..${path}`, 302)
  }

/** `/auth?partner_id=…&auth_type=seller&redirect_uri=…&response_type=code&state=…`. A code it brings is worth nothing without the partner's key. */
export async function openLink(
  house: DialectHouse,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { partner_id, redirect_uri, state } = request.query as Record<string, unknown>
  const redirect = redirectIn(redirect_uri)
  const partnerId = typeof partner_id === 'string' && /^\d{1,10}$/.test(partner_id) ? String(Number(partner_id)) : null
  if (!redirect || partnerId === null || (await pairsOf(house, partnerId)).length === 0) return showOver(reply)
  const path = ticketPath(house.desk, {
    partnerId,
    redirect,
    state: typeof state === 'string' ? state : null,
    wish: 'link',
  })
  return reply.header('cache-control', 'no-store').redirect(`.${path}`, 302)
}
