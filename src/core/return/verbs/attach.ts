import { sideOf } from '../../party.ts'
import { refuse } from '../../refusal.ts'
import { itemOf } from '../quantities.ts'
import { happened, type Verb } from '../verb.ts'

/** Add photos or films to an item; each side sees whose they are. */
export const attach: Verb<'attach'> = {
  may: { merchant: {}, shopper: {} },
  locks: [],

  decide(ret, { item: id, media, kind = 'photo' }, tray) {
    const item = itemOf(ret, id)
    if (!item) return refuse('not_found', { sentence: 'The return has no such item.', path: 'item' })
    if (media.length === 0) return refuse('evidence_empty', { sentence: 'Name at least one file.', path: 'media' })
    const fresh = [...new Set(media)].filter(file => !item.media.some(known => known.id === file))
    if (fresh.length === 0) return []
    return [
      happened(tray, 'media.attached', {
        item: id,
        media: fresh.map(file => ({ id: file, kind, by: sideOf(tray.by.role), at: tray.at })),
      }),
    ]
  },
}
