/** Withdrawing from a purchase, for shops that build their own page: no session, no reason, one statement. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WithdrawalId } from '../../core/ids.ts'
import type { Language } from '../../core/languages.ts'
import { refused } from '../../core/refusal.ts'
import { offersWithdrawal, type Statement } from '../../core/withdrawal.ts'
import { nothingHere } from '../../desk/caller.ts'
import { portalAt } from '../../desk/shopper/portal.ts'
import { declare, openFromStatement } from '../../desk/shopper/withdrawal.ts'
import type { App } from '../../http/app.ts'
import { exactly, ref } from '../../http/schema.ts'
import { declaration } from '../../ui/declaration.ts'
import { speakIn } from '../../ui/texts/speak.ts'
import { answer, changing, type Door, keyed, refusal } from '../door.ts'
import { idMadeOf } from '../filing.ts'
import { hear } from '../hear.ts'
import { answerBrowsers } from '../shopper-door.ts'
import { text } from '../wire/fields.ts'
import { ShopperWithdrawal, ShopperWithdrawalInput } from '../wire/withdrawal.ts'

type Heard = { name: string; orderNumber: string; email: string; part?: string; language?: Language }

const described = changing('Shopper', {
  operationId: 'declareWithdrawal',
  summary: 'Withdraw from a purchase',
  description:
    'Directive 2011/83/EU, article 11a: call it from the second of two steps, from a button labelled “Confirm withdrawal”. It is received whatever the order number says, acknowledged by mail to the second, and kept unchanged; what becomes of it is the shop’s to see. With an `Idempotency-Key` a repeated request is one statement.',
  params: exactly({ portal: text('The shop’s word in addresses.', 'linnea', 64, { minLength: 1 }) }),
  body: ref(ShopperWithdrawalInput),
  response: { 201: answer(ShopperWithdrawal, 'Received.') },
})

export function shopperWithdrawalRoutes(app: App, { desk }: Door): void {
  const portalOf = (request: FastifyRequest) => portalAt(desk, (request.params as { portal: string }).portal)
  answerBrowsers(app, portalOf)
  const route = { schema: { ...described.schema, security: [] } }
  app.post(
    '/v1/shopper/portals/:portal/withdrawals',
    route as never,
    async (request: FastifyRequest, reply: FastifyReply) => {
      const portal = await portalOf(request)
      if (portal === null || !offersWithdrawal(portal.settings)) return refusal(reply, nothingHere('returns page'))
      const {
        name,
        orderNumber,
        email,
        part,
        language = portal.settings.languages[0] ?? 'en',
      } = hear<Heard>(ShopperWithdrawalInput, request.body)
      const scope: Statement['scope'] = part === undefined ? { kind: 'whole' } : { kind: 'part', text: part }
      const words = declaration(speakIn(language, portal.settings.texts), name, orderNumber, scope)
      const { key } = keyed(request)
      const id =
        key === undefined
          ? desk.fresh<WithdrawalId>()
          : idMadeOf<WithdrawalId>(`withdrawal ${portal.shop.id} ${request.ip} ${key}`)
      const received = await declare(desk, portal, id, { name, orderNumber, email, scope, language, words }, request.ip)
      if (refused(received)) return refusal(reply, received)
      await openFromStatement(desk, received, null).catch(() => null)
      return reply.code(201).send({
        number: received.number,
        received_at: received.receivedAt,
        words: received.statement.words,
      })
    },
  )
}
