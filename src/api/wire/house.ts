/** The house around the returns: organisation, keys, record of changes, goods without paper, files. */
import Type from 'typebox'
import { ROLES } from '../../core/party.ts'
import { SCOPES } from '../../desk/caller.ts'
import { exactly, ref } from '../../http/schema.ts'
import { Actor, FileLink, SIDES } from './common.ts'
import { handle, id, list, moment, optional, orNull, pieces, said, text, the, whole, word } from './fields.ts'

export const Organization = Type.Object(
  { id: id('The organisation.'), name: text('Its name.', 'Linnea GmbH'), created_at: moment('Since when it is here.') },
  { $id: 'Organization', description: 'Whose house this is.' },
)

export const OrganizationChange = exactly(
  { name: said('Its new name.', 'Linnea GmbH', 128) },
  { $id: 'OrganizationChange', description: 'What shall change.' },
)

const scopes = list(word(SCOPES, 'Something that may be done.'), 'What it may be used for.', SCOPES.length)
const shops = orNull(list(id('A shop.'), 'The shops it reaches; null for all.', 1_000))

export const Key = Type.Object(
  {
    id: id('The key.'),
    hint: text('Its first letters, to tell it from others.', 'bh_3kT9a', 16),
    name: text('What it is for.', 'ERP', 128),
    role: word(ROLES, 'As whom it acts.'),
    scopes,
    shops,
    created_at: moment('When it was made.'),
    expires_at: orNull(moment('Until when it opens anything.')),
    revoked_at: orNull(moment('Since when it opens nothing any more.')),
    secret: optional(
      text('The key itself. Shown once, in the answer to its making; it is kept nowhere.', 'bh_3kT9a…', 128),
    ),
  },
  { $id: 'Key', description: 'A key of this API.' },
)

const KEY_ROLES = ROLES.filter(role => role !== 'system') as unknown as readonly ['shopper']

export const KeyInput = exactly(
  {
    name: said('What it is for.', 'ERP', 128),
    role: word(KEY_ROLES, 'As whom it acts.'),
    scopes: optional(
      list(
        word(SCOPES, 'Something that may be done.'),
        'What it may be used for, at most what its role and its maker may. Default: all of the role’s.',
        SCOPES.length,
        { uniqueItems: true },
      ),
    ),
    shops: optional(
      orNull(
        list(id('A shop.'), 'The shops it reaches; null for all its maker reaches.', 1_000, {
          minItems: 1,
          uniqueItems: true,
        }),
      ),
    ),
    expires_at: optional(orNull(moment('Until when it opens anything; null for ever.', '2027-01-01T00:00:00.000Z'))),
  },
  { $id: 'KeyInput', description: 'A key to be.' },
)

export const Me = Type.Object(
  {
    organization: the(Organization, 'Whose house this is.'),
    actor: the(Actor, 'As whom this key acts.'),
    scopes,
    shops,
  },
  { $id: 'Me', description: 'What this key is and may.' },
)

export const AuditEntry = Type.Object(
  {
    id: id('The entry.'),
    at: moment('When.'),
    actor: the(Actor, 'Who.'),
    what: text('What happened.', 'shop.changed', 128),
    subject: text('The id of what was changed.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 128),
    detail: Type.Object(
      {},
      { additionalProperties: true, description: 'The change; never a secret.', examples: [{ members: ['reasons'] }] },
    ),
  },
  { $id: 'AuditEntry', description: 'Somebody changed something that is not a return; returns have their own log.' },
)

export const Stray = Type.Object(
  {
    id: id('The goods.'),
    organization_id: id('Whose house they lie in.'),
    shop_id: id('The shop.'),
    at: moment('When they were found.'),
    by: the(Actor, 'Who wrote them down.'),
    place: orNull(text('Where they lie.', 'MAIN', 64)),
    text: text('What they look like.', 'Blue shirt, no slip.', 2_000),
    sku: orNull(text('Stock keeping unit, if it can be read.', 'SHIRT-M', 128)),
    quantity: whole('Unit: pieces.', 1),
    media: list(ref(FileLink), 'Photos.'),
    tracking_number: orNull(text('The number on the box.', 'JD014600003', 128)),
    matched: orNull(id('The return they belong to, once somebody knows.')),
  },
  { $id: 'Stray', description: 'Goods that came without paper.' },
)

export const StrayInput = exactly(
  {
    shop_id: id('The shop they came to.'),
    text: said('What they look like.', 'Blue shirt, no slip.', 2_000),
    sku: optional(orNull(text('Stock keeping unit, if it can be read.', 'SHIRT-M', 128))),
    quantity: optional(pieces('How many. Default: 1.')),
    place: optional(orNull(handle('Where they lie.', 'MAIN'))),
    tracking_number: optional(orNull(text('The number on the box.', 'JD014600003', 128))),
    media: optional(list(id('A file kept before.'), 'Photos.', 20)),
  },
  { $id: 'StrayInput', description: 'Goods that came without paper.' },
)

export const KeptFile = Type.Object(
  {
    id: id('Name it in commands under `media`.'),
    shop_id: id('The shop.'),
    kind: word(['photo', 'video', 'document'], 'What it is.'),
    content_type: text('As it is kept; photos are written anew without location or camera.', 'image/jpeg', 64),
    bytes: whole('Size. Unit: bytes.', 204_800),
    width: orNull(whole('Unit: pixels.', 1_920)),
    height: orNull(whole('Unit: pixels.', 1_440)),
    side: word(SIDES, 'Which side showed it.'),
    created_at: moment('When it was kept.'),
    url: text(
      'Signed link to the picture; expires within a day.',
      '/v1/files/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70/full?expires=…',
      2_000,
    ),
    thumbnail_url: text(
      'Signed link to a small picture.',
      '/v1/files/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70/small?expires=…',
      2_000,
    ),
  },
  { $id: 'File', description: 'A kept photo or film.' },
)

export const HOUSE = [Organization, OrganizationChange, Key, KeyInput, Me, AuditEntry, Stray, StrayInput, KeptFile]
