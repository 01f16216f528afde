/** Only what was delivered and is not spoken for by another return can come back. */
import { barred, type LineRule } from './rule.ts'

export const delivered: LineRule = ({ delivered, free }) => {
  if (delivered === 0) return [barred(null, 'not_delivered', 'Nothing of this has been delivered yet.')]
  const left = free.reduce((all, one) => all + one.quantity, 0)
  if (left === 0) return [barred(null, 'already_returned', 'Every delivered piece is already part of a return.')]
  return [{ rule: null, said: `${left} of ${delivered} delivered pieces are free.`, allowed: left }]
}
