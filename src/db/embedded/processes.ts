/** Which processes of this machine are alive, told apart from later ones that were given the same number. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * A word that stays the same for the life of a process and differs from that of the next one with the same number, or
 * undefined when it cannot be found out. Numbers are reused soon in containers, where every start counts from 1.
 */
export function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // The 22nd field, counted behind the command in parentheses, which may itself hold spaces (proc_pid_stat(5)).
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    }
    if (process.platform === 'win32') return undefined
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/**
 * The servers of a cluster and, where we may look, their children. PostgreSQL makes the cluster its working folder; in a
 * container root may not see that of other accounts, but still the command line, which names the folder for the server itself.
 */
export function processesIn(cluster: string): number[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number)
      .filter(pid => worksIn(pid, cluster))
  }
  if (process.platform === 'win32') return []
  const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n')
  return lines.filter(line => line.includes(`postgres -D ${cluster} `)).map(line => Number.parseInt(line, 10))
}

function worksIn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    return commandOf(pid).includes(`postgres\0-D\0${cluster}\0`)
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
