/** Statements of withdrawal, for the shop's people: those a return could be opened from by itself, and those somebody has to look at. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OrderId, WithdrawalId } from '../../core/ids.ts'
import type { Withdrawal as Declared } from '../../core/withdrawal.ts'
import { matchWithdrawal, withdrawalFor, withdrawalsFor } from '../../desk/shopper/withdrawal.ts'
import type { App } from '../../http/app.ts'
import { ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, reading } from '../door.ts'
import { placeAfter, sayPage } from '../pages.ts'
import { said } from '../said.ts'
import { one, WithdrawalQuery } from '../wire/queries.ts'
import { Withdrawal, WithdrawalMatch, WithdrawalPage } from '../wire/withdrawal.ts'

const TAG = 'Withdrawals'
const NAMED = one('statement')

const list = reading(TAG, {
  operationId: 'listWithdrawals',
  summary: 'List statements of withdrawal',
  description: 'Consumers declare them on the shop’s returns page; those in the state `waiting` need a person.',
  querystring: WithdrawalQuery,
  response: { 200: answer(WithdrawalPage, 'One page.') },
})
const get = reading(TAG, {
  operationId: 'getWithdrawal',
  summary: 'Get a statement of withdrawal',
  params: NAMED,
  response: { 200: answer(Withdrawal, 'The statement.') },
})
const match = changing(TAG, {
  operationId: 'matchWithdrawal',
  summary: 'Say which order a statement is about',
  description:
    'Opens the return. Whether it is in time is judged at the moment the statement was received, however long ago that was.',
  params: NAMED,
  body: ref(WithdrawalMatch),
  response: { 200: answer(Withdrawal, 'The statement, with the return opened from it.') },
})

export function withdrawalRoutes(app: App, { desk }: Door): void {
  app.get('/v1/withdrawals', list, async (request, reply) => {
    const { state, limit = 20, after } = request.query as { state?: Declared['state']; limit?: number; after?: string }
    const wish = { ...(state && { state }), ...placeAfter('withdrawals', after), limit }
    return answered(reply, await withdrawalsFor(desk, request.apiCaller, wish), got =>
      sayPage('withdrawals', got, withdrawal => said(withdrawal)),
    )
  })
  app.get('/v1/withdrawals/:id', get, async (request, reply) =>
    answered(reply, await withdrawalFor(desk, request.apiCaller, idOf(request)), withdrawal => said(withdrawal)),
  )
  app.post('/v1/withdrawals/:id/match', match, async (request: FastifyRequest, reply: FastifyReply) => {
    const { order_id: order, pieces } = request.body as {
      order_id: OrderId
      pieces?: { line: string; quantity: number }[]
    }
    const matched = await matchWithdrawal(desk, request.apiCaller, idOf(request), { order, ...(pieces && { pieces }) })
    return answered(reply, matched, withdrawal => said(withdrawal))
  })
}

const idOf = (request: FastifyRequest): WithdrawalId => (request.params as { id: WithdrawalId }).id
