/** The errand for a photo that lies elsewhere. */
import type { FileId } from '../core/ids.ts'
import { refused } from '../core/refusal.ts'
import type { Errand } from '../db/outside.ts'
import type { Desk } from '../desk/desk.ts'
import { isAwaited, keepFetched } from '../desk/foreign-files.ts'
import type { FetchFile } from '../outside/foreign-file.ts'
import type { Result } from './errands.ts'

/** What is no photo, too large, or at an address nobody is to knock at is given up at once and stays for people to see. */
export async function fetchAwaited(
  desk: Desk,
  fetchFile: FetchFile | undefined,
  { org, body }: Errand,
  signal: AbortSignal,
): Promise<Result> {
  const file = body.file as FileId
  if (!(await isAwaited(desk, org, file))) return { then: 'over' }
  if (typeof body.url !== 'string') return { then: 'give_up', why: 'Where it lay was forgotten.' }
  if (fetchFile === undefined) return { then: 'again', why: 'Nobody here fetches files.' }
  const answer = await fetchFile(body.url, signal)
  if (answer.outcome !== 'here') return { then: answer.outcome === 'refused' ? 'give_up' : 'again', why: answer.why }
  const kept = await keepFetched(desk, org, file, answer.bytes)
  return refused(kept) ? { then: 'give_up', why: kept.detail.sentence ?? kept.code } : { then: 'over' }
}
