/** A labelled choice from a short list, by the browser's own select. */
import { type ReactNode, useId } from 'react'

export interface SelectFieldProps<T extends string> {
  label: string
  value: T
  options: { value: T; label: string }[]
  onChange: (value: T) => void
  labelHidden?: boolean
  disabled?: boolean
  hint?: ReactNode
}

export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { label, value, options, onChange, labelHidden, disabled, hint } = props
  const id = useId()
  return (
    <div className="select-field">
      <label htmlFor={id} className={labelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && <p className="field-note">{hint}</p>}
    </div>
  )
}

/** Options from a table of words, in its order. */
export function optionsOf<T extends string>(
  table: Record<T, string>,
): { value: T; label: string }[] {
  return (Object.keys(table) as T[]).map((value) => ({ value, label: table[value] }))
}
