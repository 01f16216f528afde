/** SHOPLINE's words for what a return is, read from the top: the first row that holds is the word. */
import type { Reading } from '../../core/return/reading.ts'

export const status = {
  CLOSED: { request: ['resolved'] },
  DECLINED: { request: ['rejected'] },
  CANCELED: { request: ['cancelled', 'expired'] },
  OPEN: { request: ['submitted', 'approved'] },
} as const satisfies Reading

export const webhookStatus = {
  CLOSED: { request: ['resolved'] },
  DECLINED: { request: ['rejected'] },
  CANCELED: { request: ['cancelled', 'expired'] },
  REQUESTED: { request: ['submitted'] },
  OPEN: { request: ['submitted', 'approved'] },
} as const satisfies Reading
