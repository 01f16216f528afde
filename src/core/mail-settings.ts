/** How a shop writes: in whose name, to which of its people, and about what it does not. */
import type { MailKind } from './mail/kinds.ts'

export type MailSettings = {
  /** Off: nobody is written but for codes and acknowledgements of withdrawals, and acts leave no trace of mails. */
  on: boolean
  /** Null: the shop's name, and the address the installation writes from. */
  from: { name: string | null; address: string | null }
  /** Null: the address of the returns page's contact, else where the mail came from. */
  replyTo: string | null
  /** The shop's own people, each of whom is written; nobody until somebody is named. */
  staff: string[]
  /** Kinds that are not written. */
  off: MailKind[]
  /** Stands under every mail to a shopper: a company's name and register, for instance. */
  footer: string | null
}

export const STANDARD_MAIL: MailSettings = {
  on: true,
  from: { name: null, address: null },
  replyTo: null,
  staff: [],
  off: [],
  footer: null,
}

/** Shops founded before there were mails have the standard. */
export const mailOf = ({ mail }: { mail?: MailSettings }): MailSettings => mail ?? STANDARD_MAIL
