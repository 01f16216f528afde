/** What staff note on an order line of a return. */
import type { DialectHouse } from '../../dialect.ts'
import { noting } from '../acts/patch-item.ts'
import { type Handler, ok } from '../door.ts'
import { itemsOfLine } from '../ids.ts'
import { toReader } from '../say.ts'
import { olderCall } from './call.ts'
import { olderItemSaid } from './say-items.ts'
import type { PatchItemIn } from './wire.ts'

/** Lines are all this generation can name, so a line that is in the return twice is noted on in both places. */
export const patchItem = (house: DialectHouse): Handler =>
  olderCall(house, (request, client) => {
    const { item: line } = request.params as { item: string }
    const { merchant_tags: tags, merchant_uploaded_image_urls: urls } = request.body as PatchItemIn
    return {
      ...noting(house, client, {
        items: ({ ret, order }) => itemsOfLine(ret, order, line),
        tags: tags?.map(({ id }) => id),
        urls,
        fields: { tags: 'merchant_tags', urls: 'merchant_uploaded_image_urls' },
      }),
      say: acted => {
        const [item] = itemsOfLine(acted.ret, acted.order, line)
        return ok(item && olderItemSaid(acted, item, toReader(house, request).links))
      },
    }
  })
