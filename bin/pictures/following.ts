/** What there is to see of a return once it has been sent: every state it can stand in, and a page for each thing that can be done about it. */
import type { Page } from 'playwright-core'
import type { Scene, Set } from './set.ts'
import type { Camera } from './studio.ts'

/** The pages below a return's, and in how many circumstances each is worth looking at. */
const ACTS = ['offer', 'message', 'evidence', 'amend', 'cancel', 'method', 'ship', 'dispute', 'pay'] as const

/** Seen in every language; of the others one is enough. */
const TELLING = new Set(['send_with_label', 'offer_to_answer', 'delivered', 'paid', 'rejected', 'to_pay'])

export async function follow(set: Set, camera: Camera): Promise<void> {
  for (const { code, ret, order } of await set.scenes()) {
    const page = await camera.visitor()
    await set.enter(page, order, `returns/${ret.number}`)
    await camera.take(page, code, { all: TELLING.has(code) })
    await page.context().close()
  }
}

export async function acts(set: Set, camera: Camera): Promise<void> {
  const scenes = await set.scenes()
  for (const act of ACTS) {
    const page = await firstThatOpens(set, camera, scenes, act)
    if (page === null) continue
    await camera.take(page, act, { all: true })
    await page.context().close()
  }
}

export async function papers(set: Set, camera: Camera): Promise<void> {
  const scenes = await set.scenes()
  const slip = await firstThatOpens(set, camera, scenes, 'slip')
  if (slip) {
    await camera.take(slip, 'slip', { all: true })
    await slip.emulateMedia({ media: 'print' })
    await camera.take(slip, 'slip-printed')
  }
  const code = await firstThatOpens(set, camera, scenes, 'documents/code')
  if (code) await camera.take(code, 'code', { all: true })
}

/** A visitor at this page of the first return that has it; null where none has. */
async function firstThatOpens(set: Set, camera: Camera, scenes: readonly Scene[], act: string): Promise<Page | null> {
  for (const { ret, order } of scenes) {
    const page = await camera.visitor()
    await set.enter(page, order)
    const answer = await page.goto(`${set.base}/returns/${ret.number}/${act}`)
    if (answer?.status() === 200 && page.url().endsWith(act)) return page
    await page.context().close()
  }
  return null
}
