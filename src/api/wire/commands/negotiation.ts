/** Offers, disputes before an arbiter, and claims on the marketplace. */
import { DISPUTE_REASONS, HANDLINGS } from '../../../core/return/return.ts'
import { exactly } from '../../../http/schema.ts'
import { Amount } from '../common.ts'
import { flag, id, list, moment, optional, orNull, said, text, the, theOrNull, whole, word } from '../fields.ts'

const offer = exactly({ offer_id: id('The offer that stands now; another one is refused as superseded.') })

export const NEGOTIATION = {
  offer: exactly({
    terms: exactly(
      {
        handling: word(HANDLINGS, 'Whether the goods travel under these terms.'),
        amount: theOrNull(Amount, 'What the shopper gets; null for whatever the pieces are worth.'),
      },
      { description: 'The terms proposed.' },
    ),
  }),
  accept: offer,
  decline: offer,
  lapse: exactly({
    kind: word(
      ['offer', 'evidence', 'claim'],
      'Whose chance is over: the answer to an offer, the merchant’s evidence, the claim.',
    ),
  }),
}

export const DISPUTE = {
  dispute: exactly({
    reason: word(DISPUTE_REASONS, 'What the dispute is about.'),
    reason_id: optional(orNull(whole('The number of the entry in the shop’s list of dispute reasons.', 2))),
    text: said('The case in words.', 'The shirt was worn.', 5_000),
    email: optional(orNull(text('Where the arbiter may write to.', 'owner@linnea.example', 320, { format: 'email' }))),
    modules: optional(
      list(
        exactly(
          {
            index: whole('Which required piece of evidence this is.', 1, { maximum: 100 }),
            requirement: text('The requirement’s text, echoed.', 'Photo of the label', 1_000),
            media: list(id('A file kept before.'), 'The photos.', 20),
          },
          { description: 'One required piece of evidence.' },
        ),
        'Evidence, piece by piece as the shop’s list asks for it.',
        20,
      ),
    ),
  }),
  examine: exactly({}),
  withdraw: exactly({}),
  prove: exactly({
    media: list(id('A file kept before.'), 'Photos and films.', 20),
    text: text('What they show. Photos or text, one of them must be there.', 'The seal is broken.', 5_000),
    about: optional(
      word(
        ['request', 'dispute', 'claim'],
        'What it is evidence for. Default: the dispute while there is one, else the request.',
      ),
    ),
  }),
  judge: exactly({
    for: word(['shopper', 'merchant'], 'Who is right.'),
    pays: word(['now', 'after_goods', 'nothing'], 'When the shopper is paid.'),
    amount: optional(theOrNull(Amount, 'What the shopper gets; null for what the pieces are worth.')),
    text: optional(text('The reasons of the verdict.', 'The photos show wear.', 5_000)),
  }),
}

export const COMPENSATION = {
  entitle: exactly({
    outcome: word(['pending_request', 'not_required', 'not_eligible'], 'Whether the merchant may claim.'),
    until: optional(orNull(moment('Until when; default by the shop’s lengths.'))),
  }),
  claim: exactly({
    amount: optional(theOrNull(Amount, 'What is claimed; null leaves it to the arbiter.')),
    text: said('Why.', 'The goods came back broken.', 5_000),
    media: optional(list(id('A file kept before.'), 'Photos.', 20)),
  }),
  withdraw_claim: exactly({}),
  answer_claim: exactly({
    approved: flag('Whether the claim is met.'),
    parts: optional(
      list(
        exactly(
          { type: said('What is paid for.', 'goods', 64), amount: the(Amount, 'How much.') },
          { description: 'One part of the compensation.' },
        ),
        'What is paid, part by part; needed when approved.',
        20,
      ),
    ),
  }),
}
