/** Pages fade into each other when the path changes; a new search text or tab is the same page and shows at once. */
export const pageTransition = {
  types: ({ pathChanged }: { pathChanged: boolean }): string[] | false =>
    pathChanged ? ['page'] : false,
}

/**
 * A transition that the next navigation cuts short, or that a hidden page skips, rejects a promise that the router does
 * not hold. Nothing is wrong then, so nothing is said.
 */
export function startPageTransitions(): void {
  addEventListener('unhandledrejection', (event) => {
    const { reason } = event
    if (!(reason instanceof DOMException)) return
    const skipped = reason.name === 'AbortError' || reason.name === 'InvalidStateError'
    if (skipped && /transition/i.test(reason.message)) event.preventDefault()
  })
}
