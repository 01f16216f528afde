/** PostgreSQL refuses to run as root, so a root process hands the database to an account without rights. */
import { spawnSync } from 'node:child_process'
import { chownSync, lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EmbeddedError } from './embedded-error.ts'

/** Who runs PostgreSQL. `prefix` is put before every command; without uid it is simply the account that runs us. */
export interface Account {
  uid?: number
  gid?: number
  prefix: readonly string[]
}

const OURSELVES: Account = { prefix: [] }
const NOBODY = 65534

/**
 * As root: the account the data folder belongs to already, else `backhaul` if the machine has such an account, else `nobody`.
 * When none of them can get to the folder (it lies in a home folder of root, say), a user namespace is tried, in which root goes
 * by another number; where the machine forbids those (many containers do), the operator has to choose another folder.
 */
export function chooseAccount(dataDir: string): Account {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return OURSELVES
  const { uid: owner } = lstatSync(dataDir)
  const known = accounts()
  const plain = [known.find(({ uid }) => uid === owner), named(known, 'backhaul'), named(known, 'nobody')]
  const mapped: Account = { prefix: ['unshare', '--user', `--map-user=${NOBODY}`, '--'] }
  const chosen = [...plain, mapped].find(account => account !== undefined && canReach(account, dataDir))
  if (chosen) return chosen
  throw new EmbeddedError(
    'not_reachable',
    `PostgreSQL does not run as root, and no account it could run as can get to ${dataDir}.`,
    'Run Backhaul as an ordinary user, or choose a data folder whose parent folders are open to all, such as /var/lib/backhaul.',
  )
}

/** Give a folder and all it holds to the account, so that it also works after a change of account. */
export function handOver(folder: string, account: Account): void {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return
  const { uid = 0, gid = 0 } = account
  const owner = lstatSync(folder)
  if (owner.uid !== uid) chownTree(folder, uid, gid)
  else if (owner.gid !== gid) chownSync(folder, uid, gid)
}

/** The folder itself goes last: as long as it has the old owner, a hand-over that was interrupted is done again. */
function chownTree(path: string, uid: number, gid: number): void {
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) chownTree(join(path, name), uid, gid)
  lchownSync(path, uid, gid)
}

/** A command as the account runs it: the program and its arguments. */
export function commandFor(account: Account, program: string, words: readonly string[]): [string, string[]] {
  const [first = program, ...rest] = [...account.prefix, program, ...words]
  return [first, rest]
}

function canReach(account: Account, folder: string): boolean {
  const { uid, gid } = account
  return (
    spawnSync(...commandFor(account, 'test', ['-x', dirname(folder)]), { uid, gid, cwd: '/', stdio: 'ignore' })
      .status === 0
  )
}

interface Entry extends Account {
  name: string
}

/** PostgreSQL wants its account to be listed. Root is left out, and so is macOS' nobody, whose number is -2. */
function accounts(): Entry[] {
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const entries = lines.map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid), prefix: [] }))
  return entries.filter(({ uid, gid }) => uid > 0 && gid > 0)
}

function named(entries: Entry[], name: string): Entry | undefined {
  return entries.find(entry => entry.name === name)
}
