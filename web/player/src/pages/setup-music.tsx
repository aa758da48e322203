/** Second step: where the music is. */
import { startImport } from '../api/operator-queries.ts'
import { DemoButton } from './import-demo.tsx'
import { AddFolder } from './import-folders.tsx'
import { words } from './strings.ts'

export function SetupMusic() {
  return (
    <div className="stack">
      <h2>{words.setup.musicTitle}</h2>
      <p className="quiet">{words.setup.musicText}</p>
      <AddFolder large onAdded={() => void startImport().catch(() => undefined)} />
      <p className="setup-or">
        <span>{words.setup.or}</span>
      </p>
      <div className="box-row">
        <div>
          <h3>{words.setup.demoTitle}</h3>
          <p className="quiet">{words.import.demoText}</p>
        </div>
        <DemoButton onStarted={() => undefined} />
      </div>
    </div>
  )
}
