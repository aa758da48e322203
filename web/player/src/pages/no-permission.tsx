/** Shows a page only to those whose token allows what it does; to others it says so kindly. */
import { useNavigate } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useScope } from '../api/auth.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/states.tsx'
import { strings } from '../strings.ts'
import { words } from './strings.ts'

export function ForScope({ scope, children }: { scope: string; children: ReactNode }) {
  const allowed = useScope(scope)
  const navigate = useNavigate()
  if (allowed) return children
  return (
    <EmptyState
      icon={<Lock />}
      title={words.admin.noPermission}
      text={words.admin.noPermissionText}
      action={
        <Button kind="primary" onClick={() => void navigate({ to: '/' })}>
          {strings.errors.home}
        </Button>
      }
    />
  )
}
