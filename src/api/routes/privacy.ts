/** Data protection: one shopper's data as one document, and forgetting a shopper. */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { REASONS_TO_KEEP } from '../../core/privacy/table.ts'
import { refused } from '../../core/refusal.ts'
import { type ErasureWish, eraseShopper } from '../../desk/erasure.ts'
import { organisationOf } from '../../desk/organisation.ts'
import { type Person, showPerson } from '../../desk/person.ts'
import type { App } from '../../http/app.ts'
import { ref } from '../../http/schema.ts'
import { answer, answered, changing, type Door, refusal, toWhom } from '../door.ts'
import { hear } from '../hear.ts'
import { personDocument } from '../person-document.ts'
import { said } from '../said.ts'
import { Erasure, ErasureInput, PersonDocument, PersonInput } from '../wire/privacy.ts'

const TAG = 'Data protection'

export function privacyRoutes(app: App, door: Door): void {
  app.post('/v1/data/exports', exporting, (request, reply) => exportPerson(door, request, reply))
  app.post('/v1/data/erasures', erasing, async (request, reply) =>
    answered(
      reply,
      await eraseShopper(door.desk, request.apiCaller, hear<ErasureWish>(ErasureInput, request.body)),
      erasure => ({ ...(said(erasure) as object), keeps: REASONS_TO_KEEP }),
    ),
  )
}

const exporting = changing(TAG, {
  operationId: 'exportPerson',
  summary: 'Read everything that is kept of one shopper',
  description:
    'For a request under GDPR articles 15 and 20: orders, returns with their events and messages, store credit, links to photos, and what the audit says about them, as one document that is sent while it is read. That it was read stands in the audit. An `Idempotency-Key` is taken and changes nothing.',
  body: ref(PersonInput),
  response: { 200: answer(PersonDocument, 'The document.') },
})

const erasing = changing(TAG, {
  operationId: 'erasePerson',
  summary: 'Forget one shopper',
  description:
    'For a request under GDPR article 17. Names, addresses, words and photos go from orders, returns and their events; money, goods, dates and who of the shop did what stay. Refused while a return is under way or money on its way, unless forced with a reason. Purchase by purchase: what stops in the middle goes on when it is asked for again. Doing it twice is fine, so an `Idempotency-Key` is taken and changes nothing.',
  body: ref(ErasureInput),
  response: { 200: answer(Erasure, 'What was forgotten, and what stays and why.') },
})

async function exportPerson(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const person = hear<Person>(PersonInput, request.body)
  const { desk } = door
  const [organization, records] = await Promise.all([
    organisationOf(desk, request.apiCaller),
    showPerson(desk, request.apiCaller, person),
  ])
  if (refused(organization)) return refusal(reply, organization)
  if (refused(records)) return refusal(reply, records)
  const text = personDocument({ organization, person, madeAt: desk.now() }, records, toWhom(door, request))
  return reply.header('content-type', 'application/json; charset=utf-8').send(Readable.from(text))
}
