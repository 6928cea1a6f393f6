// What the seven words open (specs/passphrase.md, "Keys"): the age identity replies are sealed to, and the mailbox secret.
import { argon2id as plainly } from '@noble/hashes/argon2.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bech32 } from '@scure/base'
import { identityToRecipient } from 'age-encryption'
import { argon2id as compiled } from 'hash-wasm'
import { digest, utf8 } from './bytes.js'

const [MEMORY, PASSES, LANES, LENGTH] = [19456, 2, 1, 32]

/** Argon2id in WebAssembly; in plain JavaScript, with the same answer, where a browser has none or will not have it. */
export const stretched = async (password, salt) => {
  const shape = { iterations: PASSES, parallelism: LANES, memorySize: MEMORY, hashLength: LENGTH, outputType: 'binary' }
  try {
    return await compiled({ password, salt, ...shape })
  } catch {
    return plainly(password, salt, { m: MEMORY, t: PASSES, p: LANES, dkLen: LENGTH, version: 0x13 })
  }
}

/** The recipient for replies (age1pq1…) and the mailbox secret (32 bytes) of these words at this newsroom. */
export const derive = async (words, rootVkey) => {
  const salt = digest(utf8('amparo/passphrase/v1\n'), utf8(rootVkey))
  const master = await stretched(utf8(words), salt)
  const expand = (purpose) => hkdf(sha256, master, undefined, utf8(`amparo/passphrase/v1 ${purpose}`), 32)
  const identity = bech32.encodeFromBytes('age-secret-key-pq-', expand('age identity')).toUpperCase()
  return { recipient: await identityToRecipient(identity), mailboxSecret: expand('mailbox secret') }
}
