/** Subscriptions: each is an endpoint of the house that is told in this platform's language, about this store alone. */
import { refused } from '../../core/refusal.ts'
import {
  changeEndpoint,
  createEndpoint,
  endpointsFor,
  forgetEndpoint,
  type SeenEndpoint,
} from '../../desk/endpoints.ts'
import { isNo, type No, no, refusalOf, settled } from './answer.ts'
import type { Call } from './door.ts'
import { bodyOf, Hearing } from './hearing.ts'
import { webhookId } from './ids.ts'
import { sayTime } from './say.ts'
import { TOPIC_NAMES, TOPICS, type Topic, topicsIn } from './topics.ts'

const FORMAT = 'shopline'
const LONGEST_ADDRESS = 255
const FIRST_VERSION = 'v20240601'

const sayWebhook = ({ endpoint }: SeenEndpoint, version: string) => ({
  id: webhookId(endpoint.id),
  address: endpoint.url,
  api_version: endpoint.formatVersion ?? version,
  topic: topicsIn(endpoint.events)[0] ?? TOPIC_NAMES[0],
  created_at: sayTime(endpoint.createdAt),
  updated_at: sayTime(endpoint.updatedAt),
})

/** The path's version stands for an endpoint that was made elsewhere and names none. */
const versionOf = ({ params }: Call): string => params.version ?? FIRST_VERSION

export async function subscribe(call: Call): Promise<object | No> {
  const heard = hearSubscription(call)
  if (isNo(heard)) return heard
  const { house, client } = call
  const made = settled(
    await createEndpoint(house.desk, client.caller, {
      name: `SHOPLINE ${heard.topic}`,
      url: heard.address,
      format: FORMAT,
      formatVersion: heard.version,
      events: [...TOPICS[heard.topic]],
      shops: [client.shop.id],
    }),
    addressSaid,
  )
  return isNo(made) ? made : { webhook: sayWebhook(made, versionOf(call)) }
}

function hearSubscription(call: Call): { address: string; topic: Topic; version: string } | No {
  const hearing = new Hearing()
  const said = hearing.members(bodyOf(hearing, call.body).webhook, 'webhook', { required: true }) ?? {}
  const address = hearAddress(hearing, said.address)
  const topic = hearing.word(said.topic, 'webhook.topic', TOPIC_NAMES, { required: true })
  const version = hearing.text(said.api_version, 'webhook.api_version') ?? versionOf(call)
  if (!/^v\d{8}$/.test(version) || version < FIRST_VERSION)
    hearing.refuse(`webhook.api_version must be ${FIRST_VERSION} or later.`)
  return hearing.trouble ?? { address, topic: topic ?? TOPIC_NAMES[0]!, version }
}

const hearAddress = (hearing: Hearing, value: unknown): string =>
  hearing.text(value, 'webhook.address', { required: true, most: LONGEST_ADDRESS }) ?? ''

const addressSaid = (path: string): string => (path === 'url' ? 'webhook.address' : '')

/** Oldest first. Those in another language, or about other stores too, are nobody's business here. */
async function ownWebhooks({ house, client }: Call): Promise<SeenEndpoint[]> {
  const all = await endpointsFor(house.desk, client.caller)
  return refused(all) ? [] : all.filter(({ endpoint }) => endpoint.format === FORMAT)
}

export const listWebhooks = async (call: Call): Promise<object> => ({
  webhooks: (await ownWebhooks(call)).map(seen => sayWebhook(seen, versionOf(call))),
})

export const countWebhooks = async (call: Call): Promise<object> => ({ count: (await ownWebhooks(call)).length })

async function webhookNamed(call: Call): Promise<SeenEndpoint | No> {
  const found = (await ownWebhooks(call)).find(({ endpoint }) => String(webhookId(endpoint.id)) === call.params.id)
  return found ?? no(404, 'The webhook does not exist.')
}

export async function oneWebhook(call: Call): Promise<object | No> {
  const found = await webhookNamed(call)
  return isNo(found) ? found : { webhook: sayWebhook(found, versionOf(call)) }
}

/** Only where it goes can be changed. */
export async function changeWebhook(call: Call): Promise<object | No> {
  const hearing = new Hearing()
  const said = hearing.members(bodyOf(hearing, call.body).webhook, 'webhook', { required: true }) ?? {}
  const url = hearAddress(hearing, said.address)
  if (hearing.trouble) return hearing.trouble
  const found = await webhookNamed(call)
  if (isNo(found)) return found
  const changed = settled(
    await changeEndpoint(call.house.desk, call.client.caller, found.endpoint.id, { url }),
    addressSaid,
  )
  return isNo(changed) ? changed : { webhook: sayWebhook(changed, versionOf(call)) }
}

export async function unsubscribe(call: Call): Promise<object | No> {
  const found = await webhookNamed(call)
  if (isNo(found)) return found
  const gone = await forgetEndpoint(call.house.desk, call.client.caller, found.endpoint.id)
  return refused(gone) ? refusalOf(gone) : {}
}
