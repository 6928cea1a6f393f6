// The newsroom's file (specs/sealer.md): its root key and its roster (specs/roster.md), which that key must have signed.
import { openNote, parseVkey } from './note.js'

const MOST_DESKS = 64
const LARGEST = 8 * 1024 * 1024

/** Root and roster of a newsroom's file. Throws an Error whose message is a key of the page's sentences. */
export const readNewsroom = (text) => {
  if (text.length > LARGEST) throw new Error('not-newsroom')
  const [, line, note] = /^amparo\/newsroom\/v1\nroot ([^\n]+)\n\n([^]*)$/.exec(text.replace(/\r\n/g, '\n').trimStart()) ?? []
  const root = line && parseVkey(line)
  if (!root) throw new Error('not-newsroom')
  const signed = openNote(`${note.trimEnd()}\n`, root)
  if (signed === null) throw new Error('swapped')
  return { root, ...readRoster(signed) }
}

/** A roster's text: the newsroom's name, and of each desk its name and its recipient on each day. */
export const readRoster = (text) => {
  const [, name, rest] = /^amparo\/roster\/v1\nnewsroom ([^\n]{1,400})\nissued \d{4}-\d\d-\d\d [1-9]\d{0,5}\n([^]+)$/.exec(text) ?? []
  if (!name) throw new Error('not-newsroom')
  const desks = rest.split(/^(?=desk )/m).map(readDesk)
  const names = desks.map((desk) => desk.name)
  const kinds = new Set(desks.flatMap((desk) => [...desk.days.values()].map((each) => each.startsWith('age1pq1'))))
  if (desks.length > MOST_DESKS || names.some((each, at) => at && each <= names[at - 1]) || kinds.size !== 1) {
    throw new Error('not-newsroom')
  }
  return { name, desks }
}

const readDesk = (block) => {
  const [, name, lines] = /^desk ([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)\napi [^\n]+\n((?:\d{4}-\d\d-\d\d age1[a-z0-9]+\n)+)$/.exec(block) ?? []
  if (!name) throw new Error('not-newsroom')
  const days = lines.trimEnd().split('\n').map((line) => line.split(' '))
  if (days.some(([day], at) => at && day <= days[at - 1][0])) throw new Error('not-newsroom')
  return { name, days: new Map(days) }
}

/** The recipients of a day (YYYY-MM-DD), one a desk; null when any desk has none: no desk is left out, no old key used. */
export const recipientsOn = (newsroom, day) => {
  const found = newsroom.desks.map((desk) => desk.days.get(day))
  return found.includes(undefined) ? null : found
}

/** The last day that every desk has a key for. */
export const lastDay = (newsroom) => newsroom.desks.map((desk) => [...desk.days.keys()].at(-1)).sort()[0]
