/** What may be done at any time beside the case: notes, tags, photos, messages, deadlines. */
import { DUE_KINDS } from '../../../core/return/return.ts'
import { exactly } from '../../../http/schema.ts'
import { SIDES } from '../common.ts'
import { handle, id, list, moment, optional, orNull, said, text, word } from '../fields.ts'

export const AROUND = {
  extend: exactly({
    kind: word(DUE_KINDS, 'Which wait.'),
    to: moment('The new last moment.'),
    why: said('Why.', 'The shopper is on holiday.', 500),
  }),
  remind: exactly({ kind: word(DUE_KINDS, 'Which wait.') }),
  note: exactly({ note: orNull(text('The note for colleagues; null removes it.', 'Call back on Monday.', 5_000)) }),
  tag: exactly({
    item_id: optional(orNull(id('The item to tag; left out for the return itself.'))),
    tags: list(handle('A tag of the shop.', 'vip'), 'All tags it shall have from now on.', 50),
  }),
  attach: exactly({
    item_id: id('The item they show.'),
    media: list(id('A file kept before.'), 'Photos or films.', 20, { minItems: 1 }),
    kind: optional(word(['photo', 'video'], 'What they are. Default: photo.')),
  }),
  message: exactly({
    text: said('The message.', 'When can the courier come?', 5_000),
    to: word(SIDES, 'To which side.'),
    media: optional(list(id('A file kept before.'), 'Photos that go with it.', 20)),
  }),
  assign: exactly({
    to: orNull(text('Who takes care of it; null for nobody.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 64)),
  }),
  flag: exactly({
    why: orNull(said('What is odd about it; null takes the flag down.', 'Same photo as last week.', 500)),
  }),
}
