// Signed notes and the keys that sign them (specs/signed-note.md): type 01, Ed25519 over the text, which rosters carry.
import { ed25519 } from '@noble/curves/ed25519.js'
import { digest, fromBase64, hex, utf8 } from './bytes.js'

const ED25519 = 1
const MOST_SIGNATURES = 100

/** A public key from its text form, or null. */
export const parseVkey = (text) => {
  const match = /^([^+\s\p{Cc}]{1,255})\+([0-9a-f]{8})\+(.+)$/u.exec(text)
  const key = match && fromBase64(match[3])
  if (!key || key[0] !== ED25519 || key.length !== 33) return null
  const [, name, id] = match
  const whole = digest(utf8(`${name}\n`), key)
  return hex(whole.subarray(0, 4)) === id ? { name, id, text, key: key.subarray(1) } : null
}

/** The fingerprint of a public key: 160 bits of SHA-256 over its text form, in ten groups of four. */
export const fingerprint = (verifier) => hex(digest(utf8(verifier.text))).slice(0, 40).match(/.{4}/g).join(' ')

/** The text of a note that `verifier` has signed, or null: malformed, unsigned, or with a signature that does not hold. */
export const openNote = (note, verifier) => {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n') || note.endsWith('\n\n') || /[\x00-\x09\x0b-\x1f]/.test(note)) return null
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n').map(readLine)
  if (lines.length > MOST_SIGNATURES || lines.includes(null)) return null
  const ours = lines.filter((line) => line.name === verifier.name && hex(line.data.subarray(0, 4)) === verifier.id)
  return ours.length && ours.every((line) => holds(line, text, verifier)) ? text : null
}

const readLine = (line) => {
  const match = /^— ([^\s+]+) (\S+)$/u.exec(line)
  const data = match && fromBase64(match[2])
  return data && data.length > 4 ? { name: match[1], data } : null
}

const holds = (line, text, verifier) => {
  const signature = line.data.subarray(4)
  try {
    return signature.length === 64 && ed25519.verify(signature, utf8(text), verifier.key, { zip215: false })
  } catch {
    return false
  }
}
