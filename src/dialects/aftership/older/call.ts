/** A call of the older generation that changes a return: the same change, said in its own shape. */
import type { FastifyRequest } from 'fastify'
import { refused } from '../../../core/refusal.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { objected } from '../../moving.ts'
import { type Change, change } from '../acts/change.ts'
import { type Handler, ok } from '../door.ts'
import { toReader } from '../say.ts'
import { sayOlderReturn } from './say.ts'

export const olderCall =
  (house: DialectHouse, heard: (request: FastifyRequest, client: Client) => Change): Handler =>
  async (request, client) => {
    const wanted = heard(request, client)
    const acted = await change(house, client, request, wanted)
    if (refused(acted) || objected(acted)) return acted
    return wanted.say?.(acted) ?? ok(sayOlderReturn(acted, toReader(house, request)))
  }
