/**
 * The guard at the door out: whoever may name an address must not be able to make the house knock at its own doors. Every address is looked at after its
 * name was resolved, and the connection goes to exactly the addresses that were looked at, so a name that changes in between gains nothing.
 */
import { promises as dns, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { Agent, type Dispatcher } from 'undici'
import { pushUrl } from '../core/push.ts'
import { refused } from '../core/refusal.ts'

export type Guard = {
  dispatcher: Dispatcher
  /** Why nothing is sent to this address, in words; null when it can be tried. */
  objection(url: string): string | null
  close(): Promise<void>
}

export type GuardOptions = {
  /** `allow`: our own network and this machine may be told too, also without TLS. */
  privateAddresses: 'refuse' | 'allow'
  resolve?: (hostname: string) => Promise<LookupAddress[]>
}

const CONNECT_MS = 10_000
const HEADER_BYTES = 16 * 1024

export function openGuard({ privateAddresses, resolve = resolveName }: GuardOptions): Guard {
  const isPrivateAllowed = privateAddresses === 'allow'
  const find = callbackify(async (hostname: string): Promise<LookupAddress[]> => {
    const found = await resolve(hostname)
    const fine = found.filter(({ address }) => !isForbidden(address, isPrivateAllowed))
    if (fine.length === 0) throw new ForbiddenAddress(hostname, found[0]?.address ?? null)
    return fine
  })

  const lookup: LookupFunction = (hostname, options, callback) =>
    find(hostname, (error, fine) => {
      const [first] = fine ?? []
      if (error || first === undefined) callback(error, '')
      else if (options.all) callback(null, fine)
      else callback(null, first.address, first.family)
    })

  // Limits on the time between two bytes are left to the limit on the whole exchange, which no drip can stretch.
  const dispatcher = new Agent({
    connect: { lookup, timeout: CONNECT_MS },
    allowH2: false,
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  return {
    dispatcher,
    objection(text) {
      const url = pushUrl(text, { plain: isPrivateAllowed })
      if (refused(url)) return url.detail.sentence ?? 'The address cannot be used.'
      // A literal address is never resolved. However oddly it was spelled (0x7f.1, 2130706433), the URL holds it in its usual form.
      const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
      return isIP(host) !== 0 && isForbidden(host, isPrivateAllowed) ? new ForbiddenAddress(host, null).message : null
    },
    close: () => dispatcher.destroy(),
  }
}

/** The name may be known to us, but it leads where nobody is told anything. */
export class ForbiddenAddress extends Error {
  constructor(hostname: string, address: string | null) {
    super(
      `${hostname} ${address === null ? 'is' : `leads to ${address},`} an address that is not public, and nothing is sent there.`,
    )
    this.name = 'ForbiddenAddress'
  }
}

const resolveName = (hostname: string): Promise<LookupAddress[]> => dns.lookup(hostname, { all: true })

/** Nobody is meant to be told there, whatever is allowed: the IANA special-purpose registries, and where clouds keep a machine's credentials. */
const NEVER_V4 = listOf('ipv4', [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Metadata services outside the link-local range: Alibaba's and Azure's.
  '100.100.100.200/32',
  '168.63.129.16/32',
])

/** Our own network (RFC 1918), this machine, and what a provider shares among its customers (RFC 6598). */
const PRIVATE_V4 = listOf('ipv4', ['10.0.0.0/8', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'])

/** Whatever is not global unicast is something else: link-local, multicast, an IPv4 address in disguise (mapped, NAT64). */
const GLOBAL_V6 = listOf('ipv6', ['2000::/3'])

/** Inside the global range: protocols and Teredo, documentation, 6to4. */
const NEVER_V6 = listOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

const PRIVATE_V6 = listOf('ipv6', ['::1/128', 'fc00::/7'])

/** Amazon's and Google's, which lie among the unique local addresses. */
const METADATA_V6 = listOf('ipv6', ['fd00:ec2::254/128', 'fd20:ce::254/128'])

function listOf(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), family)
  }
  return list
}

/** Each family has lists of its own: one list for both would take a mapped address for the IPv4 address it wraps. */
function isForbidden(address: string, isPrivateAllowed: boolean): boolean {
  if (isIP(address) === 4) return NEVER_V4.check(address) || (!isPrivateAllowed && PRIVATE_V4.check(address))
  const [plain = ''] = address.split('%')
  if (isIP(plain) !== 6) return true
  if (PRIVATE_V6.check(plain, 'ipv6')) return !isPrivateAllowed || METADATA_V6.check(plain, 'ipv6')
  return !GLOBAL_V6.check(plain, 'ipv6') || NEVER_V6.check(plain, 'ipv6')
}
