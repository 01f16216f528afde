/** A browser that photographs a page in every circumstance it should look right in: by day and by night, narrow and wide, in every language. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Language } from '../../src/core/languages.ts'
import { findChromium, WITHOUT_CHROMIUM } from '../../test/kit/chromium.ts'

const PHONE = { width: 390, height: 844 }
const NARROW = { width: 320, height: 640 }
const DESKTOP = { width: 1440, height: 900 }

export type Picture = { subject: string; state: string; circumstance: string; file: string }

/** `all`: also by night, narrow, wide and in the other languages; such a page must be one that can be loaded again. */
export type Wish = { all?: boolean; wide?: boolean }

export type Camera = {
  languages: readonly Language[]
  /** A visitor who is known nowhere yet, on a phone, by day, in the first language wanted. */
  visitor: () => Promise<Page>
  take: (page: Page, state: string, wish?: Wish) => Promise<void>
}

/** `scale`: pixels of the picture to one of the page. */
type Look = { dark?: boolean; scale?: number }

export type Studio = {
  visitor: (look?: Look) => Promise<Page>
  of: (subject: string) => Camera
  taken: (subject: string) => Picture[]
  all: () => Picture[]
  /** What did not fit or did not load, one line each. */
  complaints: () => string[]
  close: () => Promise<void>
}

export async function openStudio(origin: string, folder: string, languages: readonly Language[]): Promise<Studio> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error(WITHOUT_CHROMIUM)
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  })
  const pictures: Picture[] = []
  const complaints: string[] = []
  const contexts: BrowserContext[] = []
  const [first = 'en', ...others] = languages

  async function visitor({ dark = false, scale = 1 }: Look = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: PHONE,
      locale: first,
      baseURL: origin,
      colorScheme: dark ? 'dark' : 'light',
      deviceScaleFactor: scale,
      reducedMotion: 'reduce',
    })
    contexts.push(context)
    // Pictures of the articles lie elsewhere, and nothing of the outside is asked for.
    await context.route(
      url => url.origin !== origin,
      route => route.abort(),
    )
    const page = await context.newPage()
    page.on('pageerror', fault => void complaints.push(`${page.url()}: ${fault.message}`))
    return page
  }

  async function shoot(page: Page, subject: string, state: string, circumstance: string): Promise<void> {
    const name = `${state.replaceAll(/[^\w-]+/g, '-')}.${circumstance}.png`
    await mkdir(join(folder, subject), { recursive: true })
    const { scrollHeight, over } = await page.evaluate<{ scrollHeight: number; over: number }>(`{
      document.activeElement?.blur?.()
      const { scrollWidth, clientWidth, scrollHeight } = document.documentElement
      ;({ scrollHeight, over: scrollWidth - clientWidth })
    }`)
    if (over > 0) complaints.push(`${subject}/${name} is ${over} pixels wider than its window.`)
    const window = page.viewportSize() ?? PHONE
    // A window as high as the page shows its foot where it ends.
    await page.setViewportSize({ width: window.width, height: Math.max(window.height, scrollHeight) })
    await page.screenshot({ path: join(folder, subject, name), animations: 'disabled' })
    await page.setViewportSize(window)
    pictures.push({ subject, state, circumstance, file: `${subject}/${name}` })
  }

  async function take(page: Page, subject: string, state: string, { all = false, wide = false }: Wish): Promise<void> {
    await shoot(page, subject, state, first)
    if (!all && !wide) return
    await page.setViewportSize(DESKTOP)
    await shoot(page, subject, state, `${first}-1440`)
    await page.setViewportSize(NARROW)
    await shoot(page, subject, state, `${first}-320`)
    await page.setViewportSize(PHONE)
    await page.emulateMedia({ colorScheme: 'dark' })
    await shoot(page, subject, state, `${first}-dark`)
    await page.emulateMedia({ colorScheme: 'light' })
    if (!all) return
    const address = page.url()
    for (const language of others) {
      await page.goto(inLanguage(address, language))
      await shoot(page, subject, state, language)
    }
    await page.goto(inLanguage(address, first))
  }

  return {
    visitor,
    of: subject => ({ languages, visitor, take: (page, state, wish = {}) => take(page, subject, state, wish) }),
    taken: subject => pictures.filter(picture => picture.subject === subject),
    all: () => pictures,
    complaints: () => complaints.splice(0),
    close: async () => {
      await Promise.all(contexts.map(context => context.close()))
      await browser.close()
    },
  }
}

export function inLanguage(address: string, language: Language): string {
  const url = new URL(address)
  url.searchParams.set('language', language)
  return url.href
}
