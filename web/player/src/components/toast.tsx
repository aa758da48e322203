/** Short messages at the bottom that go by themselves, with undo where something was done. */
import { X } from 'lucide-react'
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import { strings } from '../strings.ts'
import { Button, IconButton } from './button.tsx'

export interface ToastOptions {
  text: string
  /** Takes back what was done. */
  undo?: (() => void) | undefined
  kind?: 'info' | 'error' | undefined
}

interface Toasts {
  show(options: ToastOptions): void
}

interface Shown extends ToastOptions {
  id: number
}

const shownMax = 3
const visibleMs = { plain: 4_000, undo: 8_000 }
const ToastContext = createContext<Toasts>({ show: () => undefined })

export const useToasts = (): Toasts => use(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([])
  const nextId = useRef(0)
  const dismiss = useCallback((id: number) => setShown((old) => old.filter((t) => t.id !== id)), [])
  const toasts = useMemo<Toasts>(
    () => ({
      show(options) {
        const id = nextId.current++
        setShown((old) => [...old.slice(1 - shownMax), { ...options, id }])
        setTimeout(() => dismiss(id), options.undo ? visibleMs.undo : visibleMs.plain)
      },
    }),
    [dismiss],
  )
  return (
    <ToastContext value={toasts}>
      {children}
      <section className="toasts" aria-live="polite" aria-label={strings.toasts.region}>
        {shown.map((toast) => (
          <div className="toast" data-kind={toast.kind} key={toast.id}>
            <span>{toast.text}</span>
            {toast.undo && (
              <Button
                kind="quiet"
                size="small"
                onClick={() => {
                  toast.undo?.()
                  dismiss(toast.id)
                }}
              >
                {strings.toasts.undo}
              </Button>
            )}
            <IconButton
              size="small"
              label={strings.toasts.dismiss}
              icon={<X />}
              onClick={() => dismiss(toast.id)}
            />
          </div>
        ))}
      </section>
    </ToastContext>
  )
}
