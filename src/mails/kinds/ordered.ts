/** Mails somebody orders who is in the middle of something: the code that opens an order, and the receipt for a withdrawal. */
import type { Instant } from '../../core/time.ts'
import type { About } from '../about.ts'
import { type Content, facts, quote, small, text } from '../content.ts'

/** Once it has left nobody here knows the code any more, so the log shows the mail without it. */
export function code({ say, shopName, secret }: About): Content {
  const shop = { shop: shopName }
  return {
    subject: secret ? say('mails.code.subject', { ...shop, code: secret }) : say('mails.code.subject.bare', shop),
    title: say('mails.code.title'),
    blocks: [
      { is: 'code', text: secret ?? '••••••' },
      text(say('mails.code.text', shop)),
      small(say('mails.code.small', shop)),
    ],
  }
}

/**
 * On a durable medium, with what was declared and the moment it came in (Directive 2011/83/EU, article 11a (4)). It confirms that and decides nothing.
 * `doc`: `statement`, `at`, `reference` where there is one, and `number` of the order as it was typed where nobody knows yet which one is meant.
 */
export function withdrawal({ say, formats, shopName, doc, order, seen }: About): Content {
  const { statement = '', at = null, reference = null, number: typed = '' } = doc as Statement
  const number = order?.refs.number ?? typed
  const moment = at ? formats.second(at) : ''
  return {
    subject: number === '' ? say('mails.withdrawal.title') : say('mails.withdrawal.subject', { order: number }),
    title: say('mails.withdrawal.title'),
    blocks: [
      text(say('mails.withdrawal.text', { shop: shopName, moment })),
      quote(statement),
      ...facts({
        [say('mails.fact.order')]: number,
        [say('mails.fact.return')]: seen?.ret.number,
        [say('mails.fact.date')]: moment,
        [say('mails.fact.reference')]: reference,
      }),
      text(say('mails.withdrawal.small')),
    ],
  }
}

type Statement = { statement?: string; at?: Instant | null; reference?: string | null; number?: string }
