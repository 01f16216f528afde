/** One scan of a carrier, told by the parcel's number: it reaches every return that waits for this parcel. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse, refused } from '../../core/refusal.ts'
import type { Command, Commands } from '../../core/return/commands.ts'
import type { Return } from '../../core/return/return.ts'
import { act } from '../../desk/act.ts'
import { byTracking } from '../../desk/look.ts'
import type { App } from '../../http/app.ts'
import { ref } from '../../http/schema.ts'
import { answer, causeOf, changing, type Door, keyedFor, problemIn, refusal } from '../door.ts'
import { hear } from '../hear.ts'
import { TrackingAnswer } from '../wire/answers.ts'
import { Scan } from '../wire/scan.ts'

export function trackingRoutes(app: App, door: Door): void {
  app.post('/v1/tracking', tracking, (request, reply) => track(door, request, reply))
}

const tracking = changing('Tracking', {
  operationId: 'trackParcel',
  summary: 'Report a scan by tracking number',
  description:
    'One parcel may carry the goods of several returns; each of them hears of it, and the answer says what became of each.',
  body: ref(Scan),
  response: { 200: answer(TrackingAnswer, 'Whom it concerned.') },
})

type Heard = { trackingNumber: string; checkpoint: Commands['track']['checkpoint'] }

async function track(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { trackingNumber, checkpoint } = hear<Heard>(Scan, request.body)
  const found = await byTracking(door.desk, request.apiCaller, trackingNumber)
  if (refused(found)) return refusal(reply, found)
  if (found.length === 0)
    return refusal(
      reply,
      refuse('not_found', { path: 'tracking_number', sentence: 'No return waits for a parcel with this number.' }),
    )
  const data: unknown[] = []
  for (const ret of found)
    data.push(await trackOne(door, request, reply, ret, parcels(ret, trackingNumber, checkpoint)))
  return { tracking_number: trackingNumber, data }
}

const parcels = (ret: Return, trackingNumber: string, checkpoint: Heard['checkpoint']): Command[] =>
  ret.shipments
    .filter(
      shipment =>
        shipment.trackingNumber?.toLowerCase() === trackingNumber.trim().toLowerCase() && shipment.cancelledAt === null,
    )
    .map(shipment => ({ verb: 'track', shipment: shipment.id, checkpoint }))

async function trackOne(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  ret: Return,
  commands: Command[],
): Promise<unknown> {
  const common = { return_id: ret.id, number: ret.number }
  if (commands.length === 0)
    return {
      ...common,
      outcome: 'refused',
      problem: problemIn(refuse('not_open', { sentence: 'The parcel was called off.' }), reply),
    }
  const acted = await act(door.desk, request.apiCaller, { ret: ret.id }, commands, {
    ...keyedFor(request, ret.id),
    ...causeOf(request),
  })
  return refused(acted)
    ? { ...common, outcome: 'refused', problem: problemIn(acted, reply) }
    : { ...common, outcome: 'tracked', version: acted.ret.version }
}
