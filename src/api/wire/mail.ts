/** Mails: how a shop writes, what there is to write, and what was written. */
import Type from 'typebox'
import { LANGUAGES } from '../../core/languages.ts'
import { MAIL_KINDS } from '../../core/mail/kinds.ts'
import { MAIL_STATES } from '../../desk/mail-log.ts'
import { exactly, ref } from '../../http/schema.ts'
import { flag, handle, id, list, moment, optional, orNull, said, text, whole, word } from './fields.ts'

const address = (description: string, example: string) =>
  text(description, example, 320, { pattern: '^[^\\s@<>"(),:;\\\\\\[\\]]+@[^\\s@<>"(),:;\\\\\\[\\]]+$' })

const kind = (description: string) => word(MAIL_KINDS, description)
const language = word(LANGUAGES, 'The language.')

export const MAIL_SETTINGS = exactly(
  {
    on: flag('Mails are written. Codes that prove an address and acknowledgements of withdrawals always are.'),
    from: exactly(
      {
        name: orNull(said('In whose name; null takes the shop’s.', 'Linnea', 128)),
        address: orNull(
          address(
            'From which address; null takes the installation’s. The mail server must let it.',
            'returns@linnea.example',
          ),
        ),
      },
      { description: 'Who writes.' },
    ),
    reply_to: orNull(address('Where answers go; null takes the contact of the returns page.', 'help@linnea.example')),
    staff: list(address('An address.', 'desk@linnea.example'), 'The shop’s own people, each of whom is written.', 50),
    off: list(kind('A kind.'), 'Kinds that are not written.', MAIL_KINDS.length),
    footer: orNull(said('Stands under every mail to a shopper.', 'Linnea GmbH, Lindenweg 1, Berlin', 1_000)),
  },
  { description: 'How the shop writes to shoppers and to its own people.' },
)

const mail = {
  id: id('The mail.'),
  shop_id: id('In whose name it was written.'),
  return_id: orNull(id('The return it is about.')),
  order_id: orNull(id('The order it is about.')),
  kind: kind('What it says.'),
  audience: word(['shopper', 'staff'], 'Whom it is for.'),
  to: text('To which address.', 'maja@mail.example', 320),
  language,
  state: word(MAIL_STATES, 'What became of it. `dropped`: it was not sent, and `why` says why not.'),
  tries: whole('How often it was tried.', 1),
  next_try_at: orNull(moment('When it is tried next; null when it is not.')),
  made_at: moment('When it was ordered.'),
  sent_at: orNull(moment('When the mail server took it.')),
  message_id: orNull(text('Its Message-ID.', '<0190a6b0@linnea.example>', 400)),
  subject: orNull(text('Its subject, as it was last written.', 'Your return K7M2XQ4P is approved', 1_000)),
  why: orNull(
    text(
      'Why it was not sent, or not yet: what the mail server said, `overtaken` (another mail tells it better), `moot` (nobody is waited for any more), `gone` or `person_erased`.',
      'overtaken',
      1_000,
    ),
  ),
}

export const Mail = Type.Object(mail, { $id: 'Mail', description: 'A mail to one address, and what became of it.' })

const written = {
  subject: text('The subject.', 'Your return K7M2XQ4P is approved', 1_000),
  html: text('The mail as a page.', '<!doctype html>…', 1_000_000),
  text: text('The same as plain text.', 'Your return is approved …', 200_000),
}

export const MailRead = Type.Object(
  {
    ...mail,
    written: orNull(
      Type.Object(written, { description: 'As it would be written now.' }),
      'As it would be written now, from the return as it stands, without the code it brought. Null where there is nothing to write it from any more. Its buttons lead to where orders are looked up, and not into the shopper’s own pages.',
    ),
  },
  { $id: 'MailRead', description: 'A mail with its words.' },
)

export const MailPreview = Type.Object(
  { ...written, return_id: orNull(id('The return it was written from.')) },
  { $id: 'MailPreview', description: 'A mail as it would be written. Nothing is sent.' },
)

export const MailPreviewInput = exactly(
  {
    kind: kind('What it says.'),
    language: optional(language),
    return_id: optional(
      orNull(said('A return to write it from: its id or its number. Default: the newest of the shop.', 'K7M2XQ4P', 64)),
    ),
  },
  { $id: 'MailPreviewInput', description: 'Which mail to show.' },
)

export const MailKindSaid = Type.Object(
  {
    kind: kind('The kind.'),
    audience: word(['shopper', 'staff'], 'Whom it is for.'),
    on: flag('This shop writes it.'),
    when: text('When it is written.', 'A return was approved.', 250),
    texts: list(
      handle('A key.', 'mails.approved.title'),
      'The words of its own; a shop may set each in every language.',
      50,
    ),
  },
  { $id: 'MailKind', description: 'A kind of mail.' },
)

export const MailPage = Type.Object(
  {
    data: list(ref(Mail), 'Mails, the newest first.'),
    next: orNull(text('Hand it back as `after` to read on; null at the end.', 'WzEsWyIyMDI2…', 1_024)),
  },
  { $id: 'MailPage', description: 'Mails, the newest first.' },
)
export const MailKindList = Type.Object(
  { data: list(ref(MailKindSaid), 'Kinds of mails.') },
  { $id: 'MailKindList', description: 'Kinds of mails.' },
)

export const MAIL = [Mail, MailRead, MailPreview, MailPreviewInput, MailKindSaid, MailPage, MailKindList]
