/** Leaves out of an answer what its reader is not shown. The shapes of the reference say where things stand, `seen-by.ts` says what goes. */
import type { TSchema } from 'typebox'
import { type Actor, type Role, sideOf } from '../core/party.ts'
import type { EventType } from '../core/return/events.ts'
import { isCut, PARTS, PAYLOADS, SEEN_BY } from './seen-by.ts'
import { COMPONENTS } from './wire/components.ts'

/** Who reads: the role, and what the merchant’s side is called where its people are not. */
export type Reader = { role: Role; shopName: string }

type Wire = Record<string, unknown>
type Shape = {
  $id?: string
  $ref?: string
  anyOf?: Shape[]
  allOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
}
type Show = (value: unknown, reader: Reader) => unknown

/** The value as this reader may see it. Nothing is copied for roles that see everything. */
export function show(reader: Reader, shape: string, value: unknown): unknown {
  const apply = showing(reader.role, shape)
  return apply ? apply(value, reader) : value
}

/** Whether an entry of a list is shown at all. */
export const isShown = (role: Role, shape: string, row: unknown): boolean =>
  SEEN_BY[role].rows[shape]?.(row as Wire) ?? true

const shapes = new Map(COMPONENTS.map(schema => [(schema as Shape).$id ?? '', schema as Shape]))
const made = new Map<string, Show | null>()

/** Made once per role and shape; null where nothing is to be done, so that whole branches are passed over. */
function showing(role: Role, name: string): Show | null {
  const key = `${role} ${name}`
  const known = made.get(key)
  if (known !== undefined) return known
  // A shape that holds itself, such as a condition, finds this and goes on.
  made.set(key, null)
  const show = cutting(role, name, name === 'Event' ? showEvent(role) : within(role, shapes.get(name) as TSchema))
  made.set(key, show)
  return show
}

function cutting(role: Role, name: string, inner: Show | null): Show | null {
  const unnamed = SEEN_BY[role].others === 'unnamed'
  if (unnamed && name === 'Actor') return showActor
  if (unnamed && name === 'Offer') return (value, reader) => showPerson(inner ? inner(value, reader) : value, reader)
  const cut = SEEN_BY[role].members[name]
  if (cut === undefined) return inner
  return (value, reader) => {
    if (!isObject(value)) return value
    const kept = Object.fromEntries(Object.entries(value).filter(([member]) => !isCut(cut, member)))
    return inner ? inner(kept, reader) : kept
  }
}

function within(role: Role, shape: Shape): Show | null {
  if (shape.$ref !== undefined) return showing(role, nameOf(shape))
  if (shape.allOf?.[0]) return within(role, shape.allOf[0])
  if (shape.anyOf) return together(shape.anyOf.map(member => within(role, member)))
  if (shape.items) return entries(role, shape.items)
  return shape.properties ? members(role, shape.properties) : null
}

const nameOf = ({ $ref = '' }: Shape): string => $ref.replace(/#$/, '')

/** The members of a union are told apart by what they hold: where a member is not there, nothing is done to it. */
function together(shows: (Show | null)[]): Show | null {
  const some = shows.filter(show => show !== null)
  return some.length === 0 ? null : (value, reader) => some.reduce((now, show) => show(now, reader), value)
}

function entries(role: Role, items: Shape): Show | null {
  const name = nameOf(items)
  const inner = within(role, items)
  const sifts = SEEN_BY[role].rows[name] !== undefined || name === 'Event'
  if (inner === null && !sifts) return null
  return (value, reader) => {
    if (!Array.isArray(value)) return value
    const shown = sifts ? value.filter(row => isEntryShown(role, name, row)) : value
    return inner ? shown.map(row => inner(row, reader)) : shown
  }
}

const isEntryShown = (role: Role, name: string, row: unknown): boolean =>
  name === 'Event' ? isEventShown(role, row as Happened) : isShown(role, name, row)

function members(role: Role, properties: Record<string, Shape>): Show | null {
  const shows = Object.entries(properties).flatMap(([name, shape]) => {
    const inner = within(role, shape)
    return inner ? [[name, inner] as const] : []
  })
  if (shows.length === 0) return null
  return (value, reader) => {
    if (!isObject(value)) return value
    const shown = { ...value }
    for (const [name, inner] of shows) if (name in shown) shown[name] = inner(shown[name], reader)
    return shown
  }
}

type Happened = { type: EventType; changed: Wire }

/** An event is shown when its kind is, and what it is about. */
function isEventShown(role: Role, { type, changed }: Happened): boolean {
  if (isCut(SEEN_BY[role].events, type)) return false
  const about = PAYLOADS[type]
  if (about !== undefined && !isShown(role, about, changed)) return false
  return Object.entries(changed).every(([name, part]) => !isObject(part) || isShown(role, PARTS[name] ?? '', part))
}

/** Looked up event by event, because the event a return was filed with holds a return. */
function showEvent(role: Role): Show | null {
  const outer = within(role, shapes.get('Event') as TSchema)
  const { members: cuts, others } = SEEN_BY[role]
  if (outer === null && Object.keys(cuts).length === 0 && others === 'named') return null
  return (value, reader) => {
    const event = (outer ? outer(value, reader) : value) as Happened
    return { ...event, changed: showPayload(reader, event) }
  }
}

function showPayload(reader: Reader, { type, changed }: Happened): Wire {
  const cut = SEEN_BY[reader.role].members[type]
  const about = PAYLOADS[type]
  const own = Object.entries(changed).filter(([name]) => !isCut(cut, name))
  const parts = own.map(([name, part]) => [name, showPart(reader, PARTS[name], part)])
  const whole = Object.fromEntries(parts) as Wire
  return about === undefined ? whole : (show(reader, about, whole) as Wire)
}

function showPart(reader: Reader, shape: string | undefined, part: unknown): unknown {
  if (shape === undefined || !shapes.has(shape)) return part
  if (Array.isArray(part)) return part.map(one => show(reader, shape, one))
  return isObject(part) ? show(reader, shape, part) : part
}

/** Somebody of another role has no name of their own: the merchant’s people speak for the shop. */
function showActor(value: unknown, { role, shopName }: Reader): unknown {
  const actor = value as Actor
  if (!isObject(value) || actor.role === role) return value
  const kept = Object.entries(value).filter(([name]) => !isCut(SEEN_BY[role].members.Actor, name))
  return { ...Object.fromEntries(kept), name: sideOf(actor.role) === 'merchant' ? shopName : actor.name }
}

const showPerson = (value: unknown, { shopName }: Reader): unknown =>
  isObject(value) && value.by === 'merchant' ? { ...value, person: shopName } : value

const isObject = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value)
