/** Is the machine fit for it: Node, memory, room on the disk. */
import { epochMs, type Instant } from '../core/time.ts'
import { type Finding, fine, problem, warning } from './finding.ts'
import { bytesSaid, DAY_MS, daySaid } from './phrases.ts'

/** When a line of Node gets its last security fixes: https://github.com/nodejs/Release#release-schedule. */
const NODE_ENDS: Readonly<Record<number, string>> = { 24: '2028-04-30', 26: '2029-04-30' }

const SOON_MS = 180 * DAY_MS

/** `version` as `process.versions.node` says it. What is too old never gets here: the launcher turns it away. */
export function judgeNode(version: string, now: Instant): Finding {
  const end = NODE_ENDS[Number.parseInt(version, 10)]
  if (end === undefined)
    return warning({
      check: 'node',
      what: `Node ${version} is not a line that gets security fixes for years`,
      why: 'Only even-numbered lines that were declared stable do, and Backhaul is tried on those.',
      todo: 'Run it on the Node that comes with it, or install Node 24.',
      command: 'npm ci',
    })
  const leftMs = Date.parse(end) - epochMs(now)
  if (leftMs > SOON_MS) return fine('node', `Node ${version}, looked after until ${daySaid(end)}`)
  const found = {
    check: 'node',
    what: `Node ${version} ${leftMs < 0 ? 'has had' : 'gets'} its last security fixes on ${daySaid(end)}`,
    why: 'Holes found later stay open.',
    todo: 'Upgrade Backhaul, which brings a newer Node along.',
  }
  return leftMs < 0 ? problem(found) : warning(found)
}

const LEAST_MEMORY = 512 * 1024 ** 2

/** What this machine, or the container it is, may use at most. */
export function judgeMemory(bytes: number): Finding {
  if (bytes >= LEAST_MEMORY) return fine('memory', `${bytesSaid(bytes)} of memory`, { bytes })
  return warning({
    check: 'memory',
    what: `Only ${bytesSaid(bytes)} of memory`,
    why: 'The server takes up to 250 MB under load and the embedded database as much again; one that runs out is killed.',
    todo: `Give the machine or the container at least ${bytesSaid(LEAST_MEMORY)}.`,
    figures: { bytes },
  })
}

export type Room = { folder: string; freeBytes: number; allBytes: number }

const NO_ROOM = 500 * 1024 ** 2
const LITTLE_ROOM = 5 * 1024 ** 3
const LITTLE_SHARE = 0.1

/** Little is less than a tenth, but never as much as five gigabytes. */
export function judgeRoom({ folder, freeBytes, allBytes }: Room): Finding {
  const said = `${bytesSaid(freeBytes)} of ${bytesSaid(allBytes)} free in ${folder}`
  const figures = { folder, free_bytes: freeBytes, all_bytes: allBytes }
  const command = `du -h --max-depth=2 ${folder} | sort -h | tail`
  if (freeBytes < NO_ROOM)
    return problem({
      check: 'disk',
      what: `Only ${said}`,
      why: 'A database that cannot write stops taking anything; photos are refused.',
      todo: 'Free or add space now.',
      command,
      figures,
    })
  if (freeBytes < LITTLE_ROOM && freeBytes < allBytes * LITTLE_SHARE)
    return warning({
      check: 'disk',
      what: `Only ${said}`,
      why: 'Photos and the database grow with every return, and a back-up needs room too.',
      todo: 'Free or add space soon.',
      command,
      figures,
    })
  return fine('disk', said, figures)
}

const UNLIKE_MS = 2_000
const WRONG_MS = 60_000

/** `aheadMs`: how far this machine's clock is ahead of the database's, to within half a round trip. */
export function judgeClock(aheadMs: number, roundTripMs: number): Finding {
  const apartMs = Math.max(0, Math.abs(aheadMs) - roundTripMs / 2)
  const figures = { ahead_ms: Math.round(aheadMs) }
  if (apartMs < UNLIKE_MS) return fine('clock', 'This machine and the database agree on the time', figures)
  const found = {
    check: 'clock',
    what: `This machine’s clock is ${(apartMs / 1000).toFixed(1)} seconds ${aheadMs > 0 ? 'ahead of' : 'behind'} the database’s`,
    why: 'Deadlines are judged and signatures dated by it: what is early here is late there, and receivers refuse messages that seem old.',
    todo: 'Let both keep time from the network.',
    command: 'timedatectl set-ntp true',
    figures,
  }
  return apartMs < WRONG_MS ? warning(found) : problem(found)
}
