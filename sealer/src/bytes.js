// Bytes and their text forms.
import { sha256 } from '@noble/hashes/sha2.js'

const encoder = new TextEncoder()

export const utf8 = (text) => encoder.encode(text)

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

export const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0)
  return whole
}

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at])

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes))

/** Strict: padded, no foreign characters, no stray bits; null for anything else. */
export const fromBase64 = (text) => {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4) return null
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : null
}

export const digest = (...parts) => sha256(joined(...parts))
