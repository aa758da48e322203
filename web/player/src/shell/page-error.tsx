/** What stands where a page broke or does not exist; the shell and the music go on. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { strings } from '../strings.ts'

export function PageError({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} retry={reset} />
}

export function NotFound() {
  const router = useRouter()
  return (
    <EmptyState
      icon={<Compass />}
      title={strings.errors.notFound}
      text={strings.errors.notFoundText}
      action={
        <Button kind="primary" onClick={() => void router.navigate({ to: '/' })}>
          {strings.errors.home}
        </Button>
      }
    />
  )
}
