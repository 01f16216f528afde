/** The default: money is moved by a person or another system, who then says so with `settle`. Nothing is ever moved by accident. */
import type { Gateway } from './gateway.ts'

export const manualGateway: Gateway = {
  refund: async () => ({ outcome: 'by_hand' }),
  find: async () => ({ outcome: 'by_hand' }),
}
