import { refuse } from '../../refusal.ts'
import { itemOf } from '../quantities.ts'
import { happened, type Verb } from '../verb.ts'

/** Set the tags of the return, or of one item: what is named stays or comes, everything else goes. */
export const tag: Verb<'tag'> = {
  may: { merchant: {} },
  locks: [],

  decide(ret, { item = null, tags }, tray) {
    if (item !== null && !itemOf(ret, item))
      return refuse('not_found', { sentence: 'The return has no such item.', path: 'item' })
    const unknown = tags.findIndex(id => !tray.shop.tags.some(known => known.id === id))
    if (unknown >= 0)
      return refuse('invalid', {
        sentence: 'The shop has no such tag; create it in the settings first.',
        path: `tags[${unknown}]`,
      })
    const set = [...new Set(tags)]
    return [
      item === null
        ? happened(tray, 'return.tagged', { tags: set })
        : happened(tray, 'item.tagged', { item, tags: set }),
    ]
  },
}
