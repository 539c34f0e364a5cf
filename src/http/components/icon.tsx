/** Icons: drawn once per page as symbols, used by reference. They repeat what a word beside them says, so they are hidden from readers. */

// biome-ignore format: one line each
const DRAWINGS = {
  mark:  'M2.5 1v14M13.5 1v14M2.5 8h11M5 4.5h6M8 1v7M5 11.5c1-1 2 1 3 0s2 1 3 0',
  ok:    'M2.5 8.5l3.5 3.5 7.5-8',
  warn:  'M8 1.8l6.7 12.2H1.3zM8 6v4M8 11.2v1.4',
  bad:   'M5 1.5h6l3.5 3.5v6l-3.5 3.5H5L1.5 11V5zM5.5 5.5l5 5M10.5 5.5l-5 5',
  doubt: 'M8 1.5L14.5 8 8 14.5 1.5 8zM6 6.3c0-2.4 4-2.4 4 0 0 1.4-2 1.5-2 3M8 11v1.2',
  park:  'M1.5 1.5h13v13h-13zM6 5v6M10 5v6',
  pause: 'M1.5 8a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M6.2 5.5v5M9.8 5.5v5',
  key:   'M1.5 8a3 3 0 1 0 6 0 3 3 0 1 0-6 0M7.5 8h7M12 8v3',
  wait:  'M1.5 8a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M8 4.5V8l2.5 1.5',
  off:   'M1.5 8a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M4.5 8h7',
  lock:  'M3 7.5h10v6.5H3zM5 7.5V5a3 3 0 0 1 6 0v2.5',
  note:  'M1.5 8a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M8 7v4.5M8 4.2v1.4',
} as const

export type IconName = keyof typeof DRAWINGS

export function Sprite() {
  return (
    <svg class="sprite" aria-hidden="true" focusable="false">
      {Object.entries(DRAWINGS).map(([name, path]) => (
        <symbol key={name} id={`s-${name}`} viewBox="0 0 16 16">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  )
}

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
      <use href={`#s-${name}`} />
    </svg>
  )
}
