/** The right panel: what plays, the queue, the words. It stays as it was left. */
import { X } from 'lucide-react'
import { IconButton } from '../components/button.tsx'
import { Tabs } from '../components/tabs.tsx'
import { strings } from '../strings.ts'
import { type PanelTab, showPanel, useLayout } from './layout-store.ts'
import { LyricsView } from './lyrics-view.tsx'
import { NowView } from './now-view.tsx'
import { QueueView } from './queue-view.tsx'

export const panelTabs: { value: PanelTab; label: string }[] = [
  { value: 'now', label: strings.player.nowPlaying },
  { value: 'queue', label: strings.player.queue },
  { value: 'lyrics', label: strings.player.lyrics },
]

export function Panel() {
  const tab = useLayout((layout) => layout.panel)
  if (!tab) return null
  return (
    <aside className="panel" aria-label={strings.player.nowPlaying}>
      <div className="panel-head">
        <Tabs label={strings.player.nowPlaying} tabs={panelTabs} value={tab} onChange={showPanel} />
        <IconButton
          size="small"
          label={strings.player.close}
          icon={<X />}
          onClick={() => showPanel(null)}
        />
      </div>
      <div className="panel-body" id="panel-body">
        <PanelView tab={tab} />
      </div>
    </aside>
  )
}

export function PanelView({ tab }: { tab: PanelTab }) {
  if (tab === 'queue') return <QueueView />
  return tab === 'lyrics' ? <LyricsView /> : <NowView />
}
