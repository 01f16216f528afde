/** What a rule does, as the commands anybody else would give, and on whose side it stands while it does. */
import { type Actor, HOUSE } from '../party.ts'
import { unreachable } from '../refusal.ts'
import type { Command } from '../return/commands.ts'
import { disposed, gradedAs, missing, received, returned, travelling } from '../return/quantities.ts'
import type { Item, Return } from '../return/return.ts'
import { strands } from '../return/strands/strands.ts'
import type { Shop } from '../shop.ts'
import type { Deed } from './automation.ts'

/** Nothing of this is done to a return that is flagged: somebody is to look at it first. */
const DECIDES: Record<Deed['verb'], boolean> = {
  approve: true,
  reject: true,
  cancel: true,
  expire: true,
  resolve: true,
  receive: true,
  dispose: true,
  grant: true,
  refund: true,
  credit: true,
  label: true,
  remind: false,
  note: false,
  tag: false,
  flag: false,
  assign: false,
  message: false,
}

export const waitsForPeople = ({ verb }: Deed): boolean => DECIDES[verb]

/** Verbs the house itself has no business with; a rule that uses them speaks for the merchant who wrote it. */
const MERCHANTS: readonly Deed['verb'][] = ['dispose', 'note', 'tag', 'flag', 'assign', 'message']

export const AUTOMATION: Actor = { ...HOUSE, name: 'Automation' }

/** What the system may promise is limited by policy, so whatever is about money is done by the system. */
export const actorFor = ({ verb }: Pick<Deed, 'verb'>): Actor =>
  MERCHANTS.includes(verb) ? { ...AUTOMATION, role: 'agent' } : AUTOMATION

/** All or none of them. Empty when there is nothing left to do. `key` makes counts and moves that are told twice happen once. */
export function commandsFor(deed: Deed, ret: Return, shop: Pick<Shop, 'name'>, key: string): Command[] {
  switch (deed.verb) {
    case 'approve':
    case 'reject':
    case 'cancel':
    case 'expire':
    case 'resolve':
    case 'label':
    case 'remind':
      return [deed]
    case 'receive':
      return receiving(ret, key)
    case 'dispose':
      return placing(deed, ret, key)
    case 'grant':
      return [deed]
    case 'refund':
    case 'credit':
      return paying(deed, ret)
    case 'note':
      return ret.note?.includes(deed.note)
        ? []
        : [{ verb: 'note', note: [ret.note, deed.note].filter(Boolean).join('\n') }]
    case 'tag':
      return deed.tags.every(tag => ret.tags.includes(tag))
        ? []
        : [{ verb: 'tag', tags: [...new Set([...ret.tags, ...deed.tags])] }]
    case 'flag':
      return ret.flagged === deed.why ? [] : [deed]
    case 'assign':
      return ret.assignee === null ? [deed] : []
    case 'message':
      return [{ ...deed, text: filledIn(deed.text, ret, shop) }]
    default:
      return unreachable(deed)
  }
}

function receiving(ret: Return, key: string): Command[] {
  const lines = travelling(ret)
    .map(item => ({ item: item.id, quantity: returned(item) - received(ret, item.id) - missing(ret, item.id) }))
    .filter(line => line.quantity > 0)
  return lines.length > 0 ? [{ verb: 'receive', key, source: 'carrier', lines }] : []
}

function placing({ to, grades }: Extract<Deed, { verb: 'dispose' }>, ret: Return, key: string): Command[] {
  const open = (item: Item): number => received(ret, item.id) - (disposed(ret, item.id) - missing(ret, item.id))
  const graded = (item: Item): number =>
    grades === undefined ? Number.POSITIVE_INFINITY : gradedAs(ret, item.id, grades) - disposed(ret, item.id, to)
  return ret.items.flatMap((item): Command[] => {
    const quantity = Math.min(open(item), graded(item))
    return quantity > 0 ? [{ verb: 'dispose', key: `${key}:${item.position}`, item: item.id, quantity, to }] : []
  })
}

/** Money for goods that are not here yet is promised first, on what was asked for. */
function paying({ basis, ...pays }: Extract<Deed, { verb: 'refund' | 'credit' }>, ret: Return): Command[] {
  const to = pays.verb === 'credit' ? 'store_credit' : pays.to
  return basis !== undefined && strands(ret).settlement === 'none'
    ? [{ verb: 'grant', basis, ...(to && { to }) }, pays]
    : [pays]
}

/** The names a message may carry; a person who was forgotten has none. */
export const PLACEHOLDERS = ['number', 'first_name', 'shop'] as const

const filledIn = (text: string, ret: Return, shop: Pick<Shop, 'name'>): string => {
  const words: Record<(typeof PLACEHOLDERS)[number], string> = {
    number: ret.number,
    first_name: ret.contact.firstName,
    shop: shop.name,
  }
  return text.replace(/\{(number|first_name|shop)\}/g, (_, name: keyof typeof words) => words[name])
}
