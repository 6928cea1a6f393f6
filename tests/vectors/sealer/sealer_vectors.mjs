// Answers a job, {topic: [arguments, ...], ...}, with what the offline page's own modules say: node THIS FOLDER < job.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const from = (name) => import(pathToFileURL(`${process.argv[2]}/${name}.js`).href)
const [words, passphrase, keys, note, newsroom, names, zip, envelope, bytes] = await Promise.all(
  ['wordcode', 'passphrase', 'source_keys', 'note', 'newsroom', 'names', 'zip', 'envelope', 'bytes'].map(from),
)
const unhex = (text) => Uint8Array.from(Buffer.from(text, 'hex'))
const unpack = (parts) => Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.alloc(part) : Buffer.from(part, 'hex'))))

const answers = {
  valid: (indices) => words.isValid(indices),
  check: (six) => words.checkWord(six),
  generate: (seed) => {
    let at = 0
    return passphrase.generate((count) => unhex(seed).subarray(at, (at += count)))
  },
  read: (typed) => passphrase.read(typed),
  keys: async (text, root) => {
    const { recipient, mailboxSecret } = await keys.derive(text, root)
    return [recipient, bytes.hex(mailboxSecret)]
  },
  // The key, and whether WebAssembly made it.
  stretched: async (password, salt, offered) => {
    const there = globalThis.WebAssembly
    let compiled = false
    const watched = new Proxy(there, { get: (of, name) => ((compiled ||= name === 'instantiate'), of[name]) })
    globalThis.WebAssembly = { offered: watched, refused: { ...there, compile: () => Promise.reject(new Error('policy')) } }[offered]
    try {
      return [bytes.hex(await keys.stretched(unhex(password), unhex(salt))), compiled]
    } finally {
      globalThis.WebAssembly = there
    }
  },
  note: (text, vkey) => {
    const verifier = note.parseVkey(vkey)
    return verifier && note.openNote(text, verifier)
  },
  fingerprint: (vkey) => note.fingerprint(note.parseVkey(vkey)),
  newsroom: (file, day) => {
    try {
      const found = newsroom.readNewsroom(file)
      return { roots: found.roots.map((root) => root.text), name: found.name, last: newsroom.lastDay(found), to: newsroom.recipientsOn(found, day) }
    } catch (error) {
      return error.message
    }
  },
  padme: (length) => envelope.padme(length),
  crc: (data) => zip.crc32(unhex(data)),
  name: (untrusted) => names.safeName(untrusted),
  distinct: (all) => {
    const given = new names.DistinctNames()
    return all.map((each) => given.take(each))
  },
  key: (name) => names.keyOf(name),
  envelope: async (made) => {
    const files = made.files.map((file) => ({ name: file.name, type: file.media_type, stream: () => new Blob([unpack(file.data)]).stream() }))
    const secret = made.mailbox_secret && unhex(made.mailbox_secret)
    const draft = { ...made, recipient: made.reply_recipient, mailboxSecret: secret }
    const pieces = []
    for await (const piece of envelope.plaintext(draft, files)) pieces.push(piece)
    const whole = bytes.joined(...pieces)
    return [whole.length, bytes.hex(bytes.digest(whole))]
  },
}

const job = JSON.parse(readFileSync(0, 'utf8'))
const out = {}
for (const [topic, calls] of Object.entries(job)) {
  out[topic] = []
  for (const call of calls) out[topic].push(await answers[topic](...call))
}
console.log(JSON.stringify(out))
