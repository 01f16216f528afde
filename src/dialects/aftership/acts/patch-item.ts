/** What staff note on one item: its tags, or their own photos of it. */

import type { TagId } from '../../../core/ids.ts'
import { type Refusal, refuse, refused } from '../../../core/refusal.ts'
import type { Command } from '../../../core/return/commands.ts'
import type { Item } from '../../../core/return/return.ts'
import type { Seen } from '../../../desk/look.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { type Handler, ok } from '../door.ts'
import { itemNamed, tagNamed } from '../ids.ts'
import { sayReturnItem, toReader } from '../say.ts'
import { type Change, changingCall } from './change.ts'
import { photosNamed } from './photos.ts'
import type { PatchItemIn } from './wire.ts'

export const patchItem = (house: DialectHouse): Handler =>
  changingCall(house, (request, client) => {
    const { item: id } = request.params as { item: string }
    const { item_tags: tags, merchant_uploaded_image_urls: urls } = request.body as PatchItemIn
    return {
      ...noting(house, client, {
        items: seen => itemsNamed(seen, id),
        tags: tags?.map(tag => tag.id),
        urls,
        fields: { tags: 'item_tags', urls: 'merchant_uploaded_image_urls' },
      }),
      say: acted => {
        const [item] = itemsNamed(acted, id)
        return ok(item && sayReturnItem(acted, item, toReader(house, request)))
      },
    }
  })

/** The id of a kit that came back whole stands for all of its parts, every other one for one item. */
function itemsNamed({ ret, order }: Seen, id: string): Item[] {
  const kit = order.lines.find(({ externalId }) => externalId === id)?.id
  const parts = ret.items.filter(item => item.kit?.whole && item.kit.line === kit)
  const item = itemNamed(ret, order, id)
  return parts.length > 0 || item === undefined ? parts : [item]
}

type Noting = {
  items: (seen: Seen) => Item[]
  tags?: readonly string[] | undefined
  urls?: readonly string[] | undefined
  /** What both members are called in the request. */
  fields: { tags: string; urls: string }
}

/** Tags are replaced as a whole; photos are added, because nobody takes away what was shown once. */
export function noting(house: DialectHouse, client: Client, { items, tags, urls, fields }: Noting): Change {
  const photos = photosNamed(house, client)
  const media = photos.of(urls)
  return {
    foreign: photos.foreign,
    choose: seen => {
      const meant = items(seen)
      if (meant.length === 0) return refuse('unknown_line', { sentence: 'Return item not found' })
      const wanted = tags && tagsNamed(seen, tags, fields.tags)
      if (refused(wanted)) return wanted
      return meant.map(
        ({ id: item }): Command => (wanted ? { verb: 'tag', item, tags: wanted } : { verb: 'attach', item, media }),
      )
    },
    paths: () => (tags ? fields.tags : fields.urls),
  }
}

function tagsNamed({ shop }: Seen, ids: readonly string[], path: string): TagId[] | Refusal {
  const tags = ids.map(id => tagNamed(shop, id))
  const unknown = tags.indexOf(null)
  if (unknown >= 0) return refuse('invalid', { path: `${path}[${unknown}].id`, sentence: 'There is no such tag.' })
  return tags.filter(tag => tag !== null)
}
