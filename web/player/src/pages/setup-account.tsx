/** First step: the administrator's password, then signed in with it at once. */
import { useQueryClient } from '@tanstack/react-query'
import { signInWith } from '../api/auth.ts'
import { setUp } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { TextField } from '../components/text-field.tsx'
import { passwordLengthMin } from './password-form.tsx'
import { words } from './strings.ts'
import { useSubmit } from './use-submit.ts'

const administrator = 'admin'

export function SetupAccount() {
  const queries = useQueryClient()
  const { busy, error, submit } = useSubmit(async (form) => {
    const password = String(form.get('password'))
    if (password.length < passwordLengthMin) throw new Error(words.setup.tooShort)
    if (password !== form.get('again')) throw new Error(words.setup.differ)
    await setUp({ password })
    await signInWith(administrator, password)
    await queries.invalidateQueries({ queryKey: ['session'] })
  })
  return (
    <form className="stack" onSubmit={submit}>
      <h2>{words.setup.accountTitle}</h2>
      <p className="quiet">{words.setup.accountText}</p>
      <input type="hidden" name="username" autoComplete="username" value={administrator} readOnly />
      <TextField
        name="password"
        type="password"
        label={words.setup.password}
        hint={words.setup.passwordHint}
        autoComplete="new-password"
        required
        maxLength={200}
        autoFocus
      />
      <TextField
        name="again"
        type="password"
        label={words.setup.passwordAgain}
        error={error}
        autoComplete="new-password"
        required
        maxLength={200}
      />
      <Button type="submit" kind="primary" size="large" busy={busy}>
        {words.setup.next}
      </Button>
    </form>
  )
}
