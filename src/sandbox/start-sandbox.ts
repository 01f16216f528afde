/** A complete, seeded installation in one folder: fresh when the folder is empty, else the one that is there. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Config, inFolder } from '../config.ts'
import { callerOf } from '../desk/keys.ts'
import { type Running, startServer } from '../server.ts'
import { realChance, seededChance } from './chance.ts'
import { readSecrets, sandboxFile, writeSandboxFile } from './sandbox-file.ts'
import { type Secrets, seed } from './seed.ts'
import { kept } from './shop.ts'
import { shownOrders } from './shown-orders.ts'

export type SandboxOptions = {
  folder: string
  /** Fixes ids, codes and keys of what is seeded; null: by chance. */
  seed: number | null
  logger?: Logger
  log: (message: string) => void
}

/** What a seeding that was broken off leaves behind. Anything else in the folder belongs to somebody. */
const OURS = ['postgres', 'files', 'outside', 'sandbox.json.new']

export async function startSandbox(
  config: Config,
  { folder, seed: number, logger, log }: SandboxOptions,
): Promise<Running & { fresh: boolean }> {
  await mkdir(folder, { recursive: true })
  const before = await readSecrets(folder)
  if (before === null) await sweep(folder)
  let secrets: Secrets | null = before
  const running = await startServer(sandboxConfig(config, folder), {
    ...(logger && { logger }),
    prepare: async desk => {
      if (secrets !== null) return
      log('Seeding a shop, its orders and its returns …')
      secrets = await seed(desk, number === null ? realChance : seededChance(number))
    },
  })
  try {
    const { keys } = secrets as unknown as Secrets
    const owner = kept(await callerOf(running.desk, keys.owner, 'api'), `The owner’s key in ${folder}`)
    const file = sandboxFile(running.url, secrets as unknown as Secrets, await shownOrders(running.desk, owner))
    await writeSandboxFile(folder, file)
    return { ...running, fresh: before === null }
  } catch (fault) {
    await running.stop()
    throw fault
  }
}

/** Nothing a sandbox does by itself reaches the outside, nobody who tries it out is slowed down, and it may tell a receiver on the same machine. */
const sandboxConfig = (config: Config, folder: string): Config => ({
  ...inFolder(config, folder),
  databaseUrl: null,
  files: { kind: 'folder', path: join(folder, 'files') },
  rateLimit: 'off',
  payments: 'simulated',
  labels: 'simulated',
  privateAddresses: 'allow',
})

async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder)
  const foreign = names.filter(name => !OURS.includes(name))
  if (foreign.length > 0)
    throw new Error(
      `${folder} holds something that is no sandbox (${foreign.slice(0, 3).join(', ')}). Name an empty folder with --data.`,
    )
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true })
}
