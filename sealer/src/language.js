// The page in other languages: `languages` holds, by tag, a name, a direction, and each numbered sentence or null.
import { languages } from './languages.js'

const at = (id) => document.getElementById(id)
const numbered = () => [...document.querySelectorAll('[data-t]')]
const english = {}

/** Show the choice, when there is one, and begin with what this browser prefers. */
export const offerLanguages = () => {
  for (const each of numbered()) english[each.dataset.t] = each.innerHTML
  const tags = Object.keys(languages)
  if (!tags.length) return
  const choice = at('language')
  choice.replaceChildren(option('en', 'English'), ...tags.map((tag) => option(tag, languages[tag].name)))
  choice.addEventListener('change', () => speak(choice.value))
  at('tongues').hidden = false
  speak(preferred(tags))
}

const option = (value, textContent) => {
  const made = Object.assign(document.createElement('option'), { value, textContent, lang: value })
  made.dir = languages[value]?.direction ?? 'ltr'
  return made
}

const preferred = (tags) => {
  for (const wanted of navigator.languages ?? []) {
    const found = ['en', ...tags].find((tag) => [wanted, wanted.split('-')[0]].includes(tag))
    if (found) return found
  }
  return 'en'
}

const speak = (tag) => {
  const language = languages[tag]
  document.documentElement.lang = at('language').value = tag
  document.documentElement.dir = language?.direction ?? 'ltr'
  // The sentences come from the catalogues the page was built with, not from anything a person typed.
  for (const each of numbered()) each.innerHTML = language?.sentences[each.dataset.t] ?? english[each.dataset.t]
  document.title = at('top').textContent
}

/** Give the page the heading that a hidden sentence holds, in whatever language is chosen. */
export const retitle = (sentence) => {
  at('top').replaceChildren(...[...sentence.childNodes].map((node) => node.cloneNode(true)))
  document.title = at('top').textContent
}
