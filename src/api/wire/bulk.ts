/** Many orders at once. */
import { exactly, ref } from '../../http/schema.ts'
import { list } from './fields.ts'
import { OrderRow } from './order-input.ts'

export const Bulk = exactly(
  { orders: list(ref(OrderRow), 'The orders.', 500, { minItems: 1 }) },
  { $id: 'Bulk', description: 'Many orders at once.' },
)
