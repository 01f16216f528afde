/** Creating, finding and closing returns. */
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Command } from '../../core/return/commands.ts'
import { read } from '../../core/return/reading.ts'
import { strands } from '../../core/return/strands/strands.ts'
import { act } from '../../desk/act.ts'
import type { Client, DialectHouse } from '../dialect.ts'
import { move, Objection } from '../moving.ts'
import { isNo, type No, no, refusalOf, settled } from './answer.ts'
import type { Call } from './door.ts'
import { type Found, orderNamed, returnNamed, returnsOf, unknownOrder, unknownReturn } from './find.ts'
import { hearCreate, submitOf } from './hear.ts'
import { bodyOf, Hearing, parameter } from './hearing.ts'
import { returnId } from './ids.ts'
import { sayReturn } from './say.ts'
import { status } from './words.ts'

/** What the shopper is written, when a client asks for it. */
export const notice = (wanted: boolean, text: string): Command[] =>
  wanted ? [{ verb: 'message', to: 'shopper', text }] : []

/** Filed as approved at once: on this platform nobody asks first. Policy advises; what is already coming back binds. */
export async function createReturn({ house, client, settings, body }: Call): Promise<object | No> {
  const heard = hearCreate(body, house.desk.now())
  if (isNo(heard)) return heard
  const order = await orderNamed(house, client, heard.order)
  if (order === null) return unknownOrder()
  const submit = submitOf(heard, order, client.shop)
  if (isNo(submit)) return submit
  const commands = [submit, ...notice(heard.notify, settings.notice_created)]
  const filed = await act(house.desk, client.caller, { order: order.id }, commands, { notify: heard.notify })
  if (refused(filed)) return notFiled(filed)
  return { return: sayReturn(filed, { texts: !settings.numeric_line_items }) }
}

function notFiled(refusal: Refusal): No {
  const { code, detail } = refusal
  if (code === 'quantity_exceeded' && detail.returnable === 0)
    return no(422, `${lineSaid(detail.path ?? '')}: The product line has already been returned completely.`)
  return refusalOf(refusal, lineSaid)
}

const lineSaid = (path: string): string => path.replace(/^items\b/, 'return_line_items').replace(/\.line$/, '')

/** By its own id, by its order's, or by both, which then must belong together. There are no pages here. */
export async function queryReturns({ house, client, query }: Call): Promise<object | No> {
  const id = parameter(query, 'id')
  const orderId = parameter(query, 'order_id')
  if (id === null && orderId === null) return no(422, 'id or order_id is required.')
  const order = orderId === null ? null : await orderNamed(house, client, orderId)
  if (orderId !== null && order === null) return { returns: [] }
  const found = order === null ? await onlyOne(house, client, id ?? '') : await returnsOf(house, client, [order])
  const wanted = found.filter(({ ret }) => id === null || returnId(ret) === id)
  return { returns: wanted.map(seen => sayReturn(seen, { texts: false })) }
}

async function onlyOne(house: DialectHouse, client: Client, id: string): Promise<Found[]> {
  const seen = await returnNamed(house, client, id)
  return seen === null ? [] : [seen]
}

/** The goods are here and nothing is left to do. Money is another matter on this platform, and stays one. */
export async function closeReturn({ house, client, settings, params, body }: Call): Promise<object | No> {
  const hearing = new Hearing()
  const notify = hearing.flag(bodyOf(hearing, body).notify, 'notify')
  if (hearing.trouble) return hearing.trouble
  const seen = await returnNamed(house, client, params.id ?? '')
  if (seen === null) return unknownReturn()
  const closed = settled(
    await move<No>(
      house.desk,
      client.caller,
      seen.ret.id,
      now => {
        const objection = notOpen(now)
        if (objection !== null) return new Objection(objection)
        return [
          ...(now.ret.request.state === 'submitted' ? [{ verb: 'approve' } as const] : []),
          { verb: 'resolve' },
          ...notice(notify, settings.notice_closed),
        ]
      },
      { notify },
    ),
  )
  return isNo(closed) ? closed : {}
}

/** What this platform's clients may not touch any more. */
export function notOpen({ ret }: Pick<Found, 'ret'>): No | null {
  const word = read(status, strands(ret)) ?? 'OPEN'
  return word === 'OPEN' ? null : no(422, NOT_OPEN[word])
}

const NOT_OPEN = {
  CLOSED: 'The return is already closed.',
  DECLINED: 'The return has been declined.',
  CANCELED: 'The return has been cancelled.',
} as const satisfies Record<Exclude<keyof typeof status, 'OPEN'>, string>
