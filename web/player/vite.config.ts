/** Builds the player into `dist`; in development it asks a server on port 4400 for everything but the player itself. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.BACKBEAT_DEV_SERVER ?? 'http://127.0.0.1:4400'
const served = [
  '/v1',
  '/app',
  '/events',
  '/audio',
  '/covers',
  '/authorize',
  '/api',
  '/oidc',
  '/.well-known',
  '/sign-in',
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false },
  server: { host: '127.0.0.1', proxy: Object.fromEntries(served.map((path) => [path, server])) },
})
