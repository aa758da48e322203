/** The list of keys, as a dialog. */
import { Dialog } from '../components/dialog.tsx'
import { strings } from '../strings.ts'
import { KeyboardList } from './keyboard-list.tsx'
import { showKeys, useLayout } from './layout-store.ts'

export function KeysDialog() {
  const open = useLayout((layout) => layout.keys)
  return (
    <Dialog open={open} onClose={() => showKeys(false)} title={strings.nav.keys}>
      <KeyboardList />
    </Dialog>
  )
}
