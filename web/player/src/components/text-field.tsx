/** A labelled input with room for a hint or what is wrong. */
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react'

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  hint?: ReactNode
  error?: string | undefined
  icon?: ReactNode
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean | undefined
  ref?: Ref<HTMLInputElement>
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, icon, labelHidden, ...rest } = props
  const id = useId()
  const note = error ?? hint
  return (
    <div className="field" data-invalid={error ? true : undefined}>
      <label htmlFor={id} className={labelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <div className="field-box">
        {icon}
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          {...rest}
        />
      </div>
      {note && (
        <p className="field-note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  )
}
