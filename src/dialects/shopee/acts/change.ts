/** What all changing calls share: the return they name is looked at and moved, and every no is said in the words of the call. */
import type { FastifyRequest } from 'fastify'
import { type Refusal, refused } from '../../../core/refusal.ts'
import type { Command } from '../../../core/return/commands.ts'
import type { Acted } from '../../../desk/act.ts'
import type { Caller } from '../../../desk/caller.ts'
import type { Foreign } from '../../../desk/foreign-files.ts'
import type { Seen } from '../../../desk/look.ts'
import type { Client, DialectHouse } from '../../dialect.ts'
import { move, Objection, objected } from '../../moving.ts'
import type { Input } from '../door.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { returnNamed } from '../ids.ts'
import { missingSn, refusalOf, type ShopeeCall, unknownSn } from '../refusals.ts'

/** A call as it reaches an act: whose it is, which return it names, and what else it says. */
export type Asked = {
  house: DialectHouse
  client: Client
  call: ShopeeCall
  sn: string
  input: Input
  request: FastifyRequest
}

export type Act = (asked: Asked) => Promise<object | ShopeeNo>

/** The number a call names a return by. A number that is not text has lost its letters on the way here. */
export function snIn(call: ShopeeCall, given: unknown): string | ShopeeNo {
  if (given === undefined || given === null || given === '') return missingSn(call)
  return typeof given === 'string' ? given : no('error_param', 'Return SN or ID is invalid.')
}

/** `said`: what to say when the house refuses, where this call's words depend on more than the code. */
type More = { email?: string; foreign?: readonly Foreign[]; said?: (refusal: Refusal) => ShopeeNo | null }

export async function change(
  { house, client, call, sn, request }: Asked,
  choose: (seen: Seen) => readonly Command[] | Refusal | ShopeeNo,
  { email, foreign = [], said = () => null }: More = {},
): Promise<Acted | ShopeeNo> {
  const named = returnNamed(client, sn)
  if (named === null) return unknownSn(call)
  const answer = await move<ShopeeNo>(
    house.desk,
    signedBy(client.caller, email),
    named,
    seen => {
      const chosen = choose(seen)
      return isNo(chosen) ? new Objection(chosen) : chosen
    },
    { cause: `request:${request.id}`, foreign },
  )
  if (objected(answer)) return answer.said
  return refused(answer) ? (said(answer) ?? refusalOf(call, answer)) : answer
}

/** Some calls name the person who decided; the address is kept with what was done. */
const signedBy = (caller: Caller, email: string | undefined): Caller =>
  email === undefined ? caller : { ...caller, actor: { ...caller.actor, email } }

/** A file that is named and not known, told apart from a return that is not. */
export const isAboutFiles = ({ code, detail }: Refusal): boolean =>
  code === 'not_found' && /\bmedia\b/.test(detail.path ?? '')
