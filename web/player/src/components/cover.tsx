/** A cover. Where there is no art (or it fails to load) it draws a pattern of its own from the name, never a grey square. */
import { useState } from 'react'
import type { Image } from '../player/track.ts'
import { patternOf } from './cover-pattern.ts'

export interface CoverProps {
  images?: Image[] | undefined
  name: string
  /** Side in pixels, or `fill` for the width of its box. */
  size?: number | 'fill' | undefined
  /** Artists are round. */
  round?: boolean | undefined
  /** Loads at once: for what is seen first. */
  eager?: boolean | undefined
  /** A view transition name, so that it flies from page to page. */
  transition?: string | undefined
}

/** The smallest image that is sharp at this size. */
export function imageFor(images: Image[], pixels: number): string | null {
  const wide = [...images].sort((a, b) => (a.width ?? 640) - (b.width ?? 640))
  return (wide.find((image) => (image.width ?? 640) >= pixels) ?? wide.at(-1))?.url ?? null
}

export function Cover({ images = [], name, size = 'fill', round, eager, transition }: CoverProps) {
  const url = imageFor(images, (size === 'fill' ? 220 : size) * 1.5)
  const [state, setState] = useState<{ url: string | null; failed: boolean; ready: boolean }>({
    url,
    failed: false,
    ready: false,
  })
  if (state.url !== url) setState({ url, failed: false, ready: false })
  const shown = url && !state.failed
  return (
    <span
      className="cover"
      data-round={round || undefined}
      style={{
        ...(size === 'fill' ? {} : { width: size, height: size }),
        ...(transition ? { viewTransitionName: transition } : {}),
      }}
    >
      {(!shown || !state.ready) && <Pattern name={name} faint={Boolean(shown)} />}
      {shown && (
        <img
          src={url}
          alt=""
          draggable={false}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          onLoad={() => setState({ url, failed: false, ready: true })}
          onError={() => setState({ url, failed: true, ready: false })}
        />
      )}
    </span>
  )
}

function Pattern({ name, faint }: { name: string; faint: boolean }) {
  const { hue, bars, tilt } = patternOf(name)
  return (
    <svg
      className="cover-pattern"
      data-faint={faint || undefined}
      viewBox="0 0 64 64"
      aria-hidden="true"
      style={{ '--hue': hue } as React.CSSProperties}
    >
      <rect className="cover-ground" width="64" height="64" />
      <g transform={`rotate(${tilt} 32 32)`}>
        {bars.map((height, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change places
            key={index}
            className={index % 2 ? 'cover-beat' : 'cover-rest'}
            x={4 + index * 7}
            y={32 - height / 2}
            width="4.5"
            height={height}
            rx="2.25"
          />
        ))}
      </g>
    </svg>
  )
}
