/**
 * The first visit: create the administrator, say where the music is (or take the demo album), watch it come in, listen.
 * The step follows from the server's state, so that a reload goes on where it was.
 */
import { LogIn } from 'lucide-react'
import type { ReactNode } from 'react'
import { signIn, useScope, useSignedIn } from '../api/auth.ts'
import { useSession } from '../api/listener-queries.ts'
import { useImport } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { SetupAccount } from './setup-account.tsx'
import { SetupImport } from './setup-import.tsx'
import { SetupMusic } from './setup-music.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function SetupPage() {
  usePage(words.setup.title)
  const session = useSession()
  const signedIn = useSignedIn()
  if (session.error) {
    return <ErrorState error={session.error} retry={() => void session.refetch()} />
  }
  if (!session.data) return null
  if (session.data.setupNeeded) {
    return (
      <Frame step={1}>
        <SetupAccount />
      </Frame>
    )
  }
  return signedIn ? <Music /> : <AlreadySetUp />
}

function Music() {
  const allowed = useScope('catalog:write')
  const { data: progress } = useImport(allowed)
  if (!allowed) return <AlreadySetUp />
  const started = progress !== undefined && progress.startedAt !== null
  return (
    <Frame step={started ? 3 : 2}>
      {started ? <SetupImport progress={progress} /> : <SetupMusic />}
    </Frame>
  )
}

function Frame({ step, children }: { step: number; children: ReactNode }) {
  return (
    <div className="setup">
      <header className="setup-head">
        <img src="/mark.svg" alt="" width="48" height="48" />
        <h1>{words.setup.title}</h1>
        <p>{words.setup.lead}</p>
      </header>
      <ol className="setup-steps" aria-label={words.setup.step(step, 3)}>
        {words.setup.steps.map((name, index) => (
          <li
            key={name}
            aria-current={index + 1 === step ? 'step' : undefined}
            data-done={index + 1 < step || undefined}
          >
            {name}
          </li>
        ))}
      </ol>
      <section className="box setup-box">{children}</section>
    </div>
  )
}

function AlreadySetUp() {
  return (
    <EmptyState
      icon={<LogIn />}
      title={words.setup.done}
      text={words.setup.doneAlready}
      action={
        <Button kind="primary" onClick={() => void signIn('/')}>
          {words.setup.signIn}
        </Button>
      }
    />
  )
}
