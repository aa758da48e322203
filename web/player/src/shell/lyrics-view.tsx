/** The words of what plays; where lines have times, the sung one stands out and a click goes there. */
import { MicVocal } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLyrics } from '../api/catalog-queries.ts'
import { SkeletonText } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { usePlayer } from '../player/use-player.ts'
import { strings } from '../strings.ts'

interface Line {
  timeMs: number
  text: string
}

/** The line that is sung at this time; -1 before the first. */
export function lineAt(lines: Line[], timeMs: number): number {
  let found = -1
  for (const [index, line] of lines.entries()) if (line.timeMs <= timeMs) found = index
  return found
}

export function LyricsView() {
  const id = usePlayer((player) => player.current?.id)
  const { data, error, isPending, refetch } = useLyrics(id)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (id && isPending) {
    return [72, 56, 84, 40, 66].map((width) => <SkeletonText key={width} width={`${width}%`} />)
  }
  if (!data) {
    return (
      <EmptyState
        icon={<MicVocal />}
        title={strings.player.noLyrics}
        text={strings.player.noLyricsText}
      />
    )
  }
  return data.lines.length > 0 ? (
    <TimedLyrics lines={data.lines} />
  ) : (
    <p className="lyrics-plain">{data.text}</p>
  )
}

function TimedLyrics({ lines }: { lines: Line[] }) {
  const active = usePlayer((player) => lineAt(lines, player.position * 1000 + 150))
  const seek = usePlayer((player) => player.seek)
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const line = list.current?.children[active]
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    line?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' })
  }, [active])
  return (
    <ol className="lyrics" ref={list}>
      {lines.map((line, index) => (
        <li
          key={`${line.timeMs}-${line.text}`}
          data-state={index === active ? 'now' : index < active ? 'past' : undefined}
        >
          <button type="button" onClick={() => seek(line.timeMs / 1000)}>
            {line.text || '♪'}
          </button>
        </li>
      ))}
    </ol>
  )
}
