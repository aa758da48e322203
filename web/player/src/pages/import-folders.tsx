/** The folders that music is read from. */
import { FolderOpen, Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { addFolder, removeFolder, startImport, useFolders } from '../api/operator-queries.ts'
import { Button, IconButton } from '../components/button.tsx'
import { SkeletonText } from '../components/skeleton.tsx'
import { ErrorState } from '../components/states.tsx'
import { TextField } from '../components/text-field.tsx'
import { useToasts } from '../components/toast.tsx'
import { words } from './strings.ts'

export function ImportFolders() {
  const { data: folders, error, refetch } = useFolders()
  return (
    <section className="box" aria-label={words.import.folders}>
      <h2>{words.import.folders}</h2>
      <p className="quiet">{words.import.foldersText}</p>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!folders && !error && <SkeletonText width="40%" />}
      {folders && folders.length > 0 && (
        <ul className="folder-list">
          {folders.map(({ id, path }) => (
            <FolderRow key={id} path={path} />
          ))}
        </ul>
      )}
      <AddFolder onAdded={() => void startImport().catch(() => undefined)} />
    </section>
  )
}

function FolderRow({ path }: { path: string }) {
  const toasts = useToasts()
  const failed = (error: unknown): void => {
    toasts.show({ kind: 'error', text: words.failed(error) })
  }
  const remove = (): void => {
    removeFolder(path).then(
      () =>
        toasts.show({
          text: words.import.folderRemoved(path),
          undo: () => void addFolder(path).then(() => startImport(), failed),
        }),
      failed,
    )
  }
  return (
    <li>
      <FolderOpen aria-hidden="true" />
      <span className="path">{path}</span>
      <IconButton label={words.import.removeOf(path)} icon={<Trash2 />} onClick={remove} />
    </li>
  )
}

interface AddFolderProps {
  onAdded: () => void
  /** As the first setup shows it. */
  large?: boolean
}

/** The server checks the folder and says what is wrong with it. */
export function AddFolder({ onAdded, large = false }: AddFolderProps) {
  const [path, setPath] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await addFolder(path.trim())
      setPath('')
      onAdded()
    } catch (failure) {
      setError(words.failed(failure))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="inline-form" onSubmit={(event) => void submit(event)}>
      <TextField
        label={words.import.folder}
        hint={words.import.folderHint}
        error={error}
        icon={<FolderOpen />}
        value={path}
        maxLength={4096}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setPath(event.target.value)
          setError(undefined)
        }}
      />
      <Button
        type="submit"
        kind={large ? 'primary' : 'secondary'}
        icon={<Plus />}
        busy={busy}
        disabled={path.trim() === ''}
      >
        {large ? words.setup.start : words.import.add}
      </Button>
    </form>
  )
}
