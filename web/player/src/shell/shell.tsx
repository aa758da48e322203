/** Rail, content, panel and player bar; on phones tabs and a mini player. */
import { Outlet } from '@tanstack/react-router'
import { strings } from '../strings.ts'

export function Shell() {
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {strings.skipToContent}
      </a>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
