import type { DropoffId } from '../../ids.ts'
import { refuse, refused } from '../../refusal.ts'
import { allOf, listed, unsent } from '../contents.ts'
import { happened, type Verb } from '../verb.ts'
import { SENDABLE } from '../where.ts'

/** A provider opened a drop-off for this return: the shopper hands the goods over at a counter, without a label of one's own. */
export const book: Verb<'book'> = {
  may: { merchant: SENDABLE, carrier: SENDABLE, system: SENDABLE },
  locks: [],

  decide(ret, { provider, number, qr = null, contents }, tray) {
    const given = number.trim()
    if (!/^[\p{L}\p{N}\p{P}\p{S} ]{1,100}$/u.test(given))
      return refuse('tracking_invalid', {
        path: 'number',
        sentence: 'A drop-off number has 1 to 100 visible characters.',
      })
    if (ret.dropoffs.some(known => known.provider === provider && known.number === given)) return []
    const packed = contents
      ? listed(ret, contents, 'contents', item => unsent(ret, item))
      : allOf(ret, item => unsent(ret, item))
    if (refused(packed)) return packed
    return [
      happened(tray, 'dropoff.made', {
        dropoff: {
          id: tray.fresh<DropoffId>(),
          provider,
          number: given,
          qr,
          contents: packed,
          drops: [],
          shipments: [],
          createdAt: tray.at,
        },
      }),
    ]
  },
}
