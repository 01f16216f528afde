/** Saying yes, with a label where one is wished for. */
import type { FastifyRequest } from 'fastify'
import type { LabelWish } from '../../../core/return/commands.ts'
import type { DialectHouse } from '../../dialect.ts'
import { accepted, type Handler } from '../door.ts'
import { sayReturn, toReader } from '../say.ts'
import { type Version, versionOf } from '../versions.ts'
import { addressHeard } from './address.ts'
import { changingCall } from './change.ts'
import type { ApproveIn } from './wire.ts'

export const approve = (house: DialectHouse): Handler =>
  changingCall(house, (request: FastifyRequest) => {
    const label = labelWished(request.body as ApproveIn, versionOf(request))
    return {
      choose: () => [{ verb: 'approve', ...(label && { label }) }],
      paths: path => (path.startsWith('label') ? 'generate_label' : ''),
      say: acted => accepted(sayReturn(acted, toReader(house, request))),
    }
  })

/** How the label is to look counts only where one is generated. Until 2024-10 nothing but its reference could be chosen. */
export function labelWished(body: ApproveIn | undefined, version: Version): LabelWish | null {
  if (!body?.generate_label) return null
  if (version < '2025-01') return { reference: body.custom_label_reference ?? null }
  const { label_reference, ship_from, ship_to } = body.customize_label_info ?? {}
  return {
    reference: label_reference ?? null,
    from: ship_from ? addressHeard(ship_from) : null,
    to: ship_to ? addressHeard(ship_to) : null,
  }
}
