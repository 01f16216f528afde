/** Saying no on this platform: a status and one plain sentence under `errors`. */
import { type Refusal, refused } from '../../core/refusal.ts'
import { type Objection, objected } from '../moving.ts'
import { REFUSAL_STATUS } from './words.ts'

export class No {
  readonly status: number
  readonly errors: string

  constructor(status: number, errors: string) {
    this.status = status
    this.errors = errors
  }
}

export const no = (status: 400 | 401 | 403 | 404 | 422 | 429, errors: string): No => new No(status, errors)
export const isNo = (answer: unknown): answer is No => answer instanceof No

/** The desk's no, in this platform's words; `say` puts our names for members into theirs. */
export function refusalOf({ code, detail }: Refusal, say: (path: string) => string = path => path): No {
  const status = REFUSAL_STATUS[code]
  const sentence = detail.sentence ?? `This is refused (${code}).`
  const path = detail.path === undefined || status === 404 ? '' : say(detail.path)
  return no(status, path === '' ? sentence : `${path}: ${sentence}`)
}

/** What came of a move: a no whoever said it, or what was done. */
export function settled<T extends object>(answer: T | Refusal | Objection<No>, say?: (path: string) => string): T | No {
  if (refused(answer)) return refusalOf(answer, say)
  return objected(answer) ? answer.said : answer
}
