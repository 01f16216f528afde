/** The house's own language of telling: an event as the log says it, and the return as an owner reads it. */
import type { Message, News, PushFormat, Telling } from '../core/push.ts'
import type { Desk } from '../desk/desk.ts'
import { linkMaker } from './links.ts'
import { sayNews } from './say.ts'

/** `version` is the house's own, told to receivers as the one who calls. */
export function nativeTelling(
  desk: Desk,
  version: string,
): Pick<PushFormat, 'trial'> & { write(news: News, telling: Telling): Message } {
  const links = linkMaker(desk)
  const message = (said: object): Message => ({
    body: JSON.stringify(said),
    headers: { 'content-type': 'application/json', 'user-agent': `Backhaul/${version}` },
  })
  return {
    // Links to files are made when it is written, so a message that was tried for days still opens them.
    write: ({ event, siblings, ...around }, { endpoint: { org } }) =>
      message(
        inOrder(sayNews(event, { ...around, siblings: [...siblings] }, { role: 'owner', links: links.for(org) })),
      ),
    trial: ({ id, at, endpoint }) =>
      message({ id, type: 'webhook.trial', at, endpoint_id: endpoint.id, name: endpoint.name }),
  }
}

/** What a reader wants to know first stands first; the return is long. */
const inOrder = ({ id, type, at, sequence, ...rest }: Record<string, unknown>): object => ({
  id,
  type,
  at,
  sequence,
  ...rest,
})
