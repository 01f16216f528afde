/** A real browser at a real address, for what only a browser shows: scripts, focus, layout, and what a checker of accessibility says. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, inject, TestRunner } from 'vitest'
import type { App } from '../../src/http/app.ts'
import { WITHOUT_CHROMIUM } from './chromium.ts'

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 900 }
/** The narrowest that nothing may be cut off at (WCAG 2.2, 1.4.10), which is also a desktop at 400 %. */
export const NARROW = { width: 320, height: 640 }

export type Look = {
  screen?: { width: number; height: number }
  dark?: boolean
  /** Off: the page must do everything by itself. */
  script?: boolean
  /** What the browser wishes for. */
  language?: string
}

export type Opened = {
  /** Opens a page at an address of the app, or at one elsewhere, in a browser that knows nothing yet. */
  page: (path: string, look?: Look) => Promise<Page>
  /** A further page beside it, which shares its cookies. */
  beside: (page: Page, path: string) => Promise<Page>
  origin: string
  /** What the browser complained about since this was asked last: scripts that failed, what the policy of the page forbade, what was not there. */
  complaints: () => string[]
}

/** Contexts without a script, where nothing can be run that takes its time. */
const STILL = new WeakMap<BrowserContext, Look>()

/** Ends the test that wanted to look: skipped where there is no browser, failed where one must be. */
function nothingToLookWith(): never {
  if (process.env['BROWSER_TESTS'] !== 'required') TestRunner.getCurrentTest()?.context.skip(WITHOUT_CHROMIUM)
  throw new Error(WITHOUT_CHROMIUM)
}

export async function openBrowser(app: App): Promise<Opened> {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const file = inject('chromium')
  // Nothing of the outside is needed, so nothing of it is asked for.
  const browser =
    file === null
      ? null
      : await chromium.launch({
          executablePath: file,
          args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
        })
  afterAll(() => browser?.close())
  const heard: string[] = []
  const listen = (page: Page): Page => {
    page.on('pageerror', fault => void heard.push(String(fault)))
    page.on('console', message => {
      // A form sent back with 422 is an answer like any other; browsers report it all the same.
      if (message.type() === 'error' && !message.text().includes('status of 422')) heard.push(message.text())
    })
    return page
  }
  const go = async (context: BrowserContext, path: string): Promise<Page> => {
    const page = listen(await context.newPage())
    await page.goto(new URL(path, origin).href)
    return page
  }
  return {
    origin,
    complaints: () => heard.splice(0),
    beside: (page, path) => go(page.context(), path),
    async page(path, look = {}) {
      const context = await (browser ?? nothingToLookWith()).newContext(asContext(look))
      if (look.script === false) STILL.set(context, look)
      return go(context, path)
    },
  }
}

const asContext = ({
  screen = PHONE,
  dark = false,
  script = true,
  language = 'en-GB',
}: Look): BrowserContextOptions => ({
  viewport: screen,
  colorScheme: dark ? 'dark' : 'light',
  javaScriptEnabled: script,
  locale: language,
  reducedMotion: 'reduce',
})

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

type Found = { violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[] }

/** What axe finds against WCAG 2.2 AA and its good practice: one line for each, with the first element it is about. */
export async function axe(page: Page): Promise<string[]> {
  const still = STILL.get(page.context())
  if (still) return axeOfStill(page, still)
  await page.evaluate(readFileSync(AXE, 'utf8'))
  const { violations } = await page.evaluate<Found>(`axe.run(document, ${JSON.stringify(RULES)})`)
  return violations.map(
    ({ id, help, nodes: [first, ...others] }) =>
      `${id}: ${help} (${others.length + 1}) ${first?.html.slice(0, 200)} ${first?.failureSummary}`,
  )
}

/** The checker is a script, so it reads a page without one in a second window: the same markup and looks, the page's own scripts left out. */
async function axeOfStill(page: Page, look: Look): Promise<string[]> {
  const context = await page
    .context()
    .browser()!
    .newContext(asContext({ ...look, script: true }))
  await context.addCookies(await page.context().cookies())
  const body = await page.content()
  await context.route('**/*.js', route => route.abort())
  await context.route(page.url(), route => route.fulfill({ contentType: 'text/html; charset=utf-8', body }))
  try {
    const copy = await context.newPage()
    await copy.goto(page.url())
    return await axe(copy)
  } finally {
    await context.close()
  }
}

const RULES = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
}

/** How many pixels the page is wider than the window; what is cut off or must be scrolled to sideways. */
export const sticksOut = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
