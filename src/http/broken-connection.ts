/** Answering callers whose request never became one: broken HTTP, headers without end, a body that stopped coming. */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { PROBLEM_TYPE, type ProblemParts, problemOf } from './problem.ts'

const BROKEN: Readonly<Record<string, ProblemParts>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request_timed_out',
    detail: 'The request did not arrive in time. Send it again over a steadier connection.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_large',
    detail: 'The request headers are too large. Send fewer cookies or shorter headers.',
  },
}

const MALFORMED: ProblemParts = {
  status: 400,
  code: 'malformed_http',
  detail: 'This is not a valid HTTP request. Check what stands between you and this server.',
}

/** Written by hand: where no request was understood there is no reply to write to. The connection ends here. */
export function answerBrokenConnection(error: { code: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasAnswered(socket)) {
    socket.destroy()
    return
  }
  const parts = BROKEN[error.code] ?? MALFORMED
  const requestId = randomUUID()
  const body = JSON.stringify(problemOf(parts, requestId))
  socket.end(
    [
      `HTTP/1.1 ${parts.status} ${STATUS_CODES[parts.status]}`,
      `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

/** A second answer in the middle of a first would be read as part of it. */
function hasAnswered(socket: Socket): boolean {
  const current = (socket as Socket & { _httpMessage?: { headersSent: boolean } | null })._httpMessage
  return current?.headersSent ?? false
}
