/**
 * How long a track was really heard: the sum of stretches between a start and a stop on the track's own clock. Pauses and
 * waiting add nothing, and a seek closes one stretch and opens another, so what was jumped over adds nothing either.
 */
export interface Listening {
  /** Sound begins or goes on at this position (seconds). */
  begin(position: number): void
  /** Sound stops, or a seek leaves from here. */
  end(position: number): void
  /** Milliseconds heard, up to this position of a running stretch. */
  heardMs(position: number): number
}

export function createListening(heardBeforeMs = 0): Listening {
  let heard = heardBeforeMs / 1000
  let from: number | null = null
  const stretch = (position: number) => (from === null ? 0 : Math.max(0, position - from))
  return {
    begin(position) {
      if (from === null) from = position
    },
    end(position) {
      heard += stretch(position)
      from = null
    },
    heardMs: (position) => Math.round((heard + stretch(position)) * 1000),
  }
}
