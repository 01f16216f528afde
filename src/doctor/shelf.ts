/** Can photos and labels be put away and found again? Tried with a small file that is taken away afterwards. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { openStore, type Store, type StoreConfig } from '../files/store.ts'
import { type Finding, fine, problem, remark } from './finding.ts'
import { lengthSaid } from './phrases.ts'

const LIMIT_MS = 10_000

export async function examineShelf(config: StoreConfig): Promise<Finding> {
  if (config.kind === 'folder' && !existsSync(config.path)) return notThere(config.path)
  const late = new AbortController()
  try {
    const limit = pause(LIMIT_MS, undefined, { signal: late.signal }).then(() => {
      throw new Error(`no answer within ${lengthSaid(LIMIT_MS)}`)
    })
    const tookMs = await Promise.race([openStore(config).then(tryOut), limit])
    return fine('files', `${placeOf(config)} can be written and read (${lengthSaid(tookMs)})`, {
      took_ms: Math.round(tookMs),
    })
  } catch (fault) {
    return unusable(config, fault as Error)
  } finally {
    late.abort()
  }
}

async function tryOut(store: Store): Promise<number> {
  const key = `doctor/${randomUUID()}.txt`
  const words = Buffer.from('The doctor was here.')
  const startedMs = performance.now()
  await store.put(key, words, 'text/plain')
  try {
    const found = await store.get(key)
    if (found === undefined || !words.equals(await buffer(found.stream)))
      throw new Error('what was written was not found again')
    return performance.now() - startedMs
  } finally {
    await store.delete(key)
  }
}

const placeOf = (config: StoreConfig): string =>
  config.kind === 'folder' ? config.path : `The bucket ${config.bucket}`

const notThere = (path: string): Finding =>
  remark({
    check: 'files',
    what: `The folder ${path} is not there yet`,
    why: 'The first start makes it. If photos should lie there, a disk may not be mounted.',
    todo: 'If this installation has run before, see that the disk is there before it is started.',
  })

export const unusable = (config: StoreConfig, { message }: Pick<Error, 'message'>): Finding =>
  problem({
    check: 'files',
    what: `${placeOf(config)} cannot be used: ${message.replace(/\.$/, '')}`,
    why: 'Photos are refused and labels cannot be shown.',
    todo:
      config.kind === 'folder'
        ? 'Make the folder belong to the account that runs Backhaul.'
        : 'See that the bucket is there and that the keys may put, get and delete in it.',
    ...(config.kind === 'folder' && { command: `ls -ld ${config.path}` }),
  })
