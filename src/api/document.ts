/** The reference as a document, without anybody at the desk: for the copy in the repository and the client made from it. */
import type { Desk } from '../desk/desk.ts'
import { createApp } from '../http/app.ts'
import { openApi } from './index.ts'

export async function apiDocument(): Promise<Record<string, unknown>> {
  const app = await createApp()
  await openApi(app, { secret: 'nobody signs anything here' } as Desk)
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document as unknown as Record<string, unknown>
}
