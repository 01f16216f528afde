/** Returns page by page, newest first. */
import Type, { type Static } from 'typebox'
import { OUTCOMES } from '../../../core/return/outcomes.ts'
import { refused } from '../../../core/refusal.ts'
import { whereRead } from '../../../core/return/reading.ts'
import { both, type Where } from '../../../core/return/where.ts'
import { epochMs, type Instant, instantOf, parseInstant } from '../../../core/time.ts'
import { numbered, type NumberedWish } from '../../../desk/numbered.ts'
import type { DialectHouse } from '../../dialect.ts'
import { type Answer, type Handler, no, ok } from '../door.ts'
import { isAnswer } from '../envelope.ts'
import { sayReturn, toReader } from '../say.ts'
import { listsBare, versionOf } from '../versions.ts'
import { approvalStatus, METHODS, methodAsked, type MethodWord } from '../words.ts'

const LAST_PAGE = 200
const LARGEST_PAGE = 50

const word = (words: readonly string[]) => Type.Optional(Type.Enum([...words] as [string, ...string[]]))
const text = Type.Optional(Type.String({ maxLength: 256 }))

/** Parameters nobody knows are let pass, and a larger page than there is becomes the largest: clients in the field send both. */
export const ListQuery = Type.Object({
  created_at_min: text,
  created_at_max: text,
  approval_status: word(Object.keys(approvalStatus)),
  customer_email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' })),
  outcome: word(OUTCOMES),
  return_method: word(METHODS),
  order_name: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  page: Type.Integer({ minimum: 1, maximum: LAST_PAGE, default: 1 }),
  limit: Type.Integer({ minimum: 1, default: 10 }),
})
type Query = Static<typeof ListQuery>

export const listOf =
  (house: DialectHouse): Handler =>
  async (request, { caller }) => {
    const query = request.query as Query
    const wish = wished(query, house.desk.now())
    if (isAnswer(wish)) return wish
    const size = Math.min(query.limit, LARGEST_PAGE)
    const found = await numbered(house.desk, caller, wish, { page: query.page - 1, size, total: true })
    if (refused(found)) return found
    const to = toReader(house, request)
    const returns = found.rows.map(seen => sayReturn(seen, to))
    if (listsBare(versionOf(request))) return ok(returns)
    const pagination = {
      total: found.total,
      page: query.page,
      limit: size,
      has_next_page: found.more && query.page < LAST_PAGE,
    }
    return ok({ returns, pagination })
  }

const DAY_MS = 86_400_000

/** Returns older than this are never listed. Counted in whole days, so that the tallies can tell how many there are. */
const oldestOf = (now: Instant): Instant => instantOf(Math.floor((epochMs(now) - 365 * DAY_MS) / DAY_MS) * DAY_MS)

/** An unescaped plus sign arrives as a space. */
const momentIn = (text: string): Instant | null => parseInstant(text.replace(/ (?=\d\d:?\d\d$)/, '+'))

function wished(query: Query, now: Instant): NumberedWish | Answer {
  const { created_at_min: min, created_at_max: max } = query
  const [from, to] = [min, max].map(text => (text === undefined ? undefined : momentIn(text)))
  const wrong = [from === null && 'created_at_min', to === null && 'created_at_max'].filter(name => name !== false)
  if (from === null || to === null) return notMoments(wrong)
  const oldest = oldestOf(now)
  const wheres = statesIn(query)
  return {
    createdFrom: from !== undefined && from > oldest ? from : oldest,
    // The bound itself belongs to the range.
    ...(to !== undefined && { createdBefore: instantOf(epochMs(to) + 1) }),
    ...(wheres.length > 0 && { where: wheres.reduce((all, one) => both(all, one)) }),
    words: wordsIn(query),
  }
}

const notMoments = (names: string[]): Answer =>
  no(
    422,
    42200,
    'UnprocessableEntity',
    'Unprocessable entity',
    names.map(path => ({ path, info: `${path} must be a date and time in ISO 8601 with an offset` })),
  )

const statesIn = ({ approval_status: status, return_method: method }: Query): Where[] => [
  ...(status === undefined ? [] : [whereRead(approvalStatus, [status as keyof typeof approvalStatus])]),
  ...(method === undefined ? [] : [methodAsked(method as MethodWord).where]),
]

const wordsIn = ({ return_method: method, customer_email, outcome, order_name }: Query): NumberedWish['words'] & {} => [
  ...(method === undefined ? [] : methodAsked(method as MethodWord).words),
  ...(customer_email === undefined ? [] : [`email:${customer_email}`]),
  ...(outcome === undefined ? [] : [`outcome:${outcome}`]),
  ...(order_name === undefined ? [] : [`order_name:${order_name}`]),
]
