/** What went wrong with a request, in one type for both error shapes of the server (`/v1` and problem details). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown

  constructor(status: number, code: string, message: string, options: ApiErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = options.details
  }

  /** The server was not reached at all. */
  get offline(): boolean {
    return this.status === 0
  }

  get notFound(): boolean {
    return this.status === 404
  }

  get forbidden(): boolean {
    return this.status === 403
  }
}

interface ApiErrorOptions {
  cause?: unknown
  details?: unknown
}

interface SpotifyErrorBody {
  error?: { status?: number; message?: string; reason?: string } | string
  error_description?: string
}

interface ProblemBody {
  code?: string
  title?: string
  detail?: string
}

/** Reads either error shape; an answer that is neither still gets a sentence. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const { code, message } = describe((body ?? {}) as SpotifyErrorBody & ProblemBody)
  return new ApiError(
    response.status,
    code ?? `http-${response.status}`,
    message ?? sentenceFor(response.status),
    { details: body },
  )
}

function describe(body: SpotifyErrorBody & ProblemBody): { code?: string; message?: string } {
  if (typeof body.error === 'string') {
    return { code: body.error, ...optional('message', body.error_description) }
  }
  if (body.error) {
    return { ...optional('code', body.error.reason), ...optional('message', body.error.message) }
  }
  return { ...optional('code', body.code), ...optional('message', body.detail ?? body.title) }
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string })
}

function sentenceFor(status: number): string {
  if (status >= 500) return 'The server had a problem. Try again in a moment.'
  if (status === 404) return 'This is not here, or no longer.'
  if (status === 403) return 'Your account may not do this.'
  if (status === 401) return 'Sign in again to go on.'
  if (status === 429) return 'That was too fast. Try again in a moment.'
  return 'The server did not accept this.'
}
