/** Names that are no names anywhere (case F13), as one character a byte. */
// biome-ignore format: a table
export const ODD_NAMES: readonly (readonly [what: string, name: string])[] = [
  ['CR',                 'a\rb'],
  ['LF',                 'a\nb'],
  ['NUL',                'a\0b'],
  ['an escaped 0xFF',    'a\xff\xffb'],
  ['0xFF',               'a\xffb'],
  ['a backslash',        'a\\b'],
  ['UTF-8 overlong',     'a\xc0\xafb'],
  ['300 characters',     'n'.repeat(300)],
  ['an escape sequence', 'a\x1b[2Jb'],
]
