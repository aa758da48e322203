/** What the player has asked the server, kept while it is fresh; answers about the catalog hold longer than lists. */
import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

const retriesMax = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < retriesMax && worthRetrying(error),
      retryDelay: (failures) => 400 * 2 ** failures,
    },
    mutations: { retry: false },
  },
})

/** A refusal stays a refusal; a broken connection or a busy server may not. */
function worthRetrying(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500
}
