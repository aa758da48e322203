/** Making an account, and giving one a new password. */
import type { Account, NewAccount } from '@backbeat/contracts/api/app'
import { useState } from 'react'
import { changeAccount, createAccount } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { TextField } from '../components/text-field.tsx'
import { useToasts } from '../components/toast.tsx'
import { optionsOf, SelectField } from './select-field.tsx'
import { words } from './strings.ts'
import { useSubmit } from './use-submit.ts'

interface DialogProps {
  open: boolean
  onClose: () => void
}

export function NewAccountDialog({ open, onClose }: DialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={words.users.add}>
      <NewAccountForm onDone={onClose} />
    </Dialog>
  )
}

function NewAccountForm({ onDone }: { onDone: () => void }) {
  const toasts = useToasts()
  const [role, setRole] = useState<Account['role']>('listener')
  const { busy, error, submit } = useSubmit(async (form) => {
    const account: NewAccount = {
      name: String(form.get('name')).trim(),
      password: String(form.get('password')),
      role,
    }
    await createAccount(account)
    toasts.show({ text: words.users.added(account.name) })
    onDone()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        name="name"
        label={words.users.name}
        hint={words.users.nameHint}
        required
        pattern="[a-z0-9]([a-z0-9._\-]*[a-z0-9])?"
        maxLength={64}
        autoComplete="off"
        autoCapitalize="none"
      />
      <PasswordField error={error} />
      <SelectField
        label={words.users.role}
        value={role}
        options={optionsOf(words.users.roles)}
        onChange={setRole}
      />
      <Button type="submit" kind="primary" busy={busy}>
        {words.users.add}
      </Button>
    </form>
  )
}

function PasswordField({ error }: { error: string | undefined }) {
  return (
    <TextField
      name="password"
      type="password"
      label={words.users.password}
      hint={words.users.passwordHint}
      error={error}
      required
      minLength={10}
      maxLength={200}
      autoComplete="new-password"
    />
  )
}

export function PasswordDialog({ account }: { account: Account }) {
  const [open, setOpen] = useState(false)
  const toasts = useToasts()
  const { busy, error, submit } = useSubmit(async (form) => {
    await changeAccount(account.id, { password: String(form.get('password')) })
    toasts.show({ text: words.settings.passwordChanged })
    setOpen(false)
  })
  return (
    <>
      <Button size="small" kind="quiet" onClick={() => setOpen(true)}>
        {words.users.setPassword}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={account.name}>
        <form className="stack" onSubmit={submit}>
          <PasswordField error={error} />
          <Button type="submit" kind="primary" busy={busy}>
            {words.users.setPassword}
          </Button>
        </form>
      </Dialog>
    </>
  )
}
