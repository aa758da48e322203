/** The demo album: music for those who have none at hand. */
import { Sparkles } from 'lucide-react'
import { useState } from 'react'
import { addDemoAlbum } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { useToasts } from '../components/toast.tsx'
import { words } from './strings.ts'

export function DemoAlbum() {
  return (
    <section className="box box-row" aria-label={words.import.demo}>
      <div>
        <h2>{words.import.demo}</h2>
        <p className="quiet">{words.import.demoText}</p>
      </div>
      <DemoButton />
    </section>
  )
}

export function DemoButton({ onStarted }: { onStarted?: () => void }) {
  const toasts = useToasts()
  const [busy, setBusy] = useState(false)
  const start = async (): Promise<void> => {
    setBusy(true)
    try {
      await addDemoAlbum()
      if (onStarted) onStarted()
      else toasts.show({ text: words.import.demoStarted })
    } catch (error) {
      toasts.show({ kind: 'error', text: words.failed(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={<Sparkles />} busy={busy} onClick={() => void start()}>
      {words.actions.demo}
    </Button>
  )
}
