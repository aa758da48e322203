/** Text that becomes a field when pressed. Enter or leaving it keeps the change, Escape drops it. */
import { type KeyboardEvent, useState } from 'react'

export interface InlineEditProps {
  value: string
  /** What it is, for screen readers. */
  label: string
  /** Shown in place of an empty text. */
  placeholder?: string
  /** An empty text is not kept. */
  required?: boolean
  maxLength: number
  onSave: (value: string) => void
}

export function InlineEdit(props: InlineEditProps) {
  const { value, label, placeholder, required, maxLength, onSave } = props
  const [draft, setDraft] = useState<string | null>(null)
  if (draft === null) {
    return (
      <button
        type="button"
        className="inline-edit"
        data-empty={value === '' || undefined}
        title={label}
        onClick={() => setDraft(value)}
      >
        {value || placeholder}
      </button>
    )
  }
  const done = (): void => {
    const text = draft.trim()
    setDraft(null)
    if (text !== value && !(required && text === '')) onSave(text)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') done()
    if (event.key === 'Escape') setDraft(null)
    event.stopPropagation()
  }
  return (
    <input
      className="inline-edit"
      aria-label={label}
      value={draft}
      maxLength={maxLength}
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button just pressed
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={done}
      onKeyDown={onKeyDown}
    />
  )
}
