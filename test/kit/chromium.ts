/** Where the Chromium is that pages are looked at with: named by `CHROMIUM`, in one of the usual places, or fetched by Playwright before. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** What to do where there is none. */
export const WITHOUT_CHROMIUM =
  'Pages are looked at in Chromium, and there is none here. Install it (`apt-get install chromium`, `brew install --cask chromium`), or name one that is elsewhere: CHROMIUM=/path/to/chromium.'

const APPLICATIONS = [
  ['Google Chrome.app', 'Google Chrome'],
  ['Chromium.app', 'Chromium'],
  ['Microsoft Edge.app', 'Microsoft Edge'],
].map(([folder, name]) => `/Applications/${folder}/Contents/MacOS/${name}`)

const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
    '/opt/google/chrome/chrome',
  ],
  darwin: [...APPLICATIONS, ...APPLICATIONS.map(place => `${process.env['HOME']}${place}`)],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** One that starts; null where there is none. A name that leads to nothing is a mistake, and nothing else is taken in its place. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM']
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM names ${named}, and there is no such file.`)
  }
  const places = [...(PLACES[process.platform] ?? []), chromium.executablePath()]
  return places.find(place => existsSync(place) && starts(place)) ?? null
}

/** Some distributions have a file of that name that only tells how to install the real one. Elsewhere asking would open a window. */
const starts = (place: string): boolean =>
  process.platform !== 'linux' || spawnSync(place, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
