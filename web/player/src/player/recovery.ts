/** What to do when audio fails: which failures pass, how long to wait between tries, when to give up. */

const pausesMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000]
const lastPauseMs = 30_000
/** About ten minutes of tries. */
export const triesMax = 24

/** The pause before a try (from 1), null when it is time to give up. */
export function pauseBefore(attempt: number): number | null {
  if (attempt > triesMax) return null
  return pausesMs[attempt - 1] ?? lastPauseMs
}

/** Whether a failed request may succeed later: anything but a clear no. */
export function passes(status: number | undefined): boolean {
  if (status === undefined || status === 0) return true
  return status >= 500 || status === 401 || status === 408 || status === 429
}

export type Verdict = 'again' | 'undecodable'

/**
 * Why an element refused a source (MediaError 4 says only "not supported"): asks for its first byte. A link that
 * answers holds audio this browser cannot decode; one that does not is expired or out of reach, and is asked for anew.
 */
export async function probe(url: string, fetchUrl: typeof fetch = fetch): Promise<Verdict> {
  try {
    const answer = await fetchUrl(url, { headers: { range: 'bytes=0-0' } })
    await answer.body?.cancel()
    return answer.ok ? 'undecodable' : 'again'
  } catch {
    return 'again'
  }
}
