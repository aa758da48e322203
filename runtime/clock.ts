/** Time as a function, so that tests and the simulator can turn it. Milliseconds since 1970 UTC. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()
