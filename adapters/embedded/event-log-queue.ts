/** What waits for a group commit, with a bound on the bytes that it and the groups under way hold. */
export interface SubmissionQueue<J extends { bytes: number }> {
  /** Resolves when there is room; in order of calls. */
  admit(bytes: number): Promise<void>
  push(job: J): void
  /** Takes the next job if it is the first or fits. */
  take(bytesLeft: number): J | undefined
  /** Gives back the room of a finished job. */
  release(bytes: number): void
  /** Resolves when this many bytes wait to be taken. */
  filled(bytes: number): Promise<void>
  length(): number
  /** Bytes that wait or are under way. */
  heldBytes(): number
}

export function createQueue<J extends { bytes: number }>(bytesMax: number): SubmissionQueue<J> {
  const jobs: J[] = []
  const admission: { bytes: number; resolve: () => void }[] = []
  let held = 0
  let waiting = 0
  let wanted = { bytes: Number.POSITIVE_INFINITY, resolve: (): void => undefined }

  const fits = (bytes: number): boolean => held === 0 || held + bytes <= bytesMax

  return {
    admit(bytes) {
      if (admission.length === 0 && fits(bytes)) {
        held += bytes
        return Promise.resolve()
      }
      return new Promise((resolve) => admission.push({ bytes, resolve }))
    },
    push(job) {
      jobs.push(job)
      waiting += job.bytes
      if (waiting >= wanted.bytes) wanted.resolve()
    },
    take(bytesLeft) {
      const next = jobs[0]
      if (!next || bytesLeft <= 0) return undefined
      waiting -= next.bytes
      return jobs.shift()
    },
    release(bytes) {
      held -= bytes
      for (let next = admission[0]; next && fits(next.bytes); next = admission[0]) {
        held += next.bytes
        admission.shift()
        next.resolve()
      }
    },
    filled(bytes) {
      if (waiting >= bytes) return Promise.resolve()
      return new Promise((resolve) => {
        wanted = { bytes, resolve }
      })
    },
    length: () => jobs.length,
    heldBytes: () => held,
  }
}
