/** How a return stands, in the words the calls are gated by. */
import { read } from '../../../core/return/reading.ts'
import type { Return } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Seen } from '../../../desk/look.ts'
import { status } from '../words.ts'

export type Status = keyof typeof status

/** The reading has a word for every state. */
export const statusOf = (ret: Return): Status => read(status, strands(ret)) as Status

/** The order was over for the platform before the buyer asked (`RRAOC`). */
export const cameAfterCompletion = ({ ret, order }: Pick<Seen, 'ret' | 'order'>): boolean =>
  order.completedAt !== null && order.completedAt < ret.createdAt
