/** Says that there is no connection, and what still works. */
import { CloudOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { strings } from '../strings.ts'

function subscribe(listener: () => void) {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  if (online) return null
  return (
    <div className="banner" role="status">
      <CloudOff />
      {strings.errors.offline}
    </div>
  )
}
