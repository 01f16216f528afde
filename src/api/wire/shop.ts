/** A shop and every setting that shapes its returns. */
import Type from 'typebox'
import { REASON_CODES } from '../../core/reasons.ts'
import { DISPUTE_REASONS, DUE_KINDS, METHOD_TYPES } from '../../core/return/return.ts'
import { exactly, ref } from '../../http/schema.ts'
import { AUTOMATIONS, AUTOMATIONS_INPUT } from './automation.ts'
import { Address, AddressInput, Currency } from './common.ts'
import { REGION } from './holiday.ts'
import { MAIL_SETTINGS } from './mail.ts'
import { PORTAL_SETTINGS } from './portal.ts'
import {
  day,
  flag,
  handle,
  id,
  list,
  optional,
  orNull,
  ratePpm,
  said,
  text,
  the,
  theOrNull,
  url,
  whole,
  word,
} from './fields.ts'

const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'A country, ISO 3166-1 alpha-2.', examples: ['DE'] })

export const ReasonEntry = exactly(
  {
    code: word(REASON_CODES, 'The reason, from the closed list; each once.'),
    text: said('How the shop words it.', 'Too small', 250),
    subs: list(
      exactly(
        { code: handle('Its code.', 'too_short'), text: said('Its words.', 'Sleeves too short', 250) },
        { description: 'A finer reason.' },
      ),
      'Finer reasons.',
      50,
    ),
    types: list(text('A product type.', 'clothing', 128), 'Product types it is offered for; empty means all.', 100),
    requires: exactly(
      { photo: flag('A photo must be given.'), comment: flag('A comment must be given.') },
      { description: 'What the filer must give with it.' },
    ),
  },
  { $id: 'ReasonEntry', description: 'A reason as this shop offers it.' },
)

export const ShopMethod = exactly(
  {
    type: word(METHOD_TYPES, 'How the goods travel.'),
    name: said('The name shown to people.', 'Prepaid label', 128),
    zones: list(country, 'Countries it serves; empty means everywhere.', 250),
    label: flag('A label is made for it.'),
  },
  { $id: 'ShopMethod', description: 'A way back this shop offers. What it costs is the policy’s word.' },
)

const location = {
  id: handle('Its id; yours to choose.', 'MAIN'),
  code: text('Code for platforms.', 'MAIN', 64),
  name: said('Its name.', 'Main warehouse', 128),
  external_id: orNull(text('The shop’s own id of it.', 'loc-1', 128)),
}

const Carrier = exactly(
  {
    ref: orNull(whole('The platform’s number.', 7)),
    slug: handle('Short name.', 'dhl'),
    name: said('The name people use.', 'DHL', 128),
    integrated: flag('It reports its scans by itself.'),
    tracking_pattern: orNull(
      text('What its tracking numbers look like; * stands for any run of characters.', 'JD*', 128),
    ),
  },
  { $id: 'Carrier', description: 'A carrier.' },
)

const DisputeReason = exactly(
  {
    id: whole('Its number.', 2),
    code: word(DISPUTE_REASONS, 'What it means.'),
    requirement: text('What must be shown.', 'Tell us why', 1_000),
    samples: list(
      exactly(
        { type: text('What it is.', 'image', 32), url: url('The sample.'), thumbnail: url('A small picture of it.') },
        { description: 'A sample of good evidence.' },
      ),
      'Samples of good evidence.',
      20,
    ),
    modules: list(
      exactly(
        {
          index: whole('Its number.', 1, { maximum: 100 }),
          requirement: text('What it must show.', 'Photo of the label', 1_000),
          required: flag('It must be given.'),
        },
        { description: 'One piece of evidence.' },
      ),
      'Evidence, piece by piece.',
      20,
    ),
  },
  { $id: 'DisputeReason', description: 'A reason to go to the arbiter.' },
)

const length = exactly(
  { hours: whole('Unit: hours.', 48, { minimum: 1, maximum: 87_600 }) },
  { description: 'A length of time.' },
)

const refs = {
  platform: text('The platform the shop sells on.', 'own', 64),
  external_id: text('The platform’s id of the shop.', 'linnea', 128),
  handle: text('Its short name.', 'linnea', 128),
  merchant_no: orNull(text('The merchant’s number.', 'M-1', 128)),
  company_id: orNull(text('The company’s id.', 'C-1', 128)),
  region: orNull(
    Type.String({ pattern: '^[A-Z]{2}$', description: 'Where it sells. ISO 3166-1 alpha-2.', examples: ['DE'] }),
  ),
}

const days = (description: string, example: number) =>
  whole(`${description}; null keeps for ever. Unit: days.`, example, { minimum: 1, maximum: 36_500 })

const settings = {
  name: said('Its name.', 'Linnea', 128),
  currency: the(Currency, 'The currency it books in.'),
  time_zone: said('Where its days begin and end, IANA name.', 'Europe/Berlin', 64),
  calendar: exactly(
    {
      weekend: list(
        whole('A day of the week, 1 = Monday.', 6, { minimum: 1, maximum: 7 }),
        'Days of the week on which nobody works.',
        7,
      ),
      holidays: list(day('A day.', '2026-12-25'), 'Days on which nobody works.', 1_000),
      region: optional(orNull(REGION, 'Whose public holidays are days off too; null for nobody’s.')),
      regional: optional(
        orNull(
          exactly(
            {
              from: whole('The first year.', 2025),
              to: whole('The last year.', 2029),
              days: list(day('A day.', '2026-01-06'), 'The days.', 1_000),
            },
            { description: 'The region’s holidays.' },
          ),
          'The region’s holidays, worked out when the calendar is saved; what is sent here is not looked at.',
        ),
      ),
    },
    { description: 'Days on which nobody works.' },
  ),
  bench: word(
    ['arbiter', 'owner'],
    'Who judges disputes: an arbiter where a marketplace runs the shop, else its owner.',
  ),
  compensation: flag('The marketplace answers claims for compensation.'),
  carriers: list(ref(Carrier), 'Carriers.', 500),
  reasons: list(ref(ReasonEntry), 'Reasons on offer.', 50),
  dispute_reasons: list(ref(DisputeReason), 'Reasons to go to the arbiter.', 100),
  tags: list(
    exactly(
      { id: handle('Its id; yours to choose.', 'vip'), name: said('Its name.', 'VIP', 64) },
      { description: 'A tag.' },
    ),
    'Tags.',
    500,
  ),
  methods: list(ref(ShopMethod), 'Ways back.', 50),
  lengths: exactly(
    Object.fromEntries(
      DUE_KINDS.map(kind => [kind, orNull(length, `How long ${kind} may take; null waits for ever.`)]),
    ),
    { description: 'How long each wait may take. Returns under way keep what they were given.' },
  ),
  reminders: exactly(
    Object.fromEntries(
      DUE_KINDS.map(kind => [kind, orNull(length, `How long before its end ${kind} is reminded of; null does not.`)]),
    ),
    {
      description:
        'How long before the end of a wait `due.neared` is told. None is when it would be as long as the wait itself. A change reaches returns under way when they next change.',
    },
  ),
  offers: exactly(
    {
      counters: whole('How many offers each side may make.', 2, { maximum: 100 }),
      adjustable: flag('Whether the amount may be typed.'),
      floor_ppm: ratePpm('The least an offer may state, as a part of the most.', 100_000),
    },
    { description: 'Negotiating.' },
  ),
  shipping_proof: orNull(
    exactly(
      {
        mandatory: flag('Must be given.'),
        tracking_required: flag('With a tracking number.'),
        image_required: flag('With a photo.'),
      },
      { description: 'Proof that a parcel was handed over.' },
    ),
    'Proof that a parcel was handed over; null asks for none.',
  ),
  refund_order: word(['newest_first', 'oldest_first', 'proportional'], 'Which payment gets its money back first.'),
  exchange_fallback: word(['store_credit', 'refund', 'wait'], 'What happens to a swap whose replacement sold out.'),
  serials: word(['ignore', 'warn', 'refuse'], 'What happens when a piece with an unknown serial number comes back.'),
  retention: exactly(
    {
      photos_days: orNull(
        days('Photos and films of a return that is over are deleted so long after its last event', 180),
      ),
      person_days: orNull(
        days('Whose an order and its returns were is forgotten so long after the last thing that happened', 1_095),
      ),
    },
    { description: 'How long what tells of persons is kept.' },
  ),
  mail: MAIL_SETTINGS,
  portal: PORTAL_SETTINGS,
}

const dialects = Type.Record(
  Type.String({ maxLength: 64 }),
  Type.Unknown({ description: 'The settings, as that platform’s page describes them.', examples: [{}] }),
  {
    maxProperties: 20,
    description: 'Settings of each platform’s door. Shown to those who may change them.',
    examples: [{ shopflix: {} }],
  },
)

const stored = {
  version: whole('Counts every change; send it as `expected_version` or `If-Match`.', 3),
  id: id('The shop.'),
  organization_id: id('Whose house it is in.'),
  serial: whole('Its number in the organisation.', 1),
}

export const Shop = Type.Object(
  {
    ...stored,
    version: optional(stored.version),
    ...settings,
    refs: Type.Object(refs, { description: 'What platforms call it.' }),
    locations: list(
      Type.Object({ ...location, address: theOrNull(Address, 'Where it is.') }, { description: 'A place.' }),
      'Places goods go to.',
      500,
    ),
    automations: AUTOMATIONS,
    dialects: optional(dialects),
  },
  { $id: 'Shop', description: 'A shop.' },
)

const changes = {
  ...settings,
  refs: exactly(refs, { description: 'What platforms call it, whole.' }),
  locations: list(
    exactly({ ...location, address: the(AddressInput, 'Where it is.') }, { description: 'A place.' }),
    'Places goods go to.',
    500,
  ),
  automations: AUTOMATIONS_INPUT,
  dialects,
}

export const ShopChange = Type.Partial(
  exactly({ ...changes, expected_version: whole('Refused when the settings have moved on since.', 3, { minimum: 1 }) }),
  {
    $id: 'ShopChange',
    description: 'What shall change; lists are replaced whole.',
    additionalProperties: false,
  },
)

const { name, currency, ...others } = changes

export const ShopInput = exactly(
  { name, currency, ...Type.Partial(exactly(others)).properties },
  { $id: 'ShopInput', description: 'A shop to be; what is left out gets sensible settings.' },
)

export const Reasons = exactly(
  { reasons: settings.reasons },
  { $id: 'Reasons', description: 'The reasons a shop offers.' },
)
export const Methods = exactly(
  { methods: settings.methods },
  { $id: 'Methods', description: 'The ways back a shop offers.' },
)

export const SHOP = [ReasonEntry, ShopMethod, Carrier, DisputeReason, Shop, ShopChange, ShopInput, Reasons, Methods]
