/** Starts the player. */
import '@fontsource-variable/bricolage-grotesque/standard.css'
import '@fontsource-variable/inter'
import './styles/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
