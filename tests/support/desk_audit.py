"""A small accessibility and layout audit of the screen that is open, run inside the page."""

from __future__ import annotations

from playwright.sync_api import Page

SCRIPT = """
() => {
  const found = [];
  const text = (ids) => (ids || '').split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join('').trim();
  const seen = (element) => element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
  const named = (element) => element.getAttribute('aria-label')?.trim() || text(element.getAttribute('aria-labelledby')) || element.title?.trim();
  const where = (element) => `${element.tagName.toLowerCase()}#${element.id}.${String(element.className).slice(0, 40)}`;
  for (const input of document.querySelectorAll('input, select, textarea, [contenteditable=true]')) {
    if (!seen(input) || input.type === 'hidden' || input.closest('[aria-hidden=true]')) continue;
    const label = [...(input.labels ?? [])].map((entry) => entry.textContent.trim()).join('');
    if (!named(input) && !label) found.push(`no label: ${where(input)}`);
  }
  for (const button of document.querySelectorAll('button, a[href], [role=button], [role=tab], [role=menuitem]')) {
    if (!seen(button) || button.closest('[aria-hidden=true]')) continue;
    if (!named(button) && !button.textContent.trim() && !button.querySelector('img[alt]:not([alt=""])')) found.push(`no name: ${where(button)} in ${where(button.parentElement)}`);
  }
  for (const image of document.querySelectorAll('img:not([alt])')) if (seen(image)) found.push(`no alt: ${image.src}`);
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id).filter((id) => id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`id twice: ${id}`);
  if (!document.documentElement.lang) found.push('no lang');
  if (!document.title) found.push('no title');
  const overflow = document.documentElement.scrollWidth - window.innerWidth;
  if (overflow > 0) {
    const wide = [...document.querySelectorAll('#screen *, main *, header *')].find((element) => seen(element) && element.getBoundingClientRect().right > window.innerWidth + 1 && !element.closest('.overflow-x-auto, .overflow-auto, .action-bar'));
    found.push(`page is ${overflow}px too wide: ${wide ? where(wide) : '?'}`);
  }
  return found;
}
"""


def audit(page: Page) -> list[str]:
    """What is wrong with the open screen, one line each; an empty list when nothing is."""
    found: list[str] = page.evaluate(SCRIPT)
    return [f"{page.url.split('/', 3)[-1]}: {entry}" for entry in found]
