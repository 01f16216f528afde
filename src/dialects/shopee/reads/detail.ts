/** get_return_detail: everything about one return. */
import type { FastifyRequest } from 'fastify'
import type { Client, DialectHouse } from '../../dialect.ts'
import type { Input } from '../door.ts'
import { isNo, type ShopeeNo } from '../errors.ts'
import { sayDetail } from '../say-detail.ts'
import { requestFiles } from '../say-shared.ts'
import { seenBy } from './named.ts'
import { sayingTo } from './saying-to.ts'

export async function getReturnDetail(
  house: DialectHouse,
  client: Client,
  input: Input,
  request: FastifyRequest,
): Promise<object | ShopeeNo> {
  const seen = await seenBy(house, 'get_return_detail', client, input)
  return isNo(seen) ? seen : sayDetail(seen, await sayingTo(house, client, request, requestFiles(seen.ret)))
}
