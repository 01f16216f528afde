/** Whoever sits at somebody else's device leaves nothing behind. */
import type { Answer, Visit } from '../visit.ts'

export const gone = async ({ base }: Visit): Promise<Answer> => ({ session: null, to: `${base}/?gone=1` })
