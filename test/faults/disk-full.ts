/** The disk fills up while people work: first so that no table can grow, then so that not even the database's own log has room. And a photo that does not fit. */
import { execFile } from 'node:child_process'
import { chmod, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { query } from '../../src/db/pool.ts'
import { withDatabase } from '../crash/ground.ts'
import { type Answer, complaints, firstYes, refusals, withCallers } from './callers.ts'
import { type Circumstances, type Fault, type Finding, seconds, until } from './fault.ts'
import { type Floor, openFloor } from './floor.ts'

const run = promisify(execFile)

const DATA_MEGABYTES = 256
const PHOTO_MEGABYTES = 4
const FULL_MS = 60_000
const FULL_SHORT_MS = 6_000

export const diskFull: Fault = {
  name: 'disk',
  title: 'disk full',
  async run(on: Circumstances): Promise<Finding> {
    const data = join(on.folder, 'data')
    const photos = join(on.folder, 'photos')
    const mounted: string[] = []
    try {
      for (const [path, megabytes] of [
        [data, DATA_MEGABYTES],
        [photos, PHOTO_MEGABYTES],
      ] as const) {
        await mkdir(path)
        await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
        mounted.push(path)
        await chmod(path, 0o755)
      }
    } catch {
      await unmount(mounted)
      return {
        sentence: 'A small disk can be mounted by root alone, so this was not tried.',
        wrong: [],
        isSkipped: true,
      }
    }
    try {
      const floor = await openFloor(
        { folder: data, logs: on.folder },
        { seed: on.seed, more: { BACKHAUL_FILES: photos, BACKHAUL_LOG_LEVEL: 'info' } },
      )
      try {
        return await fillUp(floor, { data, photos, logs: on.folder }, on.isShort ? FULL_SHORT_MS : FULL_MS)
      } finally {
        await floor.close()
      }
    } finally {
      await unmount(mounted)
    }
  },
}

async function unmount(paths: readonly string[]): Promise<void> {
  for (const path of paths) await run('umount', ['-l', path]).catch(() => {})
}

/** Nobody knows how long it takes until a table has to grow. */
const FULL_LIMIT_MS = 60_000

async function fillUp(
  floor: Floor,
  { data, photos, logs }: { data: string; photos: string; logs: string },
  fullMs: number,
): Promise<Finding> {
  const photo = await photoOnFullDisk(floor, photos)
  const questions = {
    read: { path: '/v1/returns?limit=1', key: floor.keys.owner },
    write: writingMuch(floor),
    ready: { path: '/readyz' },
    alive: { path: '/healthz' },
  }
  const { answers, fullAtMs, freeAtMs } = await floor.working(async () => {
    await pause(1_500)
    return withCallers(floor.house.url, questions, async answers => {
      const ballast = await fill(data)
      const fullAtMs = performance.now()
      await until(() => refusedWith(answers, 'disk_full'), FULL_LIMIT_MS, 'A refusal because of the full disk').catch(
        fault => {
          console.log(codes(answers), answers.slice(-8))
          throw fault
        },
      )
      await pause(fullMs / 2)
      await burnLog(floor)
      await pause(fullMs / 2)
      await rm(ballast)
      const freeAtMs = performance.now()
      await until(() => firstYes(answers, 'write', freeAtMs) !== undefined, 60_000, 'A yes to a writer')
      return { answers, fullAtMs, freeAtMs }
    })
  })
  const log = await readFile(join(logs, 'processes.log'), 'utf8')
  const restarts = log.split('The embedded database ended unexpectedly').length - 1
  const { books, wrong } = await floor.look()
  const writes = answers.filter(
    ({ what, startedMs }) => what === 'write' && startedMs > fullAtMs && startedMs < freeAtMs,
  )
  const reads = answers.filter(({ what, startedMs }) => what === 'read' && startedMs > fullAtMs && startedMs < freeAtMs)
  return {
    sentence:
      `Full for ${seconds(freeAtMs - fullAtMs)}: writers got ${refusals(writes)} (${codes(writes)}), ${reads.filter(({ status }) => status === 200).length} of ${reads.length} readers were still served. ` +
      `When not even its log had room the database ended and was started again ${restarts} times until there was. ` +
      `Room again: ready after ${seconds(firstYes(answers, 'ready', freeAtMs))}, the first write kept after ${seconds(firstYes(answers, 'write', freeAtMs))}, without a hand. ` +
      `${photo.sentence} ${books.returns} returns, ${books.events.length} events: nothing lost, nothing half done.`,
    wrong: [...wrong, ...photo.wrong, ...complaints(answers, ['disk_full', 'database_unavailable'])],
  }
}

const refusedWith = (answers: readonly Answer[], code: string): boolean => answers.some(answer => answer.code === code)

const codes = (answers: readonly Answer[]): string =>
  [...Map.groupBy(answers, ({ status, code }) => code ?? String(status))]
    .map(([word, group]) => `${word} ${group.length}`)
    .join(', ')

/** Each makes a table longer. */
const writingMuch = ({ keys }: Floor) => ({
  path: '/v1/shops',
  method: 'POST',
  key: keys.owner,
  body: () => ({ name: 'Another shop among many', currency: 'EUR' }),
})

/** Zeros until nothing more fits. */
async function fill(folder: string): Promise<string> {
  const path = join(folder, 'ballast')
  const file = await open(path, 'a')
  try {
    for (const size of [1 << 20, 1 << 12])
      for (const block = Buffer.alloc(size); ; ) {
        const { bytesWritten } = await file.write(block).catch((fault: NodeJS.ErrnoException) => {
          if (fault.code === 'ENOSPC') return { bytesWritten: 0 }
          throw fault
        })
        if (bytesWritten < size) break
      }
  } finally {
    await file.close()
  }
  return path
}

/** Every switch of the database's log needs a new file of it, which finds no room; the database can then do nothing but end. */
async function burnLog({ place }: Floor): Promise<void> {
  const burn = async () =>
    withDatabase(place, async db => {
      for (let file = 0; file < 20; file++)
        await query(db, {
          text: `select pg_logical_emit_message(false, 'ballast', repeat('x', 1000)), pg_switch_wal()`,
          prepare: false,
        })
    })
  // That it breaks off in the middle is what is wanted.
  await burn().catch(() => {})
}

/** The photo's own disk is full, the database's is not. */
async function photoOnFullDisk({ house, keys, shop }: Floor, folder: string): Promise<Finding> {
  const noise = Buffer.from(Uint8Array.from({ length: 900 * 900 * 3 }, (_, place) => (place * 2_654_435_761) >>> 13))
  const picture = await sharp(noise, { raw: { width: 900, height: 900, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
  const send = () =>
    fetch(`${house.url}/v1/shops/${shop}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.agent}`, 'content-type': 'image/jpeg', 'idempotency-key': 'photo' },
      body: new Uint8Array(picture),
    })
  const before = await files(folder)
  const ballast = await fill(folder)
  const refused = await send()
  const { code } = (await refused.json()) as { code?: string }
  await rm(ballast)
  const left = (await files(folder)).filter(name => !before.includes(name))
  const kept = await send()
  return {
    sentence: `A photo that did not fit was refused (${refused.status} ${code}), left ${left.length} files behind, and was kept when sent again (${kept.status}).`,
    wrong: [
      ...(refused.status === 503 && code === 'disk_full' ? [] : [`The photo was answered ${refused.status} ${code}.`]),
      ...left.map(name => `${name} was left behind by a photo that did not fit.`),
      ...(kept.status === 201 ? [] : [`The photo was not kept when there was room: ${kept.status}.`]),
    ],
  }
}

const files = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).flatMap(entry =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
