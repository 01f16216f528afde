/** At the dock: counting in, grading, deciding where each piece goes. */
import { DISPOSITIONS } from '../../../core/return/return.ts'
import { exactly, ref } from '../../../http/schema.ts'
import { id, list, moment, optional, orNull, pieces, said, text, whole, word } from '../fields.ts'
import { GradedInput, place } from './asked.ts'

const key = said('Your own name for this count: said again, it changes nothing.', 'scan-2026-03-10-17', 128)
const gradings = list(ref(GradedInput), 'What inspection found; together at most the pieces counted.', 50)

export const RECEIVING = {
  receive: exactly({
    key,
    source: word(
      ['dock', 'store', 'carrier', 'api'],
      'Who counted. A count by hand takes the place of what the carrier only said.',
    ),
    lines: list(
      exactly(
        {
          item_id: id('An item of this return.'),
          quantity: pieces('How many came; more than announced is kept as surplus.'),
          gradings: optional(gradings),
        },
        { description: 'What came of one item.' },
      ),
      'What came.',
    ),
    place: optional(orNull(place('Where, one of the shop’s locations.'))),
    at: optional(moment('When. Default: now.')),
    refused: optional(orNull(said('The parcel was turned away, and why.', 'Box was wet.', 500))),
    replaces: optional(list(id('A receiving.'), 'Earlier counts this one takes the place of.', 50)),
  }),
  grade: exactly({ receiving_id: id('The count.'), item_id: id('The item.'), gradings }),
  dispose: exactly({
    key,
    item_id: id('The item.'),
    quantity: pieces('How many pieces.'),
    to: word(
      DISPOSITIONS,
      'Where they go. `missing`: announced, never came, nobody waits any more. `back_to_shopper` frees the pieces for another return.',
    ),
    location_id: optional(orNull(place('Which place or shelf.'))),
    resale: optional(
      orNull(
        exactly(
          {
            stage: whole('How far the resale is.', 3, { minimum: 3, maximum: 6 }),
            orders: list(text('An order number.', 'ORD-99', 64), 'Orders they were sold with.', 50),
            next: orNull(text('What happens next.', 'RETURN_TO_SELLER', 64)),
          },
          { description: 'A warehouse of the platform sells them again.' },
        ),
        'A warehouse of the platform sells them again.',
      ),
    ),
  }),
  match: exactly({
    stray_id: id('Goods without paper.'),
    item_id: id('The item of this return they belong to.'),
    quantity: optional(pieces('How many of them. Default: all.')),
  }),
}
