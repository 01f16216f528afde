/** Counting goods in, as the older generation asks for it. */
import type { DialectHouse } from '../../dialect.ts'
import { photosNamed } from '../acts/photos.ts'
import { linesHeard, receiving } from '../acts/receive-items.ts'
import type { Handler } from '../door.ts'
import { olderCall } from './call.ts'
import type { ReceiveBatchIn } from './wire.ts'

export const itemReceiveBatch = (house: DialectHouse): Handler =>
  olderCall(house, (request, client) => {
    const photos = photosNamed(house, client)
    const lines = linesHeard((request.body as ReceiveBatchIn).items, photos)
    return { choose: receiving(lines, house.desk.fresh()), foreign: photos.foreign }
  })
