// Runs inside a page (see desk_audit.py) and answers a list of what is wrong with it.
() => {
  const found = []
  const textOf = (ids) =>
    (ids || '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join('').trim()
  const isSeen = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.closest('[aria-hidden=true]')
  const nameOf = (element) =>
    element.getAttribute('aria-label')?.trim() || textOf(element.getAttribute('aria-labelledby')) || element.title?.trim()
  const where = (element) => `${element.tagName.toLowerCase()}#${element.id}.${String(element.className).slice(0, 40)}`
  const labelOf = (input) => [...(input.labels ?? [])].map((label) => label.textContent.trim()).join('')

  for (const input of document.querySelectorAll('input:not([type=hidden]), select, textarea, [contenteditable=true]')) {
    if (isSeen(input) && !nameOf(input) && !labelOf(input)) found.push(`no label: ${where(input)}`)
  }
  for (const button of document.querySelectorAll('button, a[href], [role=button], [role=tab], [role=menuitem]')) {
    const hasText = button.textContent.trim() || button.querySelector('img[alt]:not([alt=""])')
    if (isSeen(button) && !nameOf(button) && !hasText) found.push(`no name: ${where(button)} in ${where(button.parentElement)}`)
  }
  for (const image of document.querySelectorAll('img:not([alt])')) {
    if (isSeen(image)) found.push(`no alternative text: ${image.src}`)
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id).filter(Boolean)
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`id used twice: ${id}`)
  if (!document.documentElement.lang) found.push('the page names no language')
  if (!document.title) found.push('the page has no title')

  const overflow = document.documentElement.scrollWidth - window.innerWidth
  if (overflow > 0) {
    const sticksOut = (element) => element.getBoundingClientRect().right > window.innerWidth + 1
    const wide = [...document.querySelectorAll('main *, header *')].find(
      (element) => sticksOut(element) && !element.closest('.overflow-x-auto, .overflow-auto, .action-bar'),
    )
    found.push(`the page is ${overflow}px too wide: ${wide ? where(wide) : 'unknown element'}`)
  }
  return found
}
