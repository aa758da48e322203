// Runs before the first paint, so that nothing is shown in the wrong theme; src/shell/theme.ts takes over from here.
const kept = localStorage.getItem('backbeat.theme')
const light = matchMedia('(prefers-color-scheme: light)').matches
document.documentElement.dataset.theme =
  kept === 'light' || kept === 'dark' ? kept : light ? 'light' : 'dark'
