/** Whether goods must have arrived before they can be sent back. */
import { chosen } from '../condition.ts'
import { barred, type LineRule, nothing } from './rule.ts'

/**
 * Being sent is enough unless a rule says `delivered`. What is turned away on its way or at the door never arrives, and a withdrawal may be declared
 * before the goods do (Directive 2011/83/EU, recital 40).
 */
export const after: LineRule = ({ policy, facts, free, situation }) => {
  const found = chosen(policy, 'after', facts)
  if (found?.effect.after !== 'delivered') return nothing('It may come back once it was sent.')
  if (situation.lane === 'withdrawal') return nothing('A withdrawal need not wait for the delivery.')
  if (situation.kind !== 'after_delivery') return nothing('What is turned away need not arrive first.')
  const arrived = free.reduce((all, one) => (hasArrived(one.fulfilment, situation) ? all + one.quantity : all), 0)
  if (arrived === 0) return [barred(found.rule.id, 'not_arrived', 'This can be sent back once it has arrived.')]
  return [{ rule: found.rule.id, said: `${arrived} pieces have arrived.`, allowed: arrived }]
}

const hasArrived = (id: string, { order }: Parameters<LineRule>[0]['situation']): boolean =>
  order.fulfilments.some(one => one.id === id && one.deliveredAt !== null)
