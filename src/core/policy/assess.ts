/** What policy says about sending something of an order back: per sold line how many pieces, until when, and every reason why not. */
import type { LineId } from '../ids.ts'
import type { Two } from '../money.ts'
import type { Line, Order } from '../order/order.ts'
import type { CountryCode } from '../party.ts'
import { refused } from '../refusal.ts'
import type { Asked } from '../return/commands.ts'
import type { Kind, Lane, MethodType } from '../return/return.ts'
import type { Tray } from '../return/tray.ts'
import { wished } from '../return/wishes.ts'
import { addTwo, grantedPieces, worth, zeroTwo } from '../worth/worth.ts'
import { autoFor } from './auto.ts'
import { chosen, type Facts } from './condition.ts'
import { cameToNothing, countryOf, lineFacts, offerOf, requestFacts, type Situation, type Told } from './facts.ts'
import { methodsFor } from './methods.ts'
import type { Assessment, LineAnswer, Policy, ResolutionOffer } from './policy.ts'
import { after } from './rules/after.ts'
import { unlessAllowed } from './rules/allow-everything.ts'
import { blockAllow } from './rules/block-allow.ts'
import { cap } from './rules/cap.ts'
import { delivered } from './rules/delivered.ts'
import { finalSale } from './rules/final-sale.ts'
import { keepBelow } from './rules/keep-below.ts'
import { reasons } from './rules/reasons.ts'
import { requirements } from './rules/requirements.ts'
import { resolutions } from './rules/resolutions.ts'
import type { Finding, LineRule, Question } from './rules/rule.ts'
import { window } from './rules/window.ts'
import { standardPolicy } from './standard.ts'

/** Asked in this order, all of them, even when one has already said no: the shopper is told every reason at once. */
const LINE_RULES: readonly LineRule[] = [
  delivered,
  unlessAllowed([after, window, finalSale, blockAllow, cap]),
  reasons,
  requirements,
  resolutions,
  keepBelow,
]

/** What the filer wishes, as far as it is known; nothing of it is needed to learn what may come back. */
export type Wish = {
  items?: readonly Asked[]
  method?: MethodType | null
  lane?: Lane
  kind?: Kind
  /** Where the goods would travel from; default the country the order was sent to. */
  zone?: CountryCode | null
}

export type Bench = Pick<Tray, 'at' | 'shop' | 'policy' | 'ledger' | 'siblings' | 'history'>

/** The answer for every sold line that can come back; the parent of a kit has none, its components have. */
export function assess(order: Order, tray: Bench, asked: Wish = {}): Assessment {
  const wish = inParts(asked, order)
  const policy = tray.policy ?? standardPolicy(tray.shop)
  const parents = new Set(order.lines.map(line => line.kit?.parent))
  const lines = order.lines.filter(line => !parents.has(line.id))
  const value = valueOf(order, lines, tray, wish)
  const situation = situationOf(order, tray, wish, value)
  const askedLines = lines.filter(line => wish.items?.some(item => item.line === line.id))
  const concerned = askedLines.length > 0 ? askedLines : lines
  const told = (line: LineId): Told => toldOf(wish, line)
  const facts = (line: Line): Facts => lineFacts(line, situation, told(line.id))
  const request = requestFacts(concerned, situation, told)
  return {
    policy: tray.policy?.id ?? null,
    at: tray.at,
    lines: lines.map(line => answerFor(questionOf(line, facts(line), situation, policy, tray, wish))),
    zone: situation.zone,
    methods: methodsFor(policy, request, order, tray.shop, situation.zone, value),
    auto: autoFor(policy, askedLines.map(facts), request),
    basis: chosen(policy, 'basis', request)?.effect.basis ?? 'accepted',
    overridden: null,
  }
}

/** A kit asked for as a whole is judged by its parts, as it is when it is filed. What cannot be filed is judged as it was said. */
function inParts(wish: Wish, order: Order): Wish {
  if (!wish.items?.length) return wish
  const parts = wished(wish.items, order)
  return refused(parts) ? wish : { ...wish, items: parts }
}

function situationOf(order: Order, tray: Bench, wish: Wish, value: Two): Situation {
  return {
    order,
    zone: wish.zone ?? countryOf(order),
    method: wish.method ?? null,
    lane: wish.lane ?? 'standard',
    kind: wish.kind ?? 'after_delivery',
    value: wish.items ? value.shop.amountMinor : null,
    returnsByCustomer: tray.history?.returns ?? null,
    returnsOfOrder: tray.siblings.filter(ret => !cameToNothing(ret)).length,
    day: { at: tray.at, timeZone: tray.shop.timeZone },
  }
}

/** What the asked pieces were paid, as the next pieces of their lines. */
function valueOf(order: Order, lines: readonly Line[], tray: Bench, wish: Wish): Two {
  return lines.reduce((all, line) => {
    const wanted = (wish.items ?? []).reduce(
      (pieces, item) => (item.line === line.id ? pieces + item.quantity : pieces),
      0,
    )
    const before = grantedPieces(line.id, tray.siblings)
    return wanted > 0 ? addTwo(all, worth(line, before, Math.min(wanted, line.quantity - before)).total) : all
  }, zeroTwo(order.freight.paid))
}

/** Two wishes about one line are judged by the first; the pieces of both are counted together. */
function toldOf(wish: Wish, line: LineId): Told {
  const item = wish.items?.find(one => one.line === line)
  const resolution = item?.resolution ? offerOf(item.resolution) : null
  return {
    reason: item?.reason.code ?? null,
    sub: item?.reason.sub ?? null,
    resolution: item?.handling === 'keep' ? (resolution ?? 'keep') : resolution,
  }
}

function questionOf(line: Line, facts: Facts, situation: Situation, policy: Policy, tray: Bench, wish: Wish): Question {
  const sold = tray.ledger.filter(entry => entry.line === line.id)
  return {
    line,
    facts,
    situation,
    policy,
    factsIf: resolution => lineFacts(line, situation, { ...toldOf(wish, line.id), resolution }),
    wished: wish.items ?? [],
    free: sold.map(entry => ({ fulfilment: entry.fulfilment, quantity: Math.max(0, entry.delivered - entry.held) })),
    delivered: sold.reduce((all, entry) => all + entry.delivered, 0),
    tray,
    returns: tray.siblings,
  }
}

function answerFor(question: Question): LineAnswer {
  const findings = LINE_RULES.flatMap(rule => rule(question))
  const until = findings.findLast(finding => finding.until !== undefined)?.until ?? null
  const terms = findings.flatMap(finding => finding.terms ?? [])
  return {
    line: question.line.id,
    allowed: Math.min(...findings.flatMap(finding => finding.allowed ?? [])),
    until,
    refusals: findings.flatMap(({ refusal }) => (refusal ? [until === null ? refusal : { ...refusal, until }] : [])),
    trace: findings.map(({ rule, said }) => ({ rule, said })),
    requires: findings.flatMap(finding => finding.requires ?? []),
    reasons: findings.findLast(finding => finding.reasons !== undefined)?.reasons ?? null,
    resolutions: offered(findings),
    ...(terms.length > 0 && { terms }),
  }
}

const offered = (findings: readonly Finding[]): ResolutionOffer[] => [
  ...new Set(findings.flatMap(finding => finding.resolutions ?? [])),
]
