/** Ears hear loudness by ratios: the cube makes half the slider sound about half as loud. */
export const gainOf = (volume: number): number => Math.min(1, Math.max(0, volume)) ** 3
