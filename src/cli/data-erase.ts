/** Forgetting a shopper who asks for it, from the machine itself. */
import { refused } from '../core/refusal.ts'
import { type Erasure, eraseShopper } from '../desk/erasure.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, text } from './command.ts'
import { findOrg, operator } from './find-house.ts'
import { PERSON_OPTIONS, personIn } from './person-named.ts'

export const dataErase: Command = {
  name: 'data erase',
  summary: 'Forget one shopper',
  about:
    'For a request under GDPR article 17. Names, addresses, words and photos go; money, goods, dates and who of the shop did what stay. Look first with --preview. Refused while a return is under way or money on its way. What stops in the middle goes on when it is started again. Back-ups made before still know the person: docs/data-protection.md says what to do about them.',
  options: {
    ...PERSON_OPTIONS,
    preview: { type: 'boolean', means: 'Only say what would be forgotten' },
    'force-open': { type: 'boolean', means: 'Do it although something is under way; needs --reason' },
    reason: { type: 'string', value: 'TEXT', means: 'Why it cannot wait; kept for ever, so without the name' },
  },
  examples: [
    { line: 'backhaul data erase --email maja@mail.example --preview', does: 'What there is, and what it waits for.' },
    { line: 'backhaul data erase --email maja@mail.example', does: 'Forgets.' },
    {
      line: 'backhaul data erase --email maja@mail.example --force-open --reason "Court order 7/26"',
      does: 'Although something is under way.',
    },
  ],
  exits: { [EXIT.partly]: 'something began on an order meanwhile, which was left as it is' },

  async run({ values, config, out }) {
    const wish = {
      ...personIn(values),
      preview: values.preview === true,
      forceOpen: values['force-open'] === true,
      ...(values.reason !== undefined && { reason: text(values, 'reason') ?? '' }),
    }
    const house = await openHouse(config, { migrate: false })
    try {
      const org = await findOrg(house.desk, text(values, 'org'))
      const erasure = await eraseShopper(house.desk, operator(org.id), wish)
      if (refused(erasure)) throw new CommandError(erasure.detail.sentence ?? `Refused: ${erasure.code}.`)
      out.give(given(erasure))
      for (const line of said(erasure)) out.say(line)
      return erasure.preview || erasure.orders.every(order => order.erased) ? EXIT.ok : EXIT.partly
    } finally {
      await house.close()
    }
  },
}

const given = ({ id, preview, orders }: Erasure) => ({
  id,
  preview,
  orders: orders.map(({ order, shop, returns, ...rest }) => ({
    order_id: order,
    shop_id: shop,
    ...rest,
    returns: returns.map(({ ret, number, open }) => ({ return_id: ret, number, open })),
  })),
})

function said({ preview, orders }: Erasure): string[] {
  if (orders.length === 0) return ['Nothing is kept under this name.']
  return orders.map(({ number, returns, files, credits, erased }) => {
    const open = returns.flatMap(ret => (ret.open.length > 0 ? [`${ret.number} waits for ${ret.open.join(', ')}`] : []))
    const parts = [`${returns.length} returns`, `${files} photos and papers`, `${credits} store credits`]
    const state = preview ? 'would be forgotten' : erased ? 'forgotten' : 'left as it is'
    return `Order ${number}: ${state}; ${parts.join(', ')}${open.length > 0 ? `; ${open.join('; ')}` : ''}.`
  })
}
