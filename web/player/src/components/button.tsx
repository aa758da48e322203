/** Buttons with words, and buttons with an icon only (which carry their words as label and tooltip). */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  size?: 'small' | 'medium' | 'large' | undefined
  icon?: ReactNode
  /** Shows that it is at work, and takes no clicks. */
  busy?: boolean | undefined
  ref?: Ref<HTMLButtonElement>
}

export function Button(props: ButtonProps) {
  const { kind = 'secondary', size = 'medium', icon, busy, children, className, ...rest } = props
  return (
    <button
      type="button"
      {...rest}
      className={`button ${className ?? ''}`}
      data-kind={kind}
      data-size={size}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
    >
      {icon}
      {children && <span>{children}</span>}
    </button>
  )
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, in words. */
  label: string
  icon: ReactNode
  /** `play` is the round accent one. */
  kind?: 'quiet' | 'solid' | 'play' | undefined
  size?: 'small' | 'medium' | 'large' | undefined
  /** For switches: pressed or not. */
  pressed?: boolean | undefined
  ref?: Ref<HTMLButtonElement>
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, kind = 'quiet', size = 'medium', pressed, className, ...rest } = props
  return (
    <button
      type="button"
      title={label}
      {...rest}
      className={`icon-button ${className ?? ''}`}
      data-kind={kind}
      data-size={size}
      aria-label={label}
      aria-pressed={pressed}
    >
      {icon}
    </button>
  )
}
