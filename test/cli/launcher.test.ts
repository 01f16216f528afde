/** The launcher, as somebody meets it whose Node is not ours. */

import { spawn } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, LAUNCHER, run, start } from './kit.ts'

const root = await folder()
const SYSTEM = process.platform === 'win32' ? 'win' : process.platform

/** A copy of the launcher that takes every Node for too old, with a command line of its own behind it. */
async function oldWorld(name: string, { pinned, main }: { pinned: boolean; main: string }): Promise<string> {
  const home = join(root, name, 'inner')
  await mkdir(join(home, 'bin'), { recursive: true })
  await mkdir(join(home, 'src'), { recursive: true })
  await writeFile(join(home, 'package.json'), '{"type":"module"}')
  const text = await readFile(LAUNCHER, 'utf8')
  await writeFile(
    join(home, 'bin/backhaul.js'),
    text.replace(
      'process.versions.node.split',
      "(process.env.OLD === 'no' || process.env.BACKHAUL_HANDED_OVER ? process.versions.node : '18.20.0').split",
    ),
  )
  await writeFile(join(home, 'src/cli.ts'), main)
  // Hoisted: npm may put it above the project.
  if (pinned) {
    const real = resolve(import.meta.dirname, '../../node_modules', `node-${SYSTEM}-${process.arch}`)
    await mkdir(join(root, name, 'node_modules'), { recursive: true })
    await symlink(real, join(root, name, 'node_modules', `node-${SYSTEM}-${process.arch}`))
  }
  return join(home, 'bin/backhaul.js')
}

type Ended = { code: number | null; signal: string | null; stdout: string; stderr: string }

function launch(path: string, args: string[]) {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', data => (stdout += data))
  child.stderr.on('data', data => (stderr += data))
  const ended = new Promise<Ended>(done => child.on('close', (code, signal) => done({ code, signal, stdout, stderr })))
  const said = (word: string) =>
    new Promise<void>(found => child.stdout.on('data', () => stdout.includes(word) && found()))
  return { child, ended, said }
}

describe('on a Node that is too old', () => {
  test('the pinned one takes over, with arguments and exit code', async () => {
    const path = await oldWorld('arguments', {
      pinned: true,
      main: "export const main = async (words: string[]): Promise<number> => (console.log(process.versions.node, words.join('|')), 3)",
    })
    const { code, stdout, stderr } = await launch(path, ['orders', 'import', 'a b.csv']).ended
    expect(code).toBe(3)
    expect(stdout).toMatch(/^24\.\d+\.\d+ orders\|import\|a b\.csv\n$/)
    expect(stderr).toBe('')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s reaches it, and its answer is ours', async signal => {
    const path = await oldWorld(signal, {
      pinned: true,
      main: `export const main = () => new Promise<number>(done => { const wait = setInterval(() => {}, 1000); process.on('${signal}', () => { clearInterval(wait); console.log('stopped'); done(7) }); console.log('up') })`,
    })
    const { child, ended, said } = launch(path, [])
    await said('up')
    child.kill(signal)
    expect(await ended).toMatchObject({ code: 7, stdout: 'up\nstopped\n' })
  })

  test('a launcher that is killed leaves nobody behind', async () => {
    const path = await oldWorld('orphan', {
      pinned: true,
      main: "export const main = () => new Promise<number>(done => { const wait = setInterval(() => {}, 1000); process.on('SIGTERM', () => { clearInterval(wait); console.log('gone'); done(0) }); console.log('up') })",
    })
    const { child, ended, said } = launch(path, [])
    await said('up')
    child.kill('SIGKILL')
    expect((await ended).stdout).toContain('gone')
  })

  test('without the pinned one it says what to do', async () => {
    const path = await oldWorld('bare', { pinned: false, main: '' })
    const { code, stdout, stderr } = await launch(path, ['start']).ended
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^Backhaul runs on Node 24\.3 or newer; this is Node .* Run `npm ci` .*\n$/)
  })
})

describe('on our Node', () => {
  test('nothing is said but the answer', async () => {
    const { code, stdout, stderr } = await run(['--version'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('`start` makes something to see, says where it is, and ends when it is told to', async () => {
    const data = join(root, 'data')
    const runs = start(['start', '--port', '0', '--data', data], { BACKHAUL_LOG_LEVEL: 'silent' })
    const [, url = ''] = await runs.said(/answers at (http:\S+)/)
    const [, key = ''] = await runs.said(/Owner’s key +(bh_\S+)/)
    const answer = await fetch(`${url}/v1/orders`, { headers: { authorization: `Bearer ${key}` } })
    expect(((await answer.json()) as { data: unknown[] }).data.length).toBeGreaterThan(3)
    // A command beside the running server works on the same database.
    expect(JSON.parse((await run(['keys', 'list', '--json'], { BACKHAUL_DATA: data })).stdout)).toHaveLength(1)
    runs.child.kill('SIGTERM')
    expect((await runs.ended).code).toBe(0)

    const again = start(['start', '--port', '0', '--data', data, '--json'], { BACKHAUL_LOG_LEVEL: 'silent' })
    await again.said(/"sample_key":null/)
    again.child.kill('SIGINT')
    expect((await again.ended).code).toBe(0)
  })

  test('a port that is taken is said to be', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise(done => taken.once('listening', done))
    const { port } = taken.address() as { port: number }
    const { code, stderr } = await run(['start', '--empty', '--port', String(port), '--data', join(root, 'data')], {
      BACKHAUL_LOG_LEVEL: 'silent',
    })
    taken.close()
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `backhaul: Port ${port} is taken by another program; choose another one with --port, or stop that program.\n`,
    })
  })
})
