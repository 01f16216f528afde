/** What several verbs take: reasons, resolutions, pieces, parcels. */
import Type from 'typebox'
import { REASON_CODES } from '../../../core/reasons.ts'
import { GRADES, HANDLINGS, METHOD_TYPES, REFUND_DESTINATIONS } from '../../../core/return/return.ts'
import { exactly, ref } from '../../../http/schema.ts'
import { AddressInput, Amount, VariantInput } from '../common.ts'
import {
  flag,
  handle,
  id,
  list,
  moment,
  only,
  optional,
  orNull,
  pieces,
  said,
  text,
  the,
  theOrNull,
  url,
  word,
} from '../fields.ts'

export const ReasonInput = exactly(
  {
    code: word(REASON_CODES, 'Why it comes back, from the closed list of reasons.'),
    text: optional(orNull(text('The shop’s or platform’s own wording, kept verbatim.', 'Zu klein', 500))),
    sub: optional(orNull(text('The finer reason, from the shop’s list.', 'too_short', 128))),
    comment: optional(orNull(text('What the shopper wrote about it.', 'Sleeves end above the wrist.', 2_000))),
  },
  { $id: 'ReasonInput', description: 'Why something comes back.' },
)

export const ResolutionInput = Type.Union(
  [
    exactly(
      { type: only('refund', 'Money back.'), to: word(REFUND_DESTINATIONS, 'Where the money goes.') },
      { description: 'Money back.' },
    ),
    exactly(
      {
        type: only('replace', 'The same article in another variant.'),
        variant: the(VariantInput, 'The variant wanted instead.'),
      },
      { description: 'The same article in another variant.' },
    ),
    exactly(
      { type: only('swap', 'The value goes into the lines of an exchange.') },
      { description: 'Something else; see the verb `exchange`.' },
    ),
  ],
  { $id: 'ResolutionInput', description: 'What the shopper gets for the pieces.' },
)

export const AskedInput = exactly(
  {
    line_id: id('The sold line of the order.'),
    quantity: pieces('How many pieces come back.'),
    fulfilment_id: optional(
      orNull(id('Pins the delivery the pieces came in; without it the oldest free pieces are taken.')),
    ),
    reason: the(ReasonInput, 'Why they come back.'),
    handling: optional(
      word(HANDLINGS, 'Whether the goods travel. Default: send_back, unless policy lets the shopper keep them.'),
    ),
    resolution: optional(the(ResolutionInput, 'What the shopper gets. Default: a refund to the original payment.')),
    media: optional(list(id('A file kept before.'), 'Photos and films of the pieces.', 20)),
    serials: optional(
      list(said('A serial number.', 'SN-0012', 128), 'Serial numbers of the pieces, where the shop keeps them.', 100),
    ),
    kit_whole: optional(flag('The item is a part of a kit, and the whole kit comes along.')),
  },
  { $id: 'AskedInput', description: 'One wish of the filer: pieces of one sold line.' },
)

export const ContentsInput = exactly(
  { item_id: id('An item of this return.'), quantity: pieces('How many pieces of it.') },
  { $id: 'ContentsInput', description: 'Pieces of one item.' },
)

export const contents = (description: string) => list(ref(ContentsInput), description)

export const GradedInput = exactly(
  {
    grade: word(
      GRADES,
      'The condition: a as new, b good, c worn or damaged, d not usable. Which of them are paid is the policy’s word.',
    ),
    quantity: pieces('How many pieces are in this condition.'),
    note: optional(orNull(text('What the inspector saw.', 'Stain on the collar.', 2_000))),
    media: optional(list(id('A file kept before.'), 'Photos of the finding.', 20)),
    inspector: optional(orNull(text('Who looked.', 'Jonas', 128))),
    at: optional(orNull(moment('When it was looked at. Default: now.'))),
  },
  { $id: 'GradedInput', description: 'What inspection found about some of the pieces.' },
)

export const method = (description: string) => word(METHOD_TYPES, description)

export const LabelWishInput = exactly(
  {
    reference: optional(orNull(text('Your reference on the label.', 'PO-77', 64))),
    from: optional(theOrNull(AddressInput, 'Where the parcel starts. Default: the shopper’s pick-up address.')),
    to: optional(theOrNull(AddressInput, 'Where it goes. Default: the return’s destination.')),
    contents: optional(contents('What is inside. Default: everything that travels.')),
  },
  { $id: 'LabelWishInput', description: 'The label somebody asks for.' },
)

export const CarrierInput = exactly(
  {
    slug: optional(text('The carrier’s short name, one of the shop’s carriers.', 'dhl', 64)),
    name: optional(text('The carrier as people call it.', 'DHL', 128)),
    ref: optional(
      orNull(
        Type.Integer({
          minimum: 0,
          maximum: 2_147_483_647,
          description: 'The platform’s number of the carrier.',
          examples: [7],
        }),
      ),
    ),
  },
  { $id: 'CarrierInput', description: 'Who carries the parcel. Name it by slug, name or number.' },
)

const fileOrUrl = (description: string) =>
  Type.Union([id('A file kept before.'), url('A link somebody else answers for.', 'https://labels.example/1.pdf')], {
    description,
    examples: ['https://labels.example/1.pdf'],
  })

export const LabelInput = exactly(
  {
    url: optional(orNull(fileOrUrl('The label to print: a kept file or a link.'))),
    shipping_slug: optional(text('The label maker’s name of the service.', 'dhl', 64)),
    qr: optional(orNull(id('A kept file with the code that a counter prints the label from.'))),
    charge: optional(theOrNull(Amount, 'What the label cost the shop.')),
    reference: optional(orNull(text('The label maker’s number of the label.', 'shp_123', 128))),
  },
  { $id: 'LabelInput', description: 'A label that was made.' },
)

const DocumentInput = exactly(
  {
    kind: word(['packing_slip', 'combined', 'conditional', 'invoice'], 'What the paper is.'),
    url: fileOrUrl('The paper: a kept file or a link.'),
    has: list(word(['label', 'packing_slip', 'conditional'], 'A part of the paper.'), 'What the paper contains.', 3),
  },
  { $id: 'DocumentInput', description: 'A paper that goes with the parcel.' },
)

export const documents = list(ref(DocumentInput), 'Papers that go with the parcel.', 10)

export const EtaInput = exactly(
  { from: moment('The earliest moment.'), to: moment('The latest moment.') },
  { $id: 'EtaInput', description: 'When the carrier expects to deliver.' },
)

export const refs = exactly(
  {
    pin: optional(orNull(text('The code that opens the pick-up.', '4711', 64))),
    contact_number: optional(orNull(text('A number the courier can be called at.', '+65 6123 4567', 64))),
    query_number: optional(orNull(text('The number to ask the carrier about.', 'Q-1', 64))),
  },
  { description: 'Numbers around the parcel.' },
)

export const proof = (description: string) =>
  exactly(
    {
      media: list(id('A file kept before.'), 'Photos that show the parcel was handed over.', 20),
      remarks: optional(orNull(text('What the sender says about it.', 'Handed over at the counter.', 2_000))),
    },
    { description },
  )

export const fileOr = fileOrUrl
export const place = (description: string) => handle(description, 'MAIN')

export const ASKED = [
  ReasonInput,
  ResolutionInput,
  AskedInput,
  ContentsInput,
  GradedInput,
  LabelWishInput,
  CarrierInput,
  LabelInput,
  DocumentInput,
  EtaInput,
]
