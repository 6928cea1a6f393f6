// Safe names (specs/envelope.md): any name made a harmless one, and no two that a file system may take for one.
// Characters are judged by Unicode 14, the oldest a desk knows: older desks refuse a name with a character they do not know.
import other from '@unicode/unicode-14.0.0/General_Category/Other/ranges.mjs'
import { utf8 } from './bytes.js'

const MOST_BYTES = 180
const LONGEST_EXTENSION = 24
const MARK = 12
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g
const RESERVED = /[<>:"|?*]/g
const listed = other.map(({ begin, end }) => `\\u{${begin.toString(16)}}-\\u{${(end - 1).toString(16)}}`).join('')
const UNWANTED = new RegExp(`[${listed}\\u2028\\u2029]`, 'gu')
const DEVICE = /^(con|prn|aux|nul|clock\$|con[iıİ]n\$|conout\$|(com|lpt)[0-9¹²³])[ .]*(\.|$)/iu

/** A harmless name from any name at all, the same one for the same input. */
export const safeName = (untrusted) => {
  for (let text = untrusted.toWellFormed?.() ?? untrusted; ; ) {
    const cleaned = clean(text)
    if (cleaned === text) return text
    text = cleaned
  }
}

const clean = (text) => {
  text = text.replace(/[/\\]+$/, '').split(/[/\\]/).at(-1).normalize('NFC')
  text = text.replace(CONTROL, '_').replace(UNWANTED, '').replace(/\p{Zs}/gu, ' ').replace(RESERVED, '_')
  text = text.replace(/^[ .~-]+/, '').replace(/[ .]+$/, '')
  if (DEVICE.test(text)) text = `_${text}`
  const [stem, extension] = split(text)
  return cut(stem, MOST_BYTES - size(extension)) + extension || 'unnamed'
}

const size = (text) => utf8(text).length

const split = (text) => {
  const dot = text.lastIndexOf('.')
  return dot <= 0 || size(text.slice(dot + 1)) > LONGEST_EXTENSION ? [text, ''] : [text.slice(0, dot), text.slice(dot)]
}

/** As many whole characters as fit in `most` bytes of UTF-8. */
const cut = (text, most) => {
  let left = most
  let end = 0
  for (const character of text) {
    left -= size(character)
    if (left < 0) break
    end += character.length
  }
  return text.slice(0, end)
}

/** Equal for names that a file system may take for one. Coarser than full case folding, never finer. */
export const keyOf = (name) => {
  const flat = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()
  return flat.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** Gives out names of which no two are one to any file system. */
export class DistinctNames {
  #taken = new Set()
  #next = new Map()

  take(untrusted) {
    const name = safeName(untrusted)
    const found = this.#taken.has(keyOf(name)) ? this.#numbered(name) : name
    this.#taken.add(keyOf(found))
    return found
  }

  #numbered(name) {
    const series = keyOf(number(name, 0))
    for (let at = this.#next.get(series) ?? 2; ; at += 1) {
      const found = number(name, at)
      if (this.#taken.has(keyOf(found))) continue
      this.#next.set(series, at + 1)
      return found
    }
  }
}

const number = (name, at) => {
  const [stem, extension] = split(name)
  return safeName(`${cut(stem, MOST_BYTES - MARK - size(extension))} (${at})${extension}`)
}
