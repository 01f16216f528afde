/** Filing a return: the order it goes back to, and the wishes. */
import { exactly, ref } from '../../http/schema.ts'
import { filing } from './commands/request.ts'
import { id, list, optional, said, text } from './fields.ts'

const order = {
  order_id: optional(id('The order.')),
  shop_id: optional(id('The shop, together with `order_external_id` or `order_number`.')),
  order_external_id: optional(said('The shop’s own id of the order, together with `shop_id`.', '5001', 128)),
  order_number: optional(said('The number people type; add `shop_id` when several shops share numbers.', '#5001', 64)),
}

export const Submission = exactly(
  { ...order, ...filing },
  { $id: 'Submission', description: 'A return to be. Name the order in one of three ways.' },
)

export const GroupSubmission = exactly(
  {
    group_id: optional(id('A group that exists; left out for a new one.')),
    comment: optional(text('Told with every member that has no comment of its own.', 'All from the same box.', 2_000)),
    members: list(ref(Submission), 'The returns, one per order.', 50, { minItems: 1 }),
  },
  { $id: 'GroupSubmission', description: 'Returns of several orders, filed together.' },
)
