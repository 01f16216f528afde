/** What has been counted in: read from the receivings and what was declared missing. */
import { counted, missing, received, returned, travelling } from '../quantities.ts'
import type { Return } from '../return.ts'
import type { Word } from '../where.ts'

export function receiving(ret: Return): Word<'receiving'> {
  const goods = travelling(ret)
  const came = counted(ret).some(entry => entry.lines.some(line => line.quantity > 0))
  if (goods.length === 0 && !came) return 'not_needed'
  const complete = goods.every(item => received(ret, item.id) + missing(ret, item.id) >= returned(item))
  const declared = goods.some(item => missing(ret, item.id) > 0)
  if (complete && (came || declared)) return 'received'
  return came || declared ? 'partial' : 'awaited'
}
