/**
 * Text as search sees it: lower case, without accents and punctuation, as words. The same for what is stored and what
 * is asked, so that the database compares plain words and no input can be an operator.
 */

/** Letters that Unicode does not take apart into a base and an accent. */
const special: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
}
const specialPattern = new RegExp(`[${Object.keys(special).join('')}]`, 'g')
const accents = /\p{M}+/gu
const apostrophes = /['’‘`´]/g
const initialDots = /(?<=(?:^|[^\p{L}\p{N}])\p{L}(?:\.\p{L})*)\.(?=\p{L}(?:[^\p{L}\p{N}]|$))/gu
/** Scripts without spaces: each character is a word. */
const characterWords = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu
/** Control characters too: PostgreSQL takes no NUL. */
const blanks = /[\s\p{C}]+/u
const separators = /[^\p{L}\p{N}]+/gu

const textLengthMax = 500
const wordLengthMax = 60

/**
 * Words of a text in order, each at most 60 characters; of the first 500 characters. Names without any letter (`!!!`,
 * `÷`) are their own word.
 */
export function wordsOf(text: string): string[] {
  const start = text.slice(0, textLengthMax)
  const folded = start
    .toWellFormed()
    .normalize('NFKD')
    .replace(accents, '')
    .toLowerCase()
    .replace(specialPattern, (letter) => special[letter] ?? letter)
    .replace(apostrophes, '')
    .replace(initialDots, '')
    .replace(characterWords, ' $& ')
    .normalize('NFC')
  const words = folded.split(separators).filter(Boolean)
  if (words.length === 0) words.push(...start.toWellFormed().split(blanks).filter(Boolean))
  return words.map((word) => word.slice(0, wordLengthMax).toWellFormed())
}

const articles = new Set(['the', 'a', 'an'])

/** What names are compared and sorted by: their words, without an article at the beginning. */
export function keyOf(words: readonly string[]): string {
  const withoutArticle = words.length > 1 && articles.has(words[0] as string)
  return (withoutArticle ? words.slice(1) : words).join(' ')
}

const joinedLengthMax = 24

/** Distinct words to find something by; short names also as one word, so that `acdc` finds AC/DC. */
export function indexWords(name: readonly string[], others: readonly string[]): string[] {
  const joined = name.join('')
  const asOne = name.length > 1 && name.length <= 3 && joined.length <= joinedLengthMax
  return [...new Set([...name, ...others, ...(asOne ? [joined] : [])])]
}
