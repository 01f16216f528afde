import { sideOf } from '../../party.ts'
import { refuse } from '../../refusal.ts'
import { happened, type Verb } from '../verb.ts'

/** Write to another side. */
export const message: Verb<'message'> = {
  may: { merchant: {}, shopper: {}, arbiter: {} },
  locks: [],

  decide(_ret, { text, to, media = [] }, tray) {
    if (to === sideOf(tray.by.role))
      return refuse('invalid', { sentence: 'A message goes to another side.', path: 'to' })
    if (text.trim() === '' && media.length === 0)
      return refuse('invalid', { sentence: 'Write something, or show something.', path: 'text' })
    return [
      happened(tray, 'message.sent', { message: { id: tray.fresh(), at: tray.at, by: tray.by, to, text, media } }),
    ]
  },
}
