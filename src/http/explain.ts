/** From anything that was thrown to the words for it. */
import { ProblemError, type ProblemParts } from './problem.ts'

interface Fault {
  statusCode?: number
  code?: string
  message?: string
  /** The database's own word for what went wrong; this room does not know the database and reads no more of it. */
  kind?: string
  /** What lay under it, such as the file system's own error. */
  cause?: unknown
}

const TOO_MANY_FIELDS: ProblemParts = {
  status: 413,
  code: 'too_many_fields',
  detail: 'The form holds too many fields. Send fewer.',
}

/** What the web framework refuses by itself, in our words. */
const FRAMEWORK: Readonly<Record<string, ProblemParts>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported_media_type',
    detail: 'This content type is not read here. Send JSON with Content-Type: application/json.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body_too_large',
    detail: 'The request body is too large. Send less at once.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'wrong_content_length',
    detail: 'The body is not as long as Content-Length says. Send it again whole.',
  },
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'malformed_url',
    detail: 'The address is not a valid URL. Check its percent-encoding.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'url_too_long',
    detail: 'A part of the address is too long. Check the id in it.',
  },
  FST_REQ_FILE_TOO_LARGE: {
    status: 413,
    code: 'file_too_large',
    detail: 'The file is too large. Send a smaller one.',
  },
  FST_FILES_LIMIT: {
    status: 413,
    code: 'too_many_files',
    detail: 'The form holds more than one file. Send them one by one.',
  },
  FST_FIELDS_LIMIT: TOO_MANY_FIELDS,
  FST_PARTS_LIMIT: TOO_MANY_FIELDS,
  FST_PROTO_VIOLATION: {
    status: 400,
    code: 'forbidden_name',
    detail: 'The form holds a field whose name is not allowed. Rename it.',
  },
  FST_ERR_HANDLER_TIMEOUT: {
    status: 503,
    code: 'timed_out',
    detail: 'The answer took too long. Try again in a moment.',
  },
}

const OUR_FAULT: ProblemParts = {
  status: 500,
  code: 'internal_error',
  detail: 'Something went wrong on our side. Try again; if it stays, report it with the request_id.',
}

const AGAIN = 'Send it again in a moment; with the same Idempotency-Key nothing is done twice.'

const NO_DATABASE: ProblemParts = {
  status: 503,
  code: 'database_unavailable',
  title: 'The database does not answer',
  detail: `The database does not answer, so nobody here can say whether this was done. ${AGAIN}`,
  retryAfterSeconds: 5,
}

const DISK_FULL: ProblemParts = {
  status: 503,
  code: 'disk_full',
  title: 'No space left',
  detail:
    'There is no space left to write this down, and nothing of it was done. Whoever runs this installation has to make room; then send it again.',
  retryAfterSeconds: 30,
}

/** SQLSTATE 53100 (disk_full), and what the file system says itself. */
const NO_SPACE = new Set(['53100', 'ENOSPC', 'EDQUOT'])

const lacksSpace = (fault: unknown): boolean => {
  const { code, cause } = (fault ?? {}) as Fault
  return NO_SPACE.has(code ?? '') || NO_SPACE.has((cause as Fault | undefined)?.code ?? '')
}

/**
 * Every door calls this where faults are caught, and says the result in its own tongue. What nobody foresaw becomes a
 * 500 that tells nothing of our insides; its story is in the log under the same request id.
 */
export function explain(fault: unknown): ProblemParts {
  if (fault instanceof ProblemError) return fault.parts
  const { statusCode, code, message, kind } = (fault ?? {}) as Fault
  if (lacksSpace(fault)) return DISK_FULL
  if (kind === 'unavailable') return NO_DATABASE
  const known = FRAMEWORK[code ?? '']
  if (known) return known
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return {
      status: statusCode,
      code: 'bad_request',
      detail: message ?? 'The request cannot be read. Check it and send it again.',
    }
  return OUR_FAULT
}
