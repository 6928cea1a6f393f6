// A second implementation of specs/*.md, written from the pages alone and held against specs/vectors.
// node second_implementation.mjs VECTORS NODE_MODULES: prints how many values agreed; any that does not ends it.
import assert from 'node:assert/strict'
import crypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import zlib from 'node:zlib'

const [folder, modules] = process.argv.slice(2)
const load = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'))
const from = (path) => import(pathToFileURL(`${modules}/${path}`).href)
const { argon2id } = await from('@noble/hashes/argon2.js')
const { bech32 } = await from('@scure/base/index.js')
const age = await from('age-encryption/dist/index.js')

const counts = {}
const same = (topic, got, wanted) => {
  assert.deepEqual(got, wanted, topic)
  counts[topic] = (counts[topic] ?? 0) + 1
}
const unhex = (text) => Buffer.from(text, 'hex')
const unpack = (parts) => Buffer.concat(parts.map((p) => (typeof p === 'number' ? Buffer.alloc(p) : unhex(p))))
const sha256 = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts.map((p) => Buffer.from(p)))).digest()

// padding.md
const bits = (n) => BigInt(n.toString(2).length)
const padme = (length) => {
  if (length < 2n) return length
  const e = bits(length) - 1n
  const mask = (1n << (e - bits(e))) - 1n
  return (length + mask) & ~mask
}
// The numbers beyond 2^53 are read as text: JSON.parse would round them.
for (const [, length, padded] of readFileSync(`${folder}/padding.json`, 'utf8').matchAll(/"length": (\d+),\s*"padded": (\d+)/g)) {
  same('padding', padme(BigInt(length)), BigInt(padded))
}

// passphrase.md, "The code": five coefficients, multiplied by x, reduced by the modulus
const field = (p, modulus) => {
  const digits = (value) => [0, 1, 2, 3, 4].map((k) => Math.floor(value / p ** k) % p)
  const timesX = (a) => [0, ...a.slice(0, 4)].map((c, k) => (((c - a[4] * modulus[k]) % p) + p) % p)
  return (symbols) => symbols.reduce((sum, s) => timesX(sum).map((c, k) => (c + digits(s)[k]) % p), [0, 0, 0, 0, 0])
}
const two = field(2, [1, 0, 1, 0, 0])
const three = field(3, [1, 2, 0, 0, 0])
const fits = (indices) => [...two(indices.map((i) => i % 32)), ...three(indices.map((i) => Math.floor(i / 32)))].every((c) => c === 0)
const passphrase = load('passphrase')
for (const { indices } of passphrase.valid) {
  same('passphrase', fits(indices), true)
  for (let place = 0; place < 7; place += 1) {
    const other = indices.with(place, (indices[place] + 4001) % 7776)
    same('passphrase', fits(other), false)
  }
}

// passphrase.md, "Keys"
const keys = passphrase.keys
const salt = sha256('amparo/passphrase/v1\n', keys.root_vkey)
const master = Buffer.from(argon2id(keys.words, salt, { m: 19456, t: 2, p: 1, dkLen: 32, version: 0x13 }))
same('keys', master.toString('hex'), keys.argon2id)
const hkdf = (info) => Buffer.from(crypto.hkdfSync('sha256', master, Buffer.alloc(0), info, 32))
const seed = hkdf('amparo/passphrase/v1 age identity')
same('keys', bech32.encodeFromBytes('age-secret-key-pq-', seed).toUpperCase(), keys.identity_secret)
same('keys', await age.identityToRecipient(keys.identity_secret), keys.recipient)
same('keys', hkdf('amparo/passphrase/v1 mailbox secret').toString('hex'), keys.mailbox_secret)

// envelope.md: the whole ZIP made anew from the files and the texts
const sorted = (value) =>
  Array.isArray(value) ? value.map(sorted)
  : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((k) => [k, sorted(value[k])]))
  : value
const le = (...fields) =>
  Buffer.concat(fields.map(([size, value]) => {
    const out = Buffer.alloc(size)
    if (size === 8) out.writeBigUInt64LE(BigInt(value))
    else out.writeUIntLE(value, 0, size)
    return out
  }))
const LATER = [4, 0xffffffff]
const zip = (members) => {
  const out = []
  const directory = []
  let offset = 0
  for (const [name, data] of members) {
    const raw = Buffer.from(name)
    const crc = zlib.crc32(data)
    const shared = [[2, 0x0808], [2, 0], [2, 0], [2, 0x21]]
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'), le([2, 45], ...shared, [4, 0], LATER, LATER, [2, raw.length], [2, 20]),
      raw, le([2, 1], [2, 16], [8, 0], [8, 0])])
    const descriptor = Buffer.concat([Buffer.from('PK\x07\x08'), le([4, crc], [8, data.length], [8, data.length])])
    directory.push(Buffer.concat([
      Buffer.from('PK\x01\x02'), le([2, 0x032d], [2, 45], ...shared, [4, crc], LATER, LATER, [2, raw.length], [2, 28],
        [2, 0], [2, 0], [2, 0], [4, (0o100600 << 16) >>> 0], LATER),
      raw, le([2, 1], [2, 24], [8, data.length], [8, data.length], [8, offset])]))
    out.push(local, data, descriptor)
    offset += local.length + data.length + descriptor.length
  }
  const lines = Buffer.concat(directory)
  const count = members.length
  return Buffer.concat([...out, lines,
    Buffer.from('PK\x06\x06'), le([8, 44], [2, 0x032d], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, lines.length], [8, offset]),
    Buffer.from('PK\x06\x07'), le([4, 0], [8, offset + lines.length], [4, 1]),
    Buffer.from('PK\x05\x06'), le([2, 0], [2, 0], [2, 0xffff], [2, 0xffff], LATER, LATER, [2, 0])])
}
for (const made of load('envelope').cases) {
  const files = made.files.map((file) => [file, unpack(file.data)])
  const submission = JSON.stringify(sorted({
    version: 1, message: made.message, answers: made.answers, channel: made.channel, received: made.received,
    reply_recipient: made.reply_recipient,
    mailbox_secret: made.mailbox_secret && unhex(made.mailbox_secret).toString('base64'),
    files: files.map(([file, data]) => ({
      member: `files/${file.name}`, name: file.name, size: data.length, sha256: sha256(data).toString('hex'),
      media_type: file.media_type }))
  }))
  const members = [...files.map(([file, data]) => [`files/${file.name}`, data]), ['submission.json', Buffer.from(submission)]]
  const bare = zip([...members, ['padding', Buffer.alloc(0)]]).length
  const length = Number(padme(BigInt(Math.max(bare, 16384))))
  const whole = zip([...members, ['padding', Buffer.alloc(length - bare)]])
  same('envelope', whole.length, made.plaintext_length)
  same('envelope', sha256(whole).toString('hex'), made.plaintext_sha256)
}

// signed-note.md and tlog-cosignature
const SPKI = { 1: '302a300506032b6570032100', 4: '302a300506032b6570032100', 6: '30820532300b06096086480165030403110382052100' }
const vkeyOf = (text) => {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text)
  const key = Buffer.from(encoded, 'base64')
  const type = key[0]
  assert.equal(sha256(name, '\n', key).subarray(0, 4).toString('hex'), id)
  const spki = Buffer.concat([unhex(SPKI[type]), key.subarray(1)])
  return { name, id, type, key: () => crypto.createPublicKey({ key: spki, format: 'der', type: 'spki' }) }
}
const opaque = (text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)])
const u64 = (value) => { const out = Buffer.alloc(8); out.writeBigUInt64BE(BigInt(value)); return out }
const signedBytes = (verifier, text, time) => {
  if (verifier.type === 1) return Buffer.from(text)
  if (verifier.type === 4) return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`)
  const [origin, size, root] = text.split('\n')
  return Buffer.concat([Buffer.from('subtree/v1\n\0'), opaque(verifier.name), u64(time), opaque(origin), u64(0), u64(size), Buffer.from(root, 'base64')])
}
const openNote = (note, vkey) => {
  // A note that is not canonical is refused before any signature is looked at.
  if (/[\x00-\x09\x0b-\x1f]/.test(note) || !note.endsWith('\n')) return null
  const end = note.lastIndexOf('\n\n')
  if (end < 0) return null
  const text = note.slice(0, end + 1)
  const verifier = vkeyOf(vkey)
  let opened = null
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const match = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line)
    if (!match || Buffer.from(match[2], 'base64').toString('base64') !== match[2]) return null
    const data = Buffer.from(match[2], 'base64')
    if (match[1] !== verifier.name || data.subarray(0, 4).toString('hex') !== verifier.id) continue
    const time = verifier.type === 1 ? null : Number(data.readBigUInt64BE(4))
    const signature = data.subarray(verifier.type === 1 ? 4 : 12)
    if (!crypto.verify(null, signedBytes(verifier, text, time), verifier.key(), signature)) return null
    opened ??= { text, time }
  }
  return opened
}
const notes = load('signed-note')
for (const { vkey, note, timestamp } of notes.opens) same('signed-note', openNote(note, vkey)?.time, timestamp)
for (const { vkey, note } of notes.refused) same('signed-note', openNote(note, vkey), null)

// roster.md
const roster = load('roster')
const days = {}
for (const line of openNote(roster.note, roster.root_vkey).text.split('\n')) {
  const epoch = /^(\d{4}-\d\d-\d\d) (age1\S+)$/.exec(line)
  if (epoch) (days[epoch[1]] ??= []).push(epoch[2])
}
for (const [day, recipients] of Object.entries(roster.recipients_on)) same('roster', days[day], recipients)

// mailbox.md
const mailbox = load('mailbox')
for (const { desk, index, token, tag } of mailbox.cases) {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(index)
  const message = Buffer.concat([Buffer.from('amparo/mailbox/v1 token\0'), opaque(desk), number])
  const made = crypto.createHmac('sha256', unhex(mailbox.mailbox_secret)).update(message).digest()
  same('mailbox', made.toString('hex'), token)
  same('mailbox', sha256('amparo/mailbox/v1 tag\0', made).toString('hex'), tag)
}

// reply.md, opened by npm's age-encryption
const reply = load('reply')
const sealed = Buffer.from(reply.sealed.base64, 'base64')
same('reply', sealed.length, reply.reply_size)
const decrypter = new age.Decrypter()
decrypter.addIdentity(reply.identity)
const plain = Buffer.from(await decrypter.decrypt(new Uint8Array(sealed)))
const head = /^amparo\/reply\/v1\nmessage [0-9a-f]{16}\npart 1 1\nday \d{4}-\d\d-\d\d\nlength (\d{4})\n\n/.exec(plain.toString('latin1'))
same('reply', plain.subarray(head[0].length, head[0].length + Number(head[1])).toString(), reply.sealed.text)

console.log(JSON.stringify(counts))
