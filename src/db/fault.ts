/** What can go wrong with the database itself, as opposed to a refusal: thrown once, here, and caught once, at the edge. */

export type DbFaultKind =
  /** There is no database to talk to at the moment; the same request may succeed later. */
  | 'unavailable'
  /** A constraint said no (see `constraintOf`); the desk turns the ones it knows into refusals. */
  | 'conflict'
  /** Two transactions stood in each other's way and this one had to go; running it again is safe. */
  | 'contention'
  /** A mistake of ours: a wrong statement, a missing table, a number too large to be exact. */
  | 'defect'

/** `code` is PostgreSQL's SQLSTATE or the system's error code, where there is one. */
export class DbFault extends Error {
  readonly kind: DbFaultKind
  readonly code: string | undefined
  readonly constraint: string | undefined
  /** The connection broke while a commit was under way: nobody here knows whether it happened. */
  readonly outcomeUnknown: boolean

  constructor(kind: DbFaultKind, message: string, cause?: unknown, outcomeUnknown = false) {
    super(message, { cause })
    this.name = 'DbFault'
    this.kind = kind
    this.code = text(cause, 'code')
    this.constraint = kind === 'conflict' ? text(cause, 'constraint') : undefined
    this.outcomeUnknown = outcomeUnknown
  }
}

/** The name of the constraint that said no, or undefined when the error is about something else. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof DbFault ? error.constraint : undefined
}

/** Any error from the driver, as the fault it is; a `DbFault` stays itself. */
export function faultFrom(error: unknown): DbFault {
  if (error instanceof DbFault) return error
  const message = error instanceof Error ? error.message : String(error)
  return new DbFault(kindOf(text(error, 'code'), message), message || 'The database cannot be reached.', error)
}

// Class 08 connection, 28 sign-in, 3D no such database, 53 resources (disk, memory, connections), 57 operator intervention
// (shutdown, cancelled by a timeout), 58 system error; 25006 a server that only reads, as after a switch to a standby.
const UNAVAILABLE = /^(08|28|3D|53|57|58|25006)/
// The system's own (ECONNREFUSED) and those of TLS (CERT_HAS_EXPIRED); an SQLSTATE always holds a digit. ERR_… are our mistakes.
const SYSTEM = /^(?!ERR_)[A-Z_]+$/
// 40001 serialization failure, 40P01 deadlock, 55P03 lock not available.
const CONTENTION = /^(40001|40P01|55P03)$/

// What the driver says in words alone.
const NO_CONNECTION =
  /^(Connection terminated|timeout (exceeded|expired)|Client (has encountered|was closed)|Cannot use a pool|Query read timeout|The server does not support SSL)/

function kindOf(code: string | undefined, message: string): DbFaultKind {
  if (code === undefined) return NO_CONNECTION.test(message) ? 'unavailable' : 'defect'
  if (UNAVAILABLE.test(code) || SYSTEM.test(code)) return 'unavailable'
  if (CONTENTION.test(code)) return 'contention'
  return code.startsWith('23') ? 'conflict' : 'defect'
}

function text(error: unknown, field: 'code' | 'constraint'): string | undefined {
  const value = (error as Record<string, unknown> | undefined)?.[field]
  return typeof value === 'string' ? value : undefined
}
