/** Returns of several orders filed together: one group, each member an ordinary return of one order. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { GroupId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import type { App } from '../../http/app.ts'
import { ref } from '../../http/schema.ts'
import { answer, changing, type Door, keyed, keyedFor, problemIn, toWhom } from '../door.ts'
import { type Filed, fileReturn, groupFor } from '../filing.ts'
import { hear } from '../hear.ts'
import { saySeen } from '../say.ts'
import { GroupAnswer } from '../wire/answers.ts'
import { wirePath } from '../wire/names.ts'
import { GroupSubmission } from '../wire/submission.ts'

export function groupRoutes(app: App, door: Door): void {
  app.post('/v1/returns/groups', filing, (request, reply) => fileGroup(door, request, reply))
}

const filing = changing('Returns', {
  operationId: 'fileGroup',
  summary: 'File returns of several orders together',
  description:
    'One return has one order. The members share a `group_id` and are filed one after the other: one that is refused does not take the others back, and the answer says what became of each.',
  body: ref(GroupSubmission),
  response: { 200: answer(GroupAnswer, 'Member by member.') },
})

type Group = { group?: GroupId; comment?: string; members: Filed[] }

async function fileGroup(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const {
    group = groupFor(door, request, keyed(request).key),
    comment,
    members,
  } = hear<Group>(GroupSubmission, request.body)
  const to = toWhom(door, request)
  const data: unknown[] = []
  for (const [place, member] of members.entries()) {
    const filed = await fileReturn(
      door,
      request,
      { ...(comment !== undefined && { comment }), ...member, group },
      keyedFor(request, `member ${place}`),
    )
    if (refused(filed))
      data.push({ outcome: 'refused', problem: problemIn(filed, reply, path => `members[${place}].${wirePath(path)}`) })
    else data.push({ outcome: 'filed', return: saySeen(filed, to, { happened: filed.events }) })
  }
  return { group_id: group, data }
}
