/**
 * The catalogue of every error a user, client or operator can meet. An error that is not listed here is a defect and
 * becomes `internal`.
 */
const catalogue = {
  'bad-request': { status: 400, retryable: false, message: 'The request is not valid.' },
  'not-authenticated': { status: 401, retryable: false, message: 'No token provided.' },
  'token-invalid': { status: 401, retryable: false, message: 'The access token is not valid.' },
  'token-expired': { status: 401, retryable: false, message: 'The access token expired.' },
  'not-permitted': { status: 403, retryable: false, message: 'You may not do this.' },
  'scope-missing': { status: 403, retryable: false, message: 'Insufficient client scope.' },
  'link-invalid': { status: 403, retryable: false, message: 'The signed link is not valid.' },
  'link-expired': { status: 403, retryable: false, message: 'The signed link expired.' },
  'not-found': { status: 404, retryable: false, message: 'Not found.' },
  'method-not-allowed': { status: 405, retryable: false, message: 'The method is not allowed.' },
  conflict: { status: 409, retryable: false, message: 'This conflicts with the present state.' },
  'too-large': { status: 413, retryable: false, message: 'The request is too large.' },
  'unsupported-media-type': { status: 415, retryable: false, message: 'Unsupported media type.' },
  'range-not-satisfiable': { status: 416, retryable: false, message: 'No such byte range.' },
  'rate-limited': { status: 429, retryable: true, message: 'Too many requests.' },
  internal: { status: 500, retryable: false, message: 'Something went wrong on the server.' },
  unavailable: { status: 503, retryable: true, message: 'Not available just now.' },
  'schema-unknown': { status: 400, retryable: false, message: 'Unknown event type.' },
  'event-invalid': { status: 400, retryable: false, message: 'The event does not fit its schema.' },
  'producer-fenced': { status: 409, retryable: false, message: 'A newer epoch of it is at work.' },
  'log-corrupt': { status: 500, retryable: false, message: 'A record batch failed its checksum.' },
  'log-failed': { status: 503, retryable: true, message: 'The event log could not be written.' },
  'offset-out-of-range': { status: 400, retryable: false, message: 'The offset is out of range.' },
  'topic-unknown': { status: 404, retryable: false, message: 'There is no such topic.' },
  'encode-failed': { status: 500, retryable: false, message: 'The audio could not be encoded.' },
  'encoder-missing': { status: 503, retryable: false, message: 'No audio encoder is available.' },
  'config-invalid': { status: 500, retryable: false, message: 'The configuration is not valid.' },
  'start-failed': { status: 500, retryable: false, message: 'Backbeat could not start.' },
} as const satisfies Record<string, { status: number; retryable: boolean; message: string }>

export type ErrorCode = keyof typeof catalogue

export const errorCodes = Object.keys(catalogue) as ErrorCode[]

/**
 * An expected error: `code` says what it is, `status` its HTTP status, `retryable` whether the same call can succeed
 * later, `details` what exactly was wrong and where (safe to show to the caller).
 */
export class BackbeatError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly retryable: boolean
  readonly details: Record<string, unknown> | undefined

  constructor(
    code: ErrorCode,
    message?: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message ?? catalogue[code].message, 'cause' in options ? { cause: options.cause } : {})
    this.name = 'BackbeatError'
    this.code = code
    this.status = catalogue[code].status
    this.retryable = catalogue[code].retryable
    this.details = options.details
  }
}

/** The problem document of RFC 9457 for an error. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode
  retryable: boolean
  details?: Record<string, unknown>
}

/** What a caller may know of any thrown value; whatever is not a BackbeatError shows as `internal`. */
export function problemOf(error: unknown): Problem {
  const known = error instanceof BackbeatError ? error : new BackbeatError('internal')
  return {
    type: `urn:backbeat:error:${known.code}`,
    title: catalogue[known.code].message,
    status: known.status,
    detail: known.message,
    code: known.code,
    retryable: known.retryable,
    ...(known.details ? { details: known.details } : {}),
  }
}
