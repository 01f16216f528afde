/** Filing a return, changing it, and deciding about it. */
import { REASON_CODES } from '../../../core/reasons.ts'
import { HANDLINGS, INSPECTORS, KINDS, LANES } from '../../../core/return/return.ts'
import { exactly, ref } from '../../../http/schema.ts'
import { AddressInput, GiftInput, PartyInput } from '../common.ts'
import { flag, id, list, moment, optional, orNull, said, text, the, theOrNull, whole, word } from '../fields.ts'
import { AskedInput, LabelWishInput, method, place, ReasonInput, ResolutionInput } from './asked.ts'

/** Everything of a filing but the order it is filed on. */
export const filing = {
  items: list(ref(AskedInput), 'What comes back.', 200, { minItems: 1 }),
  method: optional(orNull(method('How the goods travel; may be chosen later.'))),
  contact: optional(the(PartyInput, 'Whom to write to. Default: the order’s customer.')),
  pickup: optional(
    theOrNull(AddressInput, 'Where the parcel is picked up. Default: the address the order was sent to.'),
  ),
  shipping: optional(
    theOrNull(
      AddressInput,
      'Where a replacement or a piece sent back goes. Default: the address the order was sent to.',
    ),
  ),
  gift: optional(theOrNull(GiftInput, 'The recipient files, and the buyer shall not know.')),
  kind: optional(
    word(
      KINDS,
      'When the return begins: after delivery, while the parcel still travels, or on the doorstep. Default: after_delivery.',
    ),
  ),
  inspector: optional(
    word(INSPECTORS, 'Who looks at the goods: the merchant or the platform’s warehouse. Default: merchant.'),
  ),
  lane: optional(
    word(
      LANES,
      'standard; special for cases outside the rules; withdrawal for the statutory right. Default: standard.',
    ),
  ),
  comment: optional(orNull(text('One free sentence of whoever files.', 'The box was opened.', 2_000))),
  happened_at: optional(orNull(moment('When it happened, as the filer says; never used for anybody’s window.'))),
  destination_id: optional(orNull(place('The place the goods go to, one of the shop’s locations.'))),
  group_id: optional(orNull(id('Filed together with returns of other orders; see `POST /v1/returns/groups`.'))),
  approved: optional(flag('File it as already approved. For staff and connectors.')),
  binding: optional(flag('What policy says holds even for staff. For shoppers it always does.')),
  override: optional(
    orNull(said('Why staff file against the policy’s advice. Kept on the return.', 'Promised on the phone.', 500)),
  ),
}

export const REQUEST = {
  amend: exactly({
    items: optional(
      list(
        exactly(
          {
            item_id: id('The item to change.'),
            quantity: optional(
              whole('How many pieces shall remain; 0 takes the item off the return. Unit: pieces.', 1, {
                maximum: 10_000,
              }),
            ),
            why: optional(said('Why pieces are taken off.', 'Sent by mistake.', 500)),
            reason: optional(the(ReasonInput, 'The reason to put in its place.')),
            resolution: optional(the(ResolutionInput, 'The resolution to put in its place.')),
            handling: optional(word(HANDLINGS, 'Whether the goods travel.')),
            serials: optional(list(said('A serial number.', 'SN-0012', 128), 'Serial numbers of the pieces.', 100)),
          },
          { description: 'What becomes of one item.' },
        ),
        'Items to change; others stay.',
      ),
    ),
    contact: optional(the(PartyInput, 'Changes to the contact; parts left out stay.')),
    shipping: optional(theOrNull(AddressInput, 'The new shipping address, whole.')),
    pickup: optional(theOrNull(AddressInput, 'The new pick-up address, whole.')),
    method: optional(orNull(method('Another way back; null to choose again.'))),
    comment: optional(orNull(text('The filer’s sentence.', 'The box was opened.', 2_000))),
    destination_id: optional(orNull(place('Another place for the goods to go to.'))),
    freight: optional(
      exactly(
        {
          payer: word(['undecided', 'shopper', 'merchant', 'platform'], 'Who pays the way back.'),
          reason: orNull(whole('The platform’s number of the reason.', 3)),
        },
        { description: 'Who pays the way back, and why.' },
      ),
    ),
    reassessed: optional(word(REASON_CODES, 'The arbiter’s own view of the reason.')),
    why: optional(said('Why it is changed.', 'Corrected on the phone.', 500)),
  }),
  cancel: exactly({
    reason: optional(orNull(text('Why.', 'Changed my mind, I keep it.', 500))),
    cause: optional(
      word(
        ['shopper', 'merchant', 'evidence_missing', 'platform'],
        'On whose account it ends. Default: the side of the caller.',
      ),
    ),
  }),
  approve: exactly({
    handling: optional(
      word(HANDLINGS, 'keep: the shopper keeps the goods and the money is granted at once. Default: as filed.'),
    ),
    override: optional(orNull(said('Why, when policy advises against it. Kept on the return.', 'Good customer.', 500))),
    label: optional(theOrNull(LabelWishInput, 'Order a label in the same act.')),
  }),
  reject: exactly({ reason: said('Why not, for the shopper to read.', 'Worn and washed.', 1_000) }),
  expire: exactly({}),
  resolve: exactly({ note: optional(orNull(text('What ended it.', 'Settled on the phone.', 2_000))) }),
  reopen: exactly({ reason: said('Why it opens again.', 'The parcel came after all.', 1_000) }),
}
