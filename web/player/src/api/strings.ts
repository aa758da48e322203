/** The words of sign-in and of the library's messages. */
const plural = new Intl.PluralRules()
const songs = (n: number): string => (plural.select(n) === 'one' ? 'song' : 'songs')

export const words = {
  playlist: 'the playlist',
  newPlaylist: (n: number) => `My playlist ${n}`,
  liked: (n: number) =>
    n === 1 ? 'Added to liked songs' : `${n} ${songs(n)} added to liked songs`,
  unliked: (n: number) =>
    n === 1 ? 'Removed from liked songs' : `${n} ${songs(n)} removed from liked songs`,
  failed: (error: unknown) => (error instanceof Error ? error.message : 'That did not work.'),
  gone: 'No longer here',
  signingIn: 'Signing in …',
}
