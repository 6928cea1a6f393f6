// Successions of the root key (specs/succession.md): whom a newsroom's root follows, and whether one was revoked.
import { openNote, parseVkey } from './note.js'

const MOST = 64
const SUCCESSION = /^amparo\/succession\/v1\nissued (\d{4}-\d\d-\d\d)\nold ([^\n]+)\nnew ([^\n]+)\n$/
const REVOCATION = /^amparo\/root-revocation\/v1\nissued \d{4}-\d\d-\d\d\nroot ([^\n]+)\n$/

/** The roots from the founder to `root`, each with whether it was revoked; null when the notes do not lead there. */
export const lineage = (notes, root) => {
  const read = notes.map((note) => succession(note) ?? revocation(note))
  if (read.length > MOST || read.includes(null)) return null
  const steps = read.filter((each) => each.heir)
  const keys = [...steps.map((each) => each.old), root]
  const follows = steps.every(({ heir, issued }, at) => heir.text === keys[at + 1].text && (!at || issued >= steps[at - 1].issued))
  if (!follows || new Set(keys.map((key) => key.text)).size !== keys.length) return null
  const revoked = new Set(read.flatMap((each) => (each.revoked ? [each.revoked.text] : [])))
  return keys.map((key) => ({ ...key, revoked: revoked.has(key.text) }))
}

const succession = (note) => {
  const [text, issued, ...keys] = SUCCESSION.exec(textOf(note)) ?? []
  const [old, heir] = keys.map(parseVkey)
  return old && heir && [old, heir].every((key) => openNote(note, key) === text) ? { issued, old, heir } : null
}

const revocation = (note) => {
  const [text, key] = REVOCATION.exec(textOf(note)) ?? []
  const revoked = key && parseVkey(key)
  return revoked && openNote(note, revoked) === text ? { revoked } : null
}

const textOf = (note) => note.slice(0, note.lastIndexOf('\n\n') + 1)
