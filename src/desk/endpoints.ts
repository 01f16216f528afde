/** Places that want to be told what happens: making, changing, switching and forgetting them. */
import type { ShopId } from '../core/ids.ts'
import { type Endpoint, type FormatTerms, NATIVE_TERMS, pushUrl } from '../core/push.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { hurryDeliveries } from '../db/deliveries.ts'
import { deleteDeliveries } from '../db/delivery-log.ts'
import { deleteEndpoint, findEndpoint, insertEndpoint, listEndpoints, type StoredEndpoint } from '../db/endpoints.ts'
import { send } from '../db/send.ts'
import { shopIds } from '../db/shops.ts'
import type { Transaction } from '../db/transaction.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import { clientSecret } from './client-secrets.ts'
import type { Desk } from './desk.ts'
import { type Conditions, changing, onEndpoint, reachesEndpoint } from './on-endpoint.ts'
import { type Keyed, note, once } from './once.ts'
import {
  newestSecret,
  newSigningSecret,
  previousUntil,
  sealSecret,
  sealSuccessor,
  wrongSecret,
} from './signing-secrets.ts'
import { LONGEST_NAME, MOST_CONCURRENCY, MOST_ENDPOINTS } from './webhook-limits.ts'

const GRACE_HOURS = 24

/** An endpoint as people see it; `version` counts their changes. Its secrets are never part of it. */
export type SeenEndpoint = Omit<StoredEndpoint, 'sealed'>

/** Together with the secret, as it is shown once. */
export type EndpointMade = SeenEndpoint & { secret: string }

type Chosen = Pick<Endpoint, 'name' | 'url' | 'format' | 'formatVersion' | 'shops' | 'events' | 'concurrency' | 'state'>

export type EndpointWish = Pick<Chosen, 'name' | 'url'> & Partial<Chosen> & { secret?: string }

/** The language stays, because a secret belongs to it; for another one an endpoint is made anew. */
export type EndpointChange = Partial<Omit<Chosen, 'format' | 'state'>>

export async function createEndpoint(
  desk: Desk,
  caller: Caller,
  wish: EndpointWish,
  keyed: Keyed = {},
): Promise<EndpointMade | Refusal> {
  const { format = 'native', secret, ...asked } = wish
  const terms = termsOf(desk, format)
  const denied =
    missingScope(caller, 'webhooks:write') ??
    (refused(terms) ? terms : secret === undefined ? null : wrongSecret(terms, secret))
  if (denied || refused(terms)) return denied as Refusal
  const chosen = checked(
    desk,
    { ...asked, formatVersion: asked.formatVersion ?? terms.versions?.standard ?? null },
    terms,
  )
  if (refused(chosen)) return chosen
  const made = await once(desk, caller, { key: keyed.key, request: { act: 'webhook.create', wish } }, async tx => {
    const shops = await shopsWished(tx, caller, wish.shops)
    if (refused(shops)) return shops
    if ((await listEndpoints(tx, caller.org)).length >= MOST_ENDPOINTS)
      return refuse('limit_exceeded', {
        sentence: `An organisation has at most ${MOST_ENDPOINTS} endpoints; delete one that is no longer needed.`,
      })
    const at = desk.now()
    const endpoint: Endpoint = {
      org: caller.org,
      id: desk.fresh(),
      ...NEW,
      ...chosen,
      format,
      shops,
      createdAt: at,
      updatedAt: at,
    }
    const signing = secret ?? (await clientSecret(tx, desk, caller.org, terms, shops)) ?? newSigningSecret(terms)
    const sealed = sealSecret(desk, endpoint, signing)
    send(insertEndpoint(tx, endpoint, sealed))
    note(tx, desk, caller, 'webhook.created', endpoint.id, {
      name: endpoint.name,
      host: new URL(endpoint.url).host,
      format,
    })
    return { endpoint, sealed, version: 1 }
  })
  return refused(made) ? made : withSecret(desk, made)
}

const NEW = {
  formatVersion: null,
  events: null,
  concurrency: 4,
  state: 'on',
  why: null,
  failingSince: null,
  failures: 0,
} as const

/** What is remembered under a key holds the secret sealed, so it can be told again to whoever repeats the request, and to nobody else. */
function withSecret(desk: Desk, { sealed, ...seen }: StoredEndpoint): EndpointMade {
  return { ...seen, secret: newestSecret(desk, seen.endpoint, sealed) }
}

/** Oldest first. A caller tied to shops sees the endpoints that are told of no others. */
export async function endpointsFor(desk: Desk, caller: Caller): Promise<SeenEndpoint[] | Refusal> {
  const denied = missingScope(caller, 'webhooks:read')
  if (denied) return denied
  return (await listEndpoints(desk.db, caller.org))
    .filter(({ endpoint }) => reachesEndpoint(caller, endpoint))
    .map(bare)
}

export async function endpointFor(desk: Desk, caller: Caller, id: string): Promise<SeenEndpoint | Refusal> {
  const denied = missingScope(caller, 'webhooks:read')
  if (denied) return denied
  const stored = await findEndpoint(desk.db, caller.org, id)
  return stored !== null && reachesEndpoint(caller, stored.endpoint) ? bare(stored) : nothingHere('endpoint')
}

const bare = ({ sealed: _, ...seen }: StoredEndpoint): SeenEndpoint => seen

const bared = (stored: StoredEndpoint | Refusal): SeenEndpoint | Refusal => (refused(stored) ? stored : bare(stored))

/** Changes what is named and nothing else. What is on its way already goes to the new address. */
export async function changeEndpoint(
  desk: Desk,
  caller: Caller,
  id: string,
  wish: EndpointChange,
  conditions: Conditions = {},
): Promise<SeenEndpoint | Refusal> {
  const denied = missingScope(caller, 'webhooks:write')
  if (denied) return denied
  const doing = { caller, id, what: 'changed', request: wish, conditions }
  return bared(
    await changing(desk, doing, async (tx, { endpoint }) => {
      const changed = checked(desk, wish, desk.formats[endpoint.format] ?? NATIVE_TERMS)
      if (refused(changed)) return changed
      const shops = changed.shops === undefined ? endpoint.shops : await shopsWished(tx, caller, changed.shops)
      if (refused(shops)) return shops
      return { endpoint: { ...endpoint, ...changed, shops }, detail: { members: Object.keys(changed) } }
    }),
  )
}

/** With a clean record, and what waited goes at once. What happened meanwhile is not made up for by itself: that is what a replay is for. */
export async function switchOn(
  desk: Desk,
  caller: Caller,
  id: string,
  conditions: Conditions = {},
): Promise<SeenEndpoint | Refusal> {
  const switched = await changing(desk, { caller, id, what: 'switched_on', conditions }, async (tx, { endpoint }) => {
    send(hurryDeliveries(tx, caller.org, id, desk.now()))
    return { endpoint: { ...endpoint, state: 'on', why: null, failingSince: null, failures: 0 }, detail: {} }
  })
  return bared(switched)
}

/** Nothing new is put on the way to it, and what waits stays where it is. `why` is for people. */
export async function switchOff(
  desk: Desk,
  caller: Caller,
  id: string,
  why = `Switched off by ${caller.actor.name}.`,
  conditions: Conditions = {},
): Promise<SeenEndpoint | Refusal> {
  const doing = { caller, id, what: 'switched_off', request: { why }, conditions }
  const off = (endpoint: Endpoint): Endpoint => ({ ...endpoint, state: 'off', why })
  return bared(await changing(desk, doing, async (_tx, { endpoint }) => ({ endpoint: off(endpoint), detail: { why } })))
}

export type Rotation = { secret?: string; graceHours?: number }

/**
 * A new secret: the one named, else that of the platform's client when it is another one by now, else one that is made. Until the grace is over, every
 * message is signed with the one before as well, so that receivers can change at their leisure; platforms whose messages carry one signature change at once.
 */
export async function rotateSecret(
  desk: Desk,
  caller: Caller,
  id: string,
  { secret, graceHours = GRACE_HOURS }: Rotation = {},
  conditions: Conditions = {},
): Promise<(EndpointMade & { previousSecretUntil: Instant | null }) | Refusal> {
  const doing = { caller, id, what: 'rotated', request: { secret, graceHours }, conditions }
  const rotated = await changing(desk, doing, async (tx, { endpoint, sealed }) => {
    const terms = desk.formats[endpoint.format] ?? NATIVE_TERMS
    const known = await clientSecret(tx, desk, caller.org, terms, endpoint.shops)
    const renewed = known === newestSecret(desk, endpoint, sealed) ? null : known
    const next = secret ?? renewed ?? newSigningSecret(terms)
    const wrong = wrongSecret(terms, next)
    if (wrong) return wrong
    return {
      endpoint,
      sealed: sealSuccessor(desk, endpoint, sealed, next, graceHours),
      detail: { grace_hours: graceHours },
    }
  })
  if (refused(rotated)) return rotated
  return { ...withSecret(desk, rotated), previousSecretUntil: previousUntil(desk, rotated.endpoint, rotated.sealed) }
}

/** What is taken from the log at a time, so that no statement has to take all of it. */
const BATCH = 20_000

/** Its deliveries and their attempts go with it. Gives it as it was at the end. */
export const forgetEndpoint = (
  desk: Desk,
  caller: Caller,
  id: string,
  conditions: Conditions = {},
): Promise<SeenEndpoint | Refusal> =>
  onEndpoint(desk, { caller, id, what: 'deleted', conditions }, async (tx, stored) => {
    while ((await deleteDeliveries(tx, caller.org, id, BATCH)) === BATCH);
    send(deleteEndpoint(tx, caller.org, id))
    note(tx, desk, caller, 'webhook.deleted', id, { name: stored.endpoint.name })
    return bare(stored)
  })

function termsOf({ formats }: Desk, format: string): FormatTerms | Refusal {
  const terms = Object.hasOwn(formats, format) ? formats[format] : undefined
  const known = Object.keys(formats).join(', ')
  return terms ?? refuse('invalid', { path: 'format', sentence: `There is no format ${format}; use ${known}.` })
}

/** The shops an endpoint shall be told of; without a wish, all its maker reaches. */
async function shopsWished(
  tx: Transaction,
  caller: Caller,
  wished: readonly ShopId[] | null = null,
): Promise<readonly ShopId[] | null | Refusal> {
  const shops = wished ?? caller.shops
  if (shops === null) return null
  const known = await shopIds(tx, caller.org)
  return shops.every(shop => known.includes(shop) && reachesShop(caller, shop)) ? shops : nothingHere('shop')
}

/** What a schema cannot say, and the address as it is written down. Who stands behind a name is looked at when something is sent there. */
function checked<Wish extends EndpointChange>(desk: Desk, wish: Wish, terms: FormatTerms): Wish | Refusal {
  const { name, url, concurrency = 1, formatVersion } = wish
  const version = formatVersion == null ? null : wrongVersion(terms, formatVersion)
  if (version) return version
  if (name !== undefined && (name.trim() === '' || name.length > LONGEST_NAME))
    return refuse('invalid', { path: 'name', sentence: `A name has 1 to ${LONGEST_NAME} characters.` })
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST_CONCURRENCY)
    return refuse('invalid', { path: 'concurrency', sentence: `From 1 to ${MOST_CONCURRENCY} messages go at once.` })
  if (url === undefined) return wish
  const written = pushUrl(url, { plain: desk.plainEndpoints, asGiven: terms.isAddressSigned })
  return refused(written) ? written : { ...wish, url: written }
}

function wrongVersion({ versions }: FormatTerms, version: string): Refusal | null {
  if (versions?.pattern.test(version)) return null
  const sentence = versions
    ? `There is no version ${version} of this format; there are ${versions.named}.`
    : 'This format has no versions; leave it out.'
  return refuse('invalid', { path: 'format_version', sentence })
}
