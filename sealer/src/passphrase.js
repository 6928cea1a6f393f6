// Seven words: making them, and reading them as people type them (specs/passphrase.md, "Reading").
import { words } from './words.js'
import { draw, isValid, LENGTH } from './wordcode.js'

const indexOf = new Map(words.map((word, index) => [word, index]))
const hyphened = new Map(words.filter((word) => word.includes('-')).map((word) => [word.replace('-', ' '), word]))
const LONGEST = 1000

/** A new passphrase: seven words with a space between. */
export const generate = (random) => draw(random).map((index) => words[index]).join(' ')

/** The passphrase that was typed, as listed, or null when it is none of ours. */
export const read = (typed) => {
  if (typed.length > LONGEST) return null
  const found = inList(tokens(typed))
  if (found.length !== LENGTH || found.includes(undefined)) return null
  return isValid(found) ? found.map((index) => words[index]).join(' ') : null
}

/** What was typed as a list of pieces: accents, case, hyphens and signs between words do not count. */
const tokens = (typed) =>
  typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .split(/[\s\p{Pd},;:/|+_]+/u)
    .map((piece) => piece.replace(/^\P{L}+|\P{L}+$/gu, ''))
    .filter(Boolean)

const inList = (pieces) => {
  const found = []
  for (let at = 0; at < pieces.length; at += 1) {
    const joined = hyphened.get(`${pieces[at]} ${pieces[at + 1]}`)
    if (joined) at += 1
    found.push(indexOf.get(joined ?? pieces[at]))
  }
  return found
}
