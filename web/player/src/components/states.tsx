/** What a page shows when it has nothing, or something went wrong. */
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'
import { Button } from './button.tsx'

export interface EmptyStateProps {
  icon: ReactNode
  title: string
  text?: ReactNode
  /** The button that leads on. */
  action?: ReactNode
}

export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="state">
      <div className="state-icon">{icon}</div>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {action && <div className="state-action">{action}</div>}
    </div>
  )
}

export interface ErrorStateProps {
  error: unknown
  retry?: (() => void) | undefined
}

export function ErrorState({ error, retry }: ErrorStateProps) {
  const text = error instanceof Error ? error.message : String(error)
  return (
    <div className="state" role="alert">
      <div className="state-icon" data-kind="error">
        <CircleAlert />
      </div>
      <h2>{strings.errors.title}</h2>
      <p>{text}</p>
      {retry && (
        <div className="state-action">
          <Button kind="primary" onClick={retry}>
            {strings.errors.retry}
          </Button>
        </div>
      )}
    </div>
  )
}
