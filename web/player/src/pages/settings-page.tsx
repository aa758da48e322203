/** Settings: sound, looks, account, the keyboard, and where operators go. */
import { Link } from '@tanstack/react-router'
import { useScope } from '../api/auth.ts'
import { useStats } from '../api/catalog-queries.ts'
import { useSession } from '../api/listener-queries.ts'
import { Button } from '../components/button.tsx'
import { useLibrary } from '../library.ts'
import { usePlayer } from '../player/use-player.ts'
import { KeyboardList } from '../shell/keyboard-list.tsx'
import { type Theme, useTheme } from '../shell/theme.ts'
import { Facts } from './facts.tsx'
import { formatBytes, formatTotal } from './format.ts'
import { PasswordForm } from './password-form.tsx'
import { optionsOf, SelectField } from './select-field.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function SettingsPage() {
  usePage(words.settings.title)
  return (
    <div className="page settings">
      <h1>{words.settings.title}</h1>
      <Playback />
      <Appearance />
      <Account />
      <ThisServer />
      <section className="page-section" aria-label={words.settings.keyboard}>
        <h2>{words.settings.keyboard}</h2>
        <KeyboardList />
      </section>
    </div>
  )
}

function Playback() {
  const quality = usePlayer((player) => player.quality)
  const setQuality = usePlayer((player) => player.setQuality)
  return (
    <section className="page-section" aria-label={words.settings.playback}>
      <h2>{words.settings.playback}</h2>
      <SelectField
        label={words.settings.quality}
        value={quality}
        options={optionsOf(words.settings.qualities)}
        onChange={setQuality}
        hint={words.settings.qualityHint}
      />
    </section>
  )
}

function Appearance() {
  const [theme, setTheme] = useTheme()
  return (
    <section className="page-section" aria-label={words.settings.appearance}>
      <h2>{words.settings.appearance}</h2>
      <SelectField<Theme>
        label={words.settings.theme}
        value={theme}
        options={optionsOf(words.settings.themes)}
        onChange={setTheme}
      />
    </section>
  )
}

function Account() {
  const { user, signOut } = useLibrary()
  return (
    <section className="page-section" aria-label={words.settings.account}>
      <h2>{words.settings.account}</h2>
      <p>
        {words.settings.signedInAs} <strong>{user?.name}</strong>
      </p>
      <PasswordForm name={user?.name ?? ''} />
      <Button onClick={signOut}>{words.settings.signOut}</Button>
    </section>
  )
}

function ThisServer() {
  const stats = useStats().data
  const session = useSession().data
  const mayImport = useScope('catalog:write')
  const mayAdmin = useScope('admin')
  return (
    <section className="page-section" aria-label={words.settings.server}>
      <h2>{words.settings.server}</h2>
      <p className="quiet">
        <Facts
          of={[
            session && `Backbeat ${session.version}`,
            stats && words.count.songs(stats.tracks),
            stats && formatTotal(stats.durationMs),
            stats && formatBytes(stats.bytes),
          ]}
        />
      </p>
      <p className="link-row">
        {mayImport && <Link to="/admin/import">{words.settings.import}</Link>}
        {mayAdmin && <Link to="/admin/users">{words.settings.users}</Link>}
      </p>
    </section>
  )
}
