/** Ways back: methods, labels, parcels, drop-offs. */
import Type from 'typebox'
import { CHECKPOINT_KINDS } from '../../../core/return/return.ts'
import { exactly } from '../../../http/schema.ts'
import { AddressInput } from '../common.ts'
import {
  flag,
  id,
  list,
  moment,
  optional,
  orNull,
  pieces,
  said,
  text,
  the,
  theOrNull,
  url,
  whole,
  word,
} from '../fields.ts'
import {
  CarrierInput,
  contents,
  documents,
  EtaInput,
  fileOr,
  LabelInput,
  LabelWishInput,
  method,
  proof,
  refs,
} from './asked.ts'

const trackingNumber = text('The parcel’s number.', 'JD014600003', 128)

export const CheckpointInput = exactly(
  {
    at: moment('When the carrier saw it.'),
    kind: word(CHECKPOINT_KINDS, 'What the scan means. `silent` is shown and tells nothing about the parcel’s state.'),
    text: text('The carrier’s own words.', 'Parcel picked up', 500),
    pickup_media: optional(list(url('A link.'), 'Proof of pick-up.', 20)),
    delivery_media: optional(list(url('A link.'), 'Proof of delivery.', 20)),
  },
  { $id: 'CheckpointInput', description: 'One scan of the carrier.' },
)

const made = exactly(
  {
    carrier: exactly(
      {
        slug: said('The carrier’s short name.', 'dhl', 64),
        name: said('The carrier as people call it.', 'DHL', 128),
        ref: orNull(whole('The platform’s number of the carrier.', 7)),
        integrated: flag('The carrier reports its scans by itself.'),
      },
      { description: 'Who carries the parcel.' },
    ),
    tracking_number: orNull(trackingNumber),
    label: the(LabelInput, 'The label.'),
    documents: optional(documents),
    eta: optional(theOrNull(EtaInput, 'When it should arrive.')),
    refs: optional(refs),
  },
  { description: 'The label that was made.' },
)

const label = id('The ordered label, from `labels`.')

export const TRANSIT = {
  choose: exactly({ method: method('One of the methods on offer; see the assessment of the order.') }),
  label: LabelWishInput,
  print: Type.Union([
    exactly({ label_id: label, made }, { description: 'The label was made.' }),
    exactly(
      { label_id: label, failed: said('Why no label could be made.', 'Address unknown.', 500) },
      { description: 'The label could not be made.' },
    ),
  ]),
  ship: exactly({
    leg: optional(
      word(
        ['inbound', 'onward', 'back'],
        'From the shopper, from the platform’s warehouse to the merchant, or back to the shopper. Default: inbound.',
      ),
    ),
    source: optional(
      word(['shopper', 'merchant', 'api', 'generated', 'forward'], 'Who announced it. Default: by the caller’s role.'),
    ),
    carrier: the(CarrierInput, 'Who carries it.'),
    tracking_number: optional(orNull(trackingNumber)),
    contents: optional(contents('What is inside. Default: everything that travels and is in no other parcel.')),
    label: optional(theOrNull(LabelInput, 'The label, when there is one already.')),
    documents: optional(documents),
    from: optional(theOrNull(AddressInput, 'Where it starts.')),
    to: optional(theOrNull(AddressInput, 'Where it goes.')),
    proof: optional(orNull(proof('That it was handed over.'))),
    eta: optional(theOrNull(EtaInput, 'When it should arrive.')),
    refs: optional(refs),
  }),
  correct: exactly({
    shipment_id: id('The parcel.'),
    tracking_number: optional(orNull(trackingNumber)),
    carrier: optional(the(CarrierInput, 'Who carries it.')),
    documents: optional(documents),
    proof: optional(proof('That it was handed over.')),
    eta: optional(theOrNull(EtaInput, 'When it should arrive.')),
    refs: optional(refs),
  }),
  void: exactly({ shipment_id: id('The parcel that will not travel.') }),
  track: exactly({ shipment_id: id('The parcel.'), checkpoint: the(CheckpointInput, 'What the carrier saw.') }),
  book: exactly({
    provider: said('Who takes the goods in.', 'happy_returns', 64),
    number: said('The provider’s number of the drop-off.', 'HR4711', 128),
    qr: optional(orNull(fileOr('The code to show at the counter: a kept file or a link.'))),
    contents: optional(contents('What will be dropped off. Default: everything that travels.')),
  }),
  drop: exactly({
    dropoff_id: id('The drop-off.'),
    lines: contents('What was handed over.'),
    at: optional(moment('When. Default: now.')),
  }),
  forward: exactly({
    dropoff_id: id('The drop-off.'),
    external_id: said('The provider’s id of the parcel.', 'box-1', 128),
    carrier_code: said('Who carries it.', 'ups', 64),
    tracking_number: said('The parcel’s number.', '1Z999AA10123456784', 128),
    contents: list(
      exactly(
        {
          item_id: id('An item of this return.'),
          quantity: pieces('How many pieces of it.'),
          bag_barcodes: optional(list(said('A bag’s code.', 'BAG-1', 128), 'The bags they are in.', 100)),
        },
        { description: 'Pieces of one item.' },
      ),
      'What is inside.',
    ),
  }),
}
