import { html } from '../format/html'
import { documentHtml } from './page-html'

/** A page that says one thing. */
export const noticeHtml = (title: string, text: string, link: { href: string; text: string } | null = null): string =>
  documentHtml(
    title,
    null,
    html`<main><h1>${title}</h1><p class="lead">${text}</p>${link === null ? null : html`<p><a href="${link.href}">${link.text}</a></p>`}</main>`,
  )

/** A page that asks before it does something: opening a link changes nothing. */
export const questionHtml = (title: string, text: string, button: string): string =>
  documentHtml(
    title,
    null,
    html`<main><h1>${title}</h1><p class="lead">${text}</p><form method="post"><button>${button}</button></form></main>`,
  )

/** The same for an address that never was, was taken back or is not open yet. */
export const noSuchPageHtml = (): string =>
  noticeHtml('There is no such page.', 'What was here is gone, or the address has a mistake in it.')
