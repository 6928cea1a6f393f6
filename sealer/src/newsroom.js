// The newsroom's file (specs/sealer.md): its root key, and the notes that key must stand behind: whom it followed
// (specs/succession.md), and last its roster (specs/roster.md).
import { openNote, parseVkey } from './note.js'
import { lineage } from './succession.js'

const MOST_DESKS = 64
const LARGEST = 9 * 1024 * 1024
const NOTE = /^(?=amparo\/(?:succession|root-revocation|roster)\/v1$)/m

/**
 * What a newsroom's file says: `roots` from the first to the present one, `name` and `desks`.
 * Throws an Error whose message is a key of the page's sentences: not-newsroom, swapped, or revoked.
 */
export const readNewsroom = (untrustedText) => {
  const text = `${untrustedText.replace(/\r\n/g, '\n').trim()}\n`
  const [, line, rest] = /^amparo\/newsroom\/v1\nroot ([^\n]+)\n\n([^]*)$/.exec(text) ?? []
  const root = line && parseVkey(line)
  if (!root || text.length > LARGEST) throw new Error('not-newsroom')
  const notes = rest.split(NOTE)
  const signed = openNote(notes.pop(), root)
  const roots = signed === null ? null : lineage(notes, root)
  if (!roots) throw new Error('swapped')
  if (roots.at(-1).revoked) throw new Error('revoked')
  return { roots, ...readRoster(signed) }
}

/** A roster's text: the newsroom's name, and of each desk its name and its recipient on each day. */
const readRoster = (text) => {
  const [, name, rest] =
    /^amparo\/roster\/v1\nnewsroom ([^\n]{1,400})\nissued \d{4}-\d\d-\d\d [1-9]\d{0,5}\n([^]+)$/.exec(text) ?? []
  if (!name) throw new Error('not-newsroom')
  const desks = rest.split(/^(?=desk )/m).map(readDesk)
  const kinds = new Set(desks.flatMap((desk) => [...desk.days.values()].map((each) => each.startsWith('age1pq1'))))
  if (desks.length > MOST_DESKS || !ascends(desks.map((desk) => desk.name)) || kinds.size !== 1) {
    throw new Error('not-newsroom')
  }
  return { name, desks }
}

const readDesk = (block) => {
  const [, name, lines] =
    /^desk ([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)\napi [^\n]+\n((?:\d{4}-\d\d-\d\d age1[a-z0-9]+\n)+)$/.exec(block) ?? []
  if (!name) throw new Error('not-newsroom')
  const days = lines.trimEnd().split('\n').map((line) => line.split(' '))
  if (!ascends(days.map(([day]) => day))) throw new Error('not-newsroom')
  return { name, days: new Map(days) }
}

const ascends = (texts) => texts.every((text, at) => !at || text > texts[at - 1])

/** The recipients of a day (YYYY-MM-DD), one a desk; null when any desk has none: no desk is left out, no old key used. */
export const recipientsOn = (newsroom, day) => {
  const found = newsroom.desks.map((desk) => desk.days.get(day))
  return found.includes(undefined) ? null : found
}

/** The last day that every desk has a key for. */
export const lastDay = (newsroom) => newsroom.desks.map((desk) => [...desk.days.keys()].at(-1)).sort()[0]

/** Whether a root with this fingerprint (by `print`) leads to the present one, with none revoked from there on. */
export const leadsHere = (newsroom, wanted, print) => {
  const from = newsroom.roots.findIndex((root) => print(root) === wanted)
  return from >= 0 && !newsroom.roots.slice(from).some((root) => root.revoked)
}
