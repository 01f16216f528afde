/** Writing sandbox.json, and reading an earlier one back: it is the only place where the sandbox's secrets are kept. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Value from 'typebox/value'
import type { Dialects, ShownOrder } from './contract.ts'
import { SandboxFile } from './contract.ts'
import type { ClientKeys } from './doors.ts'
import type { Secrets } from './seed.ts'

export const filePath = (folder: string): string => join(folder, 'sandbox.json')

/** The order somebody types in to try the portal. */
export const PORTAL_ORDER = '1077'

export function sandboxFile(
  baseUrl: string,
  { keys, console, clients, stranger }: Secrets,
  orders: ShownOrder[],
): SandboxFile {
  const tried = orders.find(order => order.number === PORTAL_ORDER)
  if (!tried) throw new Error(`The sandbox has lost order ${PORTAL_ORDER}.`)
  return {
    base_url: baseUrl,
    keys,
    console: { url: `${baseUrl}/console`, ...console },
    portal: {
      url: `${baseUrl}/portal`,
      order_number: tried.number,
      email: tried.email,
      postal_code: tried.postal_code,
    },
    dialects: dialects(baseUrl, clients),
    stranger: { key: stranger.key, dialects: dialects(baseUrl, stranger.clients) },
    orders,
  }
}

const dialects = (baseUrl: string, { shopee, aftership, shopflix, shopline }: ClientKeys): Dialects => ({
  shopee: { base_url: `${baseUrl}/api/v2`, ...shopee },
  aftership: { base_url: `${baseUrl}/returns/2025-07`, legacy_base_url: `${baseUrl}/returnscenter/v2`, ...aftership },
  shopflix: { base_url: `${baseUrl}/api`, ...shopflix },
  shopline: { base_url: `${baseUrl}/admin/openapi/v20260301`, ...shopline },
})

/** Readable by this account only, and never half-written: whoever waits for the file may read it as soon as it is there. */
export async function writeSandboxFile(folder: string, file: SandboxFile): Promise<void> {
  const draft = `${filePath(folder)}.new`
  await writeFile(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, filePath(folder))
}

/** Null when there is none; throws when there is something else. */
export async function readSecrets(folder: string): Promise<Secrets | null> {
  const text = await readFile(filePath(folder), 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return null
    throw fault
  })
  if (text === null) return null
  const file = parsed(text)
  if (file === null)
    throw new Error(
      `${filePath(folder)} cannot be read as what a sandbox writes. Restore it, or empty the folder to start afresh.`,
    )
  const { keys, console, dialects: ours, stranger } = file
  return {
    keys,
    console: { email: console.email, password: console.password },
    clients: keysOf(ours),
    stranger: { key: stranger.key, clients: keysOf(stranger.dialects) },
  }
}

function parsed(text: string): SandboxFile | null {
  try {
    const file: unknown = JSON.parse(text)
    return Value.Check(SandboxFile, file) ? file : null
  } catch {
    return null
  }
}

/** Without the addresses, which hang on where the sandbox listens this time. */
function keysOf({ shopee, aftership, shopflix, shopline }: Dialects): ClientKeys {
  const { base_url: _shopee, ...partner } = shopee
  const { base_url: _aftership, legacy_base_url: _legacy, ...organisation } = aftership
  const { base_url: _shopflix, ...merchant } = shopflix
  const { base_url: _shopline, ...app } = shopline
  return { shopee: partner, aftership: organisation, shopflix: merchant, shopline: app }
}
