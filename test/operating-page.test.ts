/** What operators are told holds: every command, setting, figure and file the page and the examples name is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SETTINGS } from '../src/config.ts'
import { createApp } from '../src/http/app.ts'
import { openMetrics } from '../src/http/metrics/metrics.ts'
import { backhaul } from './cli/in-process.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/operating.md')
const examples = readdirSync(join(root, 'examples')).filter(name => !/\.(csv|jpg)$/.test(name))
const all = [page, ...examples.map(name => read(`examples/${name}`))].join('\n')

async function figures(): Promise<string[]> {
  const metrics = openMetrics()
  const app = await createApp()
  metrics.count(app)
  metrics.describe({ version: '1' })
  metrics.database.showPool(() => ({ total: 0, idle: 0, waiting: 0, most: 0 }))
  metrics.showQueues(() => Promise.reject(new Error('There is no database here')))
  metrics.show(app, 'on')
  const text = (await app.inject('/metrics')).body
  await app.close()
  return [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name)
}

test('every command is one', async () => {
  const typed = /(?:^|`)(?:\w+=\S+ )*(?:podman exec backhaul node bin\/backhaul\.js|backhaul) ([a-z]+(?: [a-z]+)?)/gm
  const named = [...page.matchAll(typed)].map(([, words = '']) => words)
  const help = (await backhaul(['--help'])).stdout
  const known = [...help.matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {2,}/gm)].map(([, name = '']) => name)
  expect(known).toContain('db distribute')
  const commands = named.filter(words => !known.includes(words) && !known.includes(words.split(' ')[0] ?? ''))
  expect(commands).toEqual([])
  expect(named.length).toBeGreaterThan(15)
})

test('every option is one its command has', async () => {
  const lines = [...page.matchAll(/(?<![\w/])backhaul ((?:[a-z]+)(?: [a-z]+)?) ([^\n`|#]*)/g)]
  const wrong: string[] = []
  for (const [, words = '', rest = ''] of lines)
    for (const [option] of rest.matchAll(/--[a-z-]+/g)) {
      const two = await backhaul([...words.split(' '), '--help'])
      if (!two.stdout.includes(option)) wrong.push(`${words} ${option}`)
    }
  expect(wrong).toEqual([])
})

test('every setting is one', () => {
  const named = new Set(all.match(/\bBACKHAUL_[A-Z_]+\b/g))
  const known = SETTINGS.map(({ name }) => name)
  expect([...named].filter(name => !known.includes(name))).toEqual([])
})

test('every figure is told, and every one told is there', async () => {
  const known = (await figures()).filter(name => name.startsWith('backhaul_'))
  const rows = [...page.matchAll(/^\| `(backhaul_\w+)` \|/gm)].map(([, name = '']) => name)
  expect(rows.toSorted()).toEqual(known.toSorted())
})

test('alerts look at figures that are there', async () => {
  const known = await figures()
  const named = new Set(read('examples/alerts.yml').match(/\b(backhaul|nodejs|process)_\w+/g))
  expect([...named].filter(name => !known.includes(name.replace(/_(bucket|count|sum)$/, '')))).toEqual([])
})

test('every file it points to is there', () => {
  const files = [...page.matchAll(/\]\((?!#)([^)]+)\)/g)].map(([, path = '']) => join('docs', path))
  expect(files.filter(path => !existsSync(join(root, path)))).toEqual([])
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'))
  const anchors = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, name = '']) => name)
  expect(anchors).toEqual(headings)
})
