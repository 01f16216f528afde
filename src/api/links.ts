/** How this house signs its links to files. */
import type { Desk } from '../desk/desk.ts'
import { keyFor } from '../desk/open-desk.ts'
import { fileLinks, type LinkMaker } from '../http/file-links.ts'

export const linkMaker = (desk: Desk): LinkMaker => fileLinks(keyFor(desk, 'file links'), desk.now)
