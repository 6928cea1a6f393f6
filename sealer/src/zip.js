// The one shape of ZIP in an envelope (specs/envelope.md, "The ZIP"): stored members, data descriptors, ZIP64 always.
import { joined, utf8 } from './bytes.js'

const LOCAL = 50
const DESCRIPTOR = 24
const CENTRAL = 74
const END = 98
const LATER = [4, 0xffffffff]
const SHARED = [[2, 0x0808], [2, 0], [2, 0], [2, 0x21]] // flags, method, time, date: 1980-01-01

/** Bytes an archive grows by for a member of this name, besides its own. */
export const overhead = (name) => LOCAL + DESCRIPTOR + CENTRAL + 2 * utf8(name).length

/** Fields of [bytes, value], little-endian. */
const record = (magic, ...fields) => {
  const out = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, magic.length)))
  for (let at = 0; at < magic.length; at += 1) out.setUint8(at, magic.charCodeAt(at))
  fields.reduce((at, [size, value]) => {
    if (size === 8) out.setBigUint64(at, BigInt(value), true)
    else if (size === 4) out.setUint32(at, value, true)
    else out.setUint16(at, value, true)
    return at + size
  }, magic.length)
  return new Uint8Array(out.buffer)
}

const localRecord = (raw) =>
  joined(
    record('PK\x03\x04', [2, 45], ...SHARED, [4, 0], LATER, LATER, [2, raw.length], [2, 20]),
    raw,
    record('', [2, 1], [2, 16], [8, 0], [8, 0]),
  )

const centralRecord = ({ raw, crc, size, offset }) =>
  joined(
    record('PK\x01\x02', [2, 0x032d], [2, 45], ...SHARED, [4, crc], LATER, LATER, [2, raw.length], [2, 28],
      [2, 0], [2, 0], [2, 0], [4, (0o100600 << 16) >>> 0], LATER),
    raw,
    record('', [2, 1], [2, 24], [8, size], [8, size], [8, offset]),
  )

const endRecords = (count, size, offset) =>
  joined(
    record('PK\x06\x06', [8, 44], [2, 0x032d], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset]),
    record('PK\x06\x07', [4, 0], [8, offset + size], [4, 1]),
    record('PK\x05\x06', [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], LATER, LATER, [2, 0]),
  )

// CRC-32 (IEEE 802.3, reflected), eight bytes a step.
const TABLES = Array.from({ length: 8 }, () => new Uint32Array(256))
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  TABLES[0][byte] = crc
}
for (let table = 1; table < 8; table += 1) {
  for (let byte = 0; byte < 256; byte += 1) {
    const before = TABLES[table - 1][byte]
    TABLES[table][byte] = (before >>> 8) ^ TABLES[0][before & 255]
  }
}

/** The CRC-32 of what had `crc`, followed by `data`. */
export const crc32 = (data, crc = 0) => {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES
  let at = 0
  crc = ~crc
  for (; at + 8 <= data.length; at += 8) {
    const low = crc ^ (data[at] | (data[at + 1] << 8) | (data[at + 2] << 16) | (data[at + 3] << 24))
    crc = t7[low & 255] ^ t6[(low >>> 8) & 255] ^ t5[(low >>> 16) & 255] ^ t4[low >>> 24] ^
      t3[data[at + 4]] ^ t2[data[at + 5]] ^ t1[data[at + 6]] ^ t0[data[at + 7]]
  }
  for (; at < data.length; at += 1) crc = (crc >>> 8) ^ t0[(crc ^ data[at]) & 255]
  return ~crc >>> 0
}

/** Writes one archive: `begin`, `add`…, `end` for each member, then `finish`. A member's bytes the caller passes on. */
export class ZipWriter {
  #members = []
  #directory = 0
  #offset = 0
  #open = null

  /** Bytes of the whole archive if it ended now, between members. */
  get lengthIfFinished() {
    return this.#offset + this.#directory + END
  }

  begin(name) {
    this.#open = { raw: utf8(name), crc: 0, size: 0, offset: this.#offset }
    return localRecord(this.#open.raw)
  }

  add(data) {
    this.#open.crc = crc32(data, this.#open.crc)
    this.#open.size += data.length
    return data
  }

  end() {
    const { raw, crc, size } = this.#open
    this.#members.push(this.#open)
    this.#directory += CENTRAL + raw.length
    this.#offset += LOCAL + raw.length + size + DESCRIPTOR
    return record('PK\x07\x08', [4, crc], [8, size], [8, size])
  }

  finish() {
    const directory = joined(...this.#members.map(centralRecord))
    return joined(directory, endRecords(this.#members.length, directory.length, this.#offset))
  }
}
