import { ROLES } from '../core/party.ts'
import { refused } from '../core/refusal.ts'
import { parseInstant } from '../core/time.ts'
import { insertOrg, listOrgs, type Org } from '../db/orgs.ts'
import { SCOPES, type Scope } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { createKey } from '../desk/keys.ts'
import { openHouse } from '../open-house.ts'
import { type Command, CommandError, EXIT, oneOf, text, UsageError, type Values } from './command.ts'
import { findOrg, findShop, operator } from './find-house.ts'

export const keysCreate: Command = {
  name: 'keys create',
  summary: 'Make an API key',
  about:
    'Makes a key and shows it, this once: only its hash is kept. In an installation without any organisation, --org founds the first one.',
  options: {
    name: { type: 'string', value: 'TEXT', means: 'What the key is for, to tell it apart later' },
    role: {
      type: 'string',
      value: 'ROLE',
      means: `As whom it speaks: ${ROLES.join(', ')}`,
      default: 'owner',
      words: ROLES,
    },
    org: { type: 'string', value: 'NAME', means: 'The organisation, by name or id; may be left out when there is one' },
    shop: { type: 'string', value: 'NAME', means: 'Only this shop, by name, number or id', default: 'every shop' },
    scopes: { type: 'string', value: 'LIST', means: `Less than its role may: ${SCOPES.join(', ')}` },
    expires: {
      type: 'string',
      value: 'MOMENT',
      means: 'From when it opens nothing, as 2027-01-01T00:00:00Z',
      default: 'never',
    },
  },
  examples: [
    { line: 'backhaul keys create --name "ERP" --role owner', does: 'A key that may everything.' },
    {
      line: 'backhaul keys create --name "Dock" --role warehouse --shop Linnea',
      does: 'For the scanners of one shop.',
    },
    {
      line: 'backhaul keys create --name Reports --scopes returns:read,orders:read --json',
      does: 'A reading key, for a script.',
    },
  ],

  async run({ values, config, out }) {
    const wish = wishOf(values)
    const house = await openHouse(config, { migrate: false })
    try {
      const { desk } = house
      const org = await orgFor(desk, text(values, 'org'))
      const shop = values.shop === undefined ? null : await findShop(desk, org.id, text(values, 'shop'))
      const made = await createKey(desk, operator(org.id), { ...wish, shops: shop ? [shop.id] : null })
      if (refused(made)) throw new CommandError(made.detail.sentence ?? `The key was refused: ${made.code}.`)
      const { key, secret } = made
      out.give({
        id: key.id,
        name: key.name,
        role: key.role,
        org: key.org,
        shops: key.shops,
        scopes: key.scopes,
        expires_at: key.expiresAt,
        secret,
      })
      out.table([
        ['Key', out.paint('bold', secret)],
        ['Name', key.name],
        ['Role', key.role],
        ['For', shop ? `${org.name}, ${shop.name}` : org.name],
      ])
      out.note('Keep it now: it is shown this once and kept nowhere.')
      return EXIT.ok
    } finally {
      await house.close()
    }
  },
}

function wishOf(values: Values) {
  const role = oneOf(values, 'role', ROLES) ?? 'owner'
  const scopes = text(values, 'scopes')
    ?.split(',')
    .map(scope => scope.trim())
  const unknown = scopes?.find(scope => !SCOPES.includes(scope as Scope))
  if (unknown !== undefined)
    throw new UsageError(`There is no scope ${JSON.stringify(unknown)}. Scopes are ${SCOPES.join(', ')}.`)
  const said = text(values, 'expires')
  const expiresAt = said === undefined ? null : parseInstant(said)
  if (said !== undefined && expiresAt === null)
    throw new UsageError(`--expires must be a moment like 2027-01-01T00:00:00Z; it is ${JSON.stringify(said)}.`)
  return { name: text(values, 'name') ?? `${role} key`, role, ...(scopes && { scopes: scopes as Scope[] }), expiresAt }
}

/** Somebody has to be the first. */
async function orgFor(desk: Desk, named: string | undefined): Promise<Org> {
  if (named === undefined || (await listOrgs(desk.db)).length > 0) return findOrg(desk, named)
  const org: Org = { id: desk.fresh(), name: named, createdAt: desk.now() }
  await insertOrg(desk.db, org)
  return org
}
