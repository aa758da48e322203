/** Accounts of this server, for administrators. */
import type { Account } from '@backbeat/contracts/api/app'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { changeAccount, useAccounts } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { SkeletonText } from '../components/skeleton.tsx'
import { ErrorState } from '../components/states.tsx'
import { useToasts } from '../components/toast.tsx'
import { useLibrary } from '../library.ts'
import { formatAgo, formatExact } from './format.ts'
import { ForScope } from './no-permission.tsx'
import { optionsOf, SelectField } from './select-field.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'
import { NewAccountDialog, PasswordDialog } from './users-dialogs.tsx'

export function UsersPage() {
  usePage(words.users.title)
  return (
    <ForScope scope="admin">
      <Accounts />
    </ForScope>
  )
}

function Accounts() {
  const { data: accounts, error, refetch } = useAccounts()
  const [adding, setAdding] = useState(false)
  return (
    <div className="page operator">
      <header className="section-header">
        <h1>{words.users.title}</h1>
        <Button kind="primary" icon={<UserPlus />} onClick={() => setAdding(true)}>
          {words.users.add}
        </Button>
      </header>
      <p className="quiet">{words.users.text}</p>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!accounts && !error && <SkeletonText width="50%" />}
      {accounts && <AccountTable accounts={accounts} />}
      <NewAccountDialog open={adding} onClose={() => setAdding(false)} />
    </div>
  )
}

function AccountTable({ accounts }: { accounts: Account[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard
    <section className="table-scroll box" tabIndex={0} aria-label={words.users.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.users.name}</th>
            <th scope="col">{words.users.role}</th>
            <th scope="col">{words.users.created}</th>
            <th scope="col">
              <span className="visually-hidden">{words.users.state}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function AccountRow({ account }: { account: Account }) {
  const me = useLibrary().user?.id === account.id
  const change = useChange(account)
  return (
    <tr data-disabled={!account.enabled || undefined}>
      <td>
        {account.name} {me && <span className="badge">{words.users.you}</span>}
        {!account.enabled && <span className="badge">{words.users.disabled}</span>}
      </td>
      <td>
        <SelectField
          label={words.users.roleOf(account.name)}
          labelHidden
          value={account.role}
          options={optionsOf(words.users.roles)}
          disabled={me}
          onChange={(role) => change.role(role)}
        />
      </td>
      <td>
        <time dateTime={account.createdAt} title={formatExact(account.createdAt)}>
          {formatAgo(account.createdAt)}
        </time>
      </td>
      <td>
        <div className="button-row">
          <PasswordDialog account={account} />
          {!me && (
            <Button size="small" kind="quiet" onClick={change.toggle}>
              {account.enabled ? words.users.disable : words.users.enable}
            </Button>
          )}
        </div>
      </td>
    </tr>
  )
}

function useChange(account: Account) {
  const toasts = useToasts()
  const failed = (error: unknown): void => {
    toasts.show({ kind: 'error', text: words.failed(error) })
  }
  const enable = (enabled: boolean): void => {
    changeAccount(account.id, { enabled }).then(() => {
      const text = enabled ? words.users.enabledToast : words.users.disabledToast
      toasts.show({ text: text(account.name), undo: () => enable(!enabled) })
    }, failed)
  }
  return {
    role: (role: Account['role']) => void changeAccount(account.id, { role }).catch(failed),
    toggle: () => enable(!account.enabled),
  }
}
