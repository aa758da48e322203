/** Where the sign-in page sends the listener back to; goes on to where they were. */
import { useRouter } from '@tanstack/react-router'
import { LogIn } from 'lucide-react'
import { useEffect, useState } from 'react'
import { completeSignIn, signIn } from '../api/auth.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/states.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

/** The code works once; React may run an effect twice. */
let completing: Promise<string> | null = null

export function CallbackPage() {
  usePage(words.callback.title)
  const router = useRouter()
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    completing ??= completeSignIn(location.search)
    completing
      .then((returnTo) => router.history.replace(returnTo === '/callback' ? '/' : returnTo))
      .catch((failure: unknown) => {
        completing = null
        setError(failure)
      })
  }, [router])
  if (!error) return <p className="visually-hidden">{words.callback.title}</p>
  return (
    <EmptyState
      icon={<LogIn />}
      title={words.callback.failed}
      text={words.failed(error)}
      action={
        <Button kind="primary" onClick={() => void signIn('/')}>
          {words.callback.again}
        </Button>
      }
    />
  )
}
