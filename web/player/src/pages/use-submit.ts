/** A form that is sent once at a time and says what went wrong. */
import { type FormEvent, useState } from 'react'
import { words } from './strings.ts'

export interface Submit {
  busy: boolean
  error: string | undefined
  submit: (event: FormEvent<HTMLFormElement>) => void
}

export function useSubmit(send: (form: FormData) => Promise<void>): Submit {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const run = async (form: FormData): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await send(form)
    } catch (failure) {
      setError(words.failed(failure))
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    error,
    submit: (event) => {
      event.preventDefault()
      if (!busy) void run(new FormData(event.currentTarget))
    },
  }
}
