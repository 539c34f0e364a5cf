/** What a page of ours answers with, whichever listener serves it. */
import type { Refusal } from '../base/refusal.ts'
import type { Crumb } from './components/shell.tsx'
import type { Children } from './elements.ts'

/** What is shown. */
export type Page = {
  /** Of the document; the body has its own heading. */
  readonly title: string
  readonly body: Children
  readonly crumbs?: readonly Crumb[]
  /** 200; 400 for a form that comes back with errors. */
  readonly status?: number
  /** With status 429. */
  readonly retryAfterSeconds?: number
  /** Names of scripts in `http/assets`; the page works without them. */
  readonly scripts?: readonly string[]
  /** Origins other than ours to which a form of it may lead. */
  readonly formTargets?: readonly string[]
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[]
}

/** After a change, so that going back or loading again does not repeat it; `done` is told on the page reached: `done.<key>` of the texts. */
export type Redirect = { readonly to: string; readonly done?: string; readonly cookies?: readonly string[] }

/** Bytes to be kept, such as recovery codes, whole or as they come; always as an attachment (case W5). */
export type Download = {
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Buffer | AsyncIterable<Buffer>
  /** Where it is known of bytes that come by and by: what has fewer is seen to be cut. */
  readonly length?: number
}

export type PageAnswer = Page | Redirect | Download | Refusal
