// Seven words: making them, and reading them as people type them (specs/passphrase.md, "Reading").
import { words } from './words.js'
import { draw, isValid, LENGTH } from './wordcode.js'

const indexOf = new Map(words.map((word, index) => [word, index]))
const byLetters = new Map()
for (const [index, word] of words.entries()) {
  const letters = word.replace('-', '')
  byLetters.set(letters, [...(byLetters.get(letters) ?? []), index])
}
const hyphened = new Map(words.filter((word) => word.includes('-')).map((word) => [word.replace('-', ' '), word]))
const LONGEST = 1000
const LONGEST_WORD = Math.max(...words.map((word) => word.length))

/** A new passphrase: seven words with a space between. */
export const generate = (random) => spell(draw(random))

/** The passphrase that was typed, as listed, or null when it is none of ours. */
export const read = (typed) => {
  if (typed.length > LONGEST) return null
  const pieces = tokens(typed)
  const found = inList(pieces)
  if (found.length === LENGTH && !found.includes(undefined)) return isValid(found) ? spell(found) : null
  // Words run together, or a space in the wrong place: accepted when there is exactly one way to read it.
  const ways = []
  cut(pieces.join(''), [], ways)
  return ways.length === 1 ? spell(ways[0]) : null
}

const spell = (indices) => indices.map((index) => words[index]).join(' ')

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

/** Every valid passphrase that `letters` can be cut into, up to two: more than one is none. */
const cut = (letters, before, ways) => {
  const left = LENGTH - before.length
  if (ways.length > 1 || letters.length > left * LONGEST_WORD) return
  if (!left) {
    if (!letters && isValid(before)) ways.push(before)
    return
  }
  for (let size = 1; size <= Math.min(LONGEST_WORD, letters.length); size += 1) {
    for (const index of byLetters.get(letters.slice(0, size)) ?? []) cut(letters.slice(size), [...before, index], ways)
  }
}
