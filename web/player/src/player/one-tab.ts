/** Music plays in one tab at a time: the tab that begins asks the others to pause. */
import { player } from './player.ts'

export function startOneTab(): () => void {
  if (!('BroadcastChannel' in window)) return () => undefined
  const channel = new BroadcastChannel('backbeat.player')
  channel.onmessage = () => player.get().playing && player.get().pause()
  let wasPlaying = false
  const stop = player.subscribe(() => {
    const { playing } = player.get()
    if (playing && !wasPlaying) channel.postMessage('playing')
    wasPlaying = playing
  })
  return () => {
    stop()
    channel.close()
  }
}
