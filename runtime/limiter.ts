/** At most so many tasks at once; the others wait in order. */
export function limiter(tasksMax: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= tasksMax) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      // The place passes to the next without becoming free, so that nobody overtakes.
      if (next) next()
      else running--
    }
  }
}
