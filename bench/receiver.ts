/** Somebody to tell, in a process of its own, so that hearing costs the teller nothing but its share of the machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export type Receiver = { url: string; close: () => Promise<void> }

export async function openReceiver(): Promise<Receiver> {
  const script = new URL('./receiver-process.ts', import.meta.url)
  const child = spawn(process.execPath, [script.pathname], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    url: `http://127.0.0.1:${port.toString().trim()}/`,
    async close() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
