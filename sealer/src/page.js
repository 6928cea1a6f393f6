// The page itself: reads the form, says what is wrong, seals, offers the result. It asks nothing of any network.
import { plaintext, seal } from './envelope.js'
import { offerLanguages, retitle } from './language.js'
import { fingerprint } from './note.js'
import { lastDay, leadsHere, readNewsroom, recipientsOn } from './newsroom.js'
import { generate, read } from './passphrase.js'
import { derive } from './source_keys.js'

const MOST_MESSAGE = 1024 * 1024
const MOST_FILES = 10_000
const at = (id) => document.getElementById(id)
const random = (count) => crypto.getRandomValues(new Uint8Array(count))
const day = () => new Date().toISOString().slice(0, 10)

const words = generate(random)
let newsroom = null

/** What stops us, named by a key of the page's sentences. */
class Fault extends Error {}

const sentence = (key) => [...at('sentences').children].find((each) => each.dataset.for.split(' ')[0] === key)

const complain = (error) => {
  const found = sentence(error.message) ?? sentence('broken')
  const place = found.dataset.for.split(' ')[1]
  at('error-text').textContent = found.textContent
  at('error-link').href = `#${place}`
  show('error')
  for (const field of document.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid')
  at(place).setAttribute('aria-invalid', 'true')
  at('error').focus()
}

const show = (id, shown = true) => {
  at(id).hidden = !shown
}

const human = (size) => {
  const units = ['kB', 'MB', 'GB', 'TB']
  if (size < 1000) return `${size} B`
  let value = size
  let unit = ''
  while (value >= 999.5) [value, unit] = [value / 1000, units.shift()]
  return `${value.toFixed(value >= 99.5 ? 0 : 1)} ${unit}`
}

const learn = (text) => {
  show('error', false)
  show('known', false)
  at('compared').checked = false
  newsroom = null
  const found = readNewsroom(text)
  at('newsroom-name').textContent = found.name
  at('fingerprint').textContent = fingerprint(found.roots.at(-1))
  for (const id of ['earlier-term', 'earlier-prints']) show(id, found.roots.length > 1)
  at('earlier-prints').textContent = found.roots.slice(0, -1).map(fingerprint).join(', ')
  at('today').textContent = day()
  at('last-day').textContent = lastDay(found)
  if (!recipientsOn(found, day())) throw new Fault('no-day')
  newsroom = found
  show('known')
}

const attempt = (work) => async (event) => {
  try {
    await work(event)
  } catch (error) {
    complain(error)
  }
}

const which = () => document.querySelector('input[name=which]:checked').value

const chosenWords = () => {
  if (which() === 'none') return null
  const typed = read(at('typed').value)
  if (which() === 'earlier') {
    if (!typed) throw new Fault('mistyped')
    return typed
  }
  if (typed !== words) throw new Fault('typed-differs')
  return words
}

const bare = (text) => text.replace(/[\s:]/g, '').toLowerCase()

const checkNewsroom = () => {
  if (!newsroom) throw new Fault('no-newsroom')
  const printed = bare(at('printed').value)
  if (printed && !leadsHere(newsroom, printed, (root) => bare(fingerprint(root)))) throw new Fault('other-fingerprint')
  if (!printed && !at('compared').checked) throw new Fault('not-compared')
  const recipients = recipientsOn(newsroom, day())
  if (!recipients) throw new Fault('no-day')
  return recipients
}

const chosen = () => {
  const message = at('message').value.replace(/\r\n/g, '\n').trim()
  const files = [...at('files').files]
  if (!message && !files.length) throw new Fault('empty')
  if (message.length > MOST_MESSAGE) throw new Fault('long-message')
  if (files.length > MOST_FILES) throw new Fault('many-files')
  return { message: message.toWellFormed?.() ?? message, files }
}

const submit = async (event) => {
  event.preventDefault()
  show('error', false)
  const recipients = checkNewsroom()
  const passphrase = chosenWords()
  const { message, files } = chosen()
  show('form', false)
  show('working')
  at('working-heading').focus()
  try {
    await painted()
    await finish(recipients, passphrase, message, files)
  } catch (error) {
    show('form')
    throw error
  } finally {
    show('working', false)
  }
}

const painted = () => new Promise((resolve) => setTimeout(resolve, 50))

const finish = async (recipients, passphrase, message, files) => {
  // The first root of the line is the salt, so that a change of keys changes no passphrase.
  const keys = passphrase ? await derive(passphrase, newsroom.roots[0].text) : {}
  const whole = files.reduce((sum, file) => sum + file.size, 0)
  const told = []
  let done = 0
  const seen = (count) => {
    done += count
    at('progress').value = whole ? done / whole : 0
  }
  const draft = { message, received: day(), recipient: keys.recipient, mailboxSecret: keys.mailboxSecret }
  offer(await seal(recipients, plaintext(draft, files, told, seen)), message, told, passphrase)
}

const offer = (sealed, message, told, passphrase) => {
  at('save').href = URL.createObjectURL(sealed)
  at('sealed-size').textContent = human(sealed.size)
  at('done-newsroom').textContent = newsroom.name
  show('has-message', Boolean(message))
  show('has-no-message', !message)
  show('has-no-files', !told.length)
  show('then-words', Boolean(passphrase))
  at('listed').replaceChildren(...told.map(line))
  retitle(at('done-title'))
  at('form').reset()
  show('done')
  at('top').focus()
}

const line = ({ name, size, sha256 }) => {
  const [item, isolated, digest] = ['li', 'bdi', 'span'].map((tag) => document.createElement(tag))
  isolated.dir = 'ltr'
  isolated.textContent = name
  digest.className = 'hash'
  digest.dir = 'ltr'
  digest.textContent = `SHA-256 ${sha256}`
  item.append(isolated, `, ${human(size)}`, digest)
  return item
}

const choose = () => {
  show('new-words', which() === 'fresh')
  show('typed-field', which() !== 'none')
  show('typed-fresh', which() === 'fresh')
  show('typed-earlier', which() === 'earlier')
}

at('words').replaceChildren(
  ...words.split(' ').map((word) => Object.assign(document.createElement('li'), { textContent: word })),
)
at('newsroom').addEventListener('change', attempt(async () => at('newsroom').files[0] && learn(await at('newsroom').files[0].text())))
at('pasted').addEventListener('change', attempt(() => at('pasted').value.trim() && learn(at('pasted').value)))
at('which').addEventListener('change', choose)
at('form').addEventListener('submit', attempt(submit))
at('again').addEventListener('click', () => location.reload())
show('no-script', false)
offerLanguages()
at('form').reset()
choose()
