// What the seven words open (specs/passphrase.md, "Keys"): the age identity replies are sealed to, and the mailbox secret.
import { argon2id } from '@noble/hashes/argon2.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bech32 } from '@scure/base'
import { identityToRecipient } from 'age-encryption'
import { digest, utf8 } from './bytes.js'

/** The recipient for replies (age1pq1…) and the mailbox secret (32 bytes) of these words at this newsroom. */
export const derive = async (words, rootVkey) => {
  const salt = digest(utf8('amparo/passphrase/v1\n'), utf8(rootVkey))
  const master = argon2id(utf8(words), salt, { m: 19456, t: 2, p: 1, dkLen: 32, version: 0x13 })
  const expand = (purpose) => hkdf(sha256, master, undefined, utf8(`amparo/passphrase/v1 ${purpose}`), 32)
  const identity = bech32.encodeFromBytes('age-secret-key-pq-', expand('age identity')).toUpperCase()
  return { recipient: await identityToRecipient(identity), mailboxSecret: expand('mailbox secret') }
}
