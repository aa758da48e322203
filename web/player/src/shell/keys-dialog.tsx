/** The list of keys. */
import { Dialog } from '../components/dialog.tsx'
import { strings } from '../strings.ts'
import { keyList } from './keys.ts'
import { showKeys, useLayout } from './layout-store.ts'

export function KeysDialog() {
  const open = useLayout((layout) => layout.keys)
  return (
    <Dialog open={open} onClose={() => showKeys(false)} title={strings.nav.keys}>
      <dl className="keys">
        {keyList.map(({ keys, does }) => (
          <div key={keys.join()}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
