/** A new password for one's own account. */
import { useState } from 'react'
import { changePassword } from '../api/listener-queries.ts'
import { Button } from '../components/button.tsx'
import { TextField } from '../components/text-field.tsx'
import { useToasts } from '../components/toast.tsx'
import { words } from './strings.ts'
import { useSubmit } from './use-submit.ts'

export const passwordLengthMin = 10

export function PasswordForm({ name }: { name: string }) {
  const toasts = useToasts()
  /** A new key empties the fields. */
  const [sent, setSent] = useState(0)
  const { busy, error, submit } = useSubmit(async (form) => {
    const next = String(form.get('next'))
    if (next.length < passwordLengthMin) throw new Error(words.setup.tooShort)
    await changePassword(String(form.get('current')), next)
    toasts.show({ text: words.settings.passwordChanged })
    setSent(sent + 1)
  })
  return (
    <form className="inline-form" onSubmit={submit} key={sent}>
      <input type="hidden" autoComplete="username" name="name" value={name} readOnly />
      <TextField
        name="current"
        type="password"
        label={words.settings.currentPassword}
        autoComplete="current-password"
        required
        maxLength={200}
      />
      <TextField
        name="next"
        type="password"
        label={words.settings.newPassword}
        hint={words.settings.passwordHint}
        error={error}
        autoComplete="new-password"
        required
        maxLength={200}
      />
      <Button type="submit" busy={busy}>
        {words.settings.password}
      </Button>
    </form>
  )
}
