/** To whom something is said: by which address this caller reaches our files, and which of them are films. */
import type { FastifyRequest } from 'fastify'
import type { FileId } from '../../../core/ids.ts'
import { videosAmong } from '../../../desk/videos.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import type { SayingTo } from '../say-shared.ts'

export const sayingTo = async (
  { desk, links, origin }: DialectHouse,
  { caller }: Client,
  request: FastifyRequest,
  files: readonly FileId[],
): Promise<SayingTo> => ({
  links: links.for(caller.org, origin(request)),
  videos: await videosAmong(desk, caller.org, files),
})
