/** Starts the player. */
import '@fontsource-variable/bricolage-grotesque/opsz.css'
import '@fontsource-variable/inter'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/components.css'
import './styles/tracks.css'
import './styles/player.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startPageTransitions } from './shell/page-transitions.ts'
import { startTheme } from './shell/theme.ts'

startTheme()
startPageTransitions()

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
