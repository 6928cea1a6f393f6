// Envelopes (specs/envelope.md): files, submission.json and padding in a ZIP, pushed piece by piece through age.
import { sha256 } from '@noble/hashes/sha2.js'
import { Encrypter } from 'age-encryption'
import { hex, toBase64, utf8 } from './bytes.js'
import { DistinctNames } from './names.js'
import { overhead, ZipWriter } from './zip.js'

const MINIMUM = 16 * 1024
const PIECE = 1 << 20
const ANY_TYPE = 'application/octet-stream'
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/

/** The smallest Padmé length that is at least `length` (specs/padding.md). Exact to 2^53. */
export const padme = (length) => {
  if (length < 2) return length
  const exponent = BigInt(length).toString(2).length - 1
  const unit = 2 ** (exponent - exponent.toString(2).length)
  return Math.ceil(length / unit) * unit
}

/** submission.json: sorted keys, no spaces. */
export const submissionJson = ({ message, answers = {}, channel = '', received, recipient, mailboxSecret }, files) =>
  utf8(
    JSON.stringify({
      answers: Object.fromEntries(Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1))),
      channel,
      files: files.map(({ member, name, size, sha256, mediaType }) => ({ media_type: mediaType, member, name, sha256, size })),
      mailbox_secret: mailboxSecret ? toBase64(mailboxSecret) : null,
      message,
      received,
      reply_recipient: recipient ?? null,
      version: 1,
    }),
  )

/**
 * The plaintext of an envelope in pieces. `files`: objects with name, type, size and `stream()`. `told` gets each file
 * that is through: name, size, sha256. `seen` is called with how many bytes have been read.
 */
export async function* plaintext(draft, files, told = [], seen = () => {}) {
  const zip = new ZipWriter()
  const names = new DistinctNames()
  for (const file of files) {
    const name = names.take(file.name)
    const member = `files/${name}`
    const hash = sha256.create()
    let size = 0
    yield zip.begin(member)
    for await (const piece of piecesOf(file)) {
      hash.update(piece)
      size += piece.length
      yield zip.add(piece)
      seen(piece.length)
    }
    if (size !== (file.size ?? size)) throw new Error('unreadable')
    yield zip.end()
    told.push({ member, name, size, sha256: hex(hash.digest()), mediaType: mediaType(file.type) })
  }
  yield zip.begin('submission.json')
  yield zip.add(submissionJson(draft, told))
  yield zip.end()
  // The length so far leaves out the padding's own records, which are part of what is padded.
  const bare = zip.lengthIfFinished + overhead('padding')
  yield zip.begin('padding')
  for (let left = padme(Math.max(bare, MINIMUM)) - bare; left > 0; left -= PIECE) {
    yield zip.add(new Uint8Array(Math.min(left, PIECE)))
  }
  yield zip.end()
  yield zip.finish()
}

async function* piecesOf(file) {
  const reader = file.stream().getReader()
  for (let next = await nextOf(reader); !next.done; next = await nextOf(reader)) yield next.value
}

/** Browsers differ in what they call a file that went away or changed while it was read. */
const nextOf = async (reader) => {
  try {
    return await reader.read()
  } catch {
    throw new Error('unreadable')
  }
}

const mediaType = (untrusted) => {
  const text = (untrusted ?? '').split(';')[0].trim().toLowerCase()
  return MEDIA_TYPE.test(text) ? text : ANY_TYPE
}

/**
 * The envelope, sealed to `recipients` in their order, as a Blob. It goes to the browser's own store as a stream, so that
 * the page holds a few pieces at most. Chromium loses what comes as many small Blobs, from some 400 MB on.
 */
export const seal = async (recipients, pieces) => {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  let fault = null
  const source = new ReadableStream({
    async pull(controller) {
      try {
        const next = await pieces.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      } catch (error) {
        fault = error
        throw error
      }
    },
  })
  try {
    const sealed = await new Response(await encrypter.encrypt(source), { headers: { 'content-type': ANY_TYPE } }).blob()
    await requireHeld(sealed)
    return sealed
  } catch (error) {
    throw fault ?? error // what Response makes of a file that cannot be read says nothing
  }
}

/** Look before the file is offered: a browser whose store overflowed would save nothing. */
const requireHeld = async (sealed) => {
  try {
    for (const start of [0, Math.floor(sealed.size / 2), sealed.size - 1]) {
      await sealed.slice(start, start + 1).arrayBuffer()
    }
  } catch {
    throw new Error('too-much')
  }
}
