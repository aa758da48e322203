/** What stands around the app: the query cache, the session and the listener's library. */
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { ErrorState } from '../components/states.tsx'
import { signIn, useSignedIn } from './auth.ts'
import { LibraryProvider } from './library-provider.tsx'
import { fetchSession } from './listener-queries.ts'
import { queryClient } from './query-client.ts'
import { words } from './strings.ts'

/** Pages that one may see without being signed in. */
const openPaths = ['/setup', '/callback']

export function AppProviders({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <SessionGate>{children}</SessionGate>
    </QueryClientProvider>
  )
}

/** Leads a stranger to setup or sign-in before anything asks the server in vain. */
function SessionGate({ children }: { children: ReactNode }) {
  const signedIn = useSignedIn()
  const open = openPaths.includes(location.pathname)
  // The tree stays the same when the tokens come, so that `/callback` is not mounted twice.
  return <LibraryProvider>{signedIn || open ? children : <Door />}</LibraryProvider>
}

function Door() {
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a retry is a new attempt
  useEffect(() => {
    setError(null)
    lead().catch(setError)
  }, [attempt])
  if (error) return <ErrorState error={error} retry={() => setAttempt(attempt + 1)} />
  return (
    <p className="visually-hidden" role="status">
      {words.signingIn}
    </p>
  )
}

async function lead(): Promise<void> {
  const { setupNeeded } = await fetchSession()
  if (setupNeeded) location.replace('/setup')
  else await signIn()
}
