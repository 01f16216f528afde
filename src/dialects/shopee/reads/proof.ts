/** query_proof: what the seller has shown; nothing yet is empty and no error. */
import type { FastifyRequest } from 'fastify'
import type { Return } from '../../../core/return/return.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import type { Input } from '../door.ts'
import { isNo, type ShopeeNo } from '../errors.ts'
import { seenBy } from './named.ts'
import { sayingTo } from './saying-to.ts'

export async function queryProof(
  house: DialectHouse,
  client: Client,
  input: Input,
  request: FastifyRequest,
): Promise<object | ShopeeNo> {
  const seen = await seenBy(house, 'query_proof', client, input)
  if (isNo(seen)) return seen
  const proof = proofOf(seen.ret)
  const { links, videos } = await sayingTo(house, client, request, proof?.media ?? [])
  const said = (isVideo: boolean) =>
    (proof?.media ?? [])
      .filter(id => videos.has(id) === isVideo)
      .map(id => {
        const { url, thumbnail_url } = links(id)
        return { url, thumbnail: thumbnail_url }
      })
  return { image: said(false), video: said(true), description: proof?.text ?? '' }
}

const proofOf = (ret: Return) =>
  ret.evidenceGiven.findLast(({ side, replacedBy }) => side === 'merchant' && replacedBy === null)
