/** Where a command writes: answers to stdout, everything said to a person to stderr. */
export type Terminal = {
  /** One line of the answer. */
  answer(line: string): void
  /** The one JSON document of `--json`. */
  json(document: unknown): void
  /** A remark for the person at the keyboard. */
  say(line: string): void
  readonly interactive: boolean
}

export const processTerminal: Terminal = {
  answer: (line) => void process.stdout.write(`${line}\n`),
  json: (document) => void process.stdout.write(`${JSON.stringify(document)}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
  interactive: process.stderr.isTTY === true,
}
