/** Characters that cannot be seen, made visible. Pure. */

export interface Piece {
  text: string;
  /** The name of the character that stands behind the mark; null for plain text. */
  hidden: string | null;
}

const MARKS: Record<string, [mark: string, name: string]> = {
  ' ': ['␠', 'space'],
  '\t': ['⇥', 'tab'],
  '\n': ['⏎', 'line break'],
  '\r': ['␍', 'carriage return'],
  '\u00a0': ['⍽', 'no-break space'],
  '\u200b': ['[ZWSP]', 'zero width space'],
  '\u200e': ['[LRM]', 'left-to-right mark'],
  '\u200f': ['[RLM]', 'right-to-left mark'],
  '\ufeff': ['[BOM]', 'byte order mark'],
};

// Spaces count at an end or beside another; the joiner stays, emoji and scripts are made with it.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const HIDDEN = /^ +| +$| {2,}|[\u0000-\u001f\u007f-\u00a0\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

function markCharacter(character: string): Piece {
  const [mark, name] = MARKS[character] ?? [];
  if (mark !== undefined && name !== undefined) return { text: mark, hidden: name };
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { text: `[U+${code}]`, hidden: `character U+${code}` };
}

/** The text cut into what is seen as it is and marks for what is not. */
export function splitHidden(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(HIDDEN)) {
    if (index > end) pieces.push({ text: text.slice(end, index), hidden: null });
    pieces.push(...Array.from(found, markCharacter));
    end = index + found.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hidden: null });
  return pieces;
}

export function hasHidden(text: string): boolean {
  return splitHidden(text).some((piece) => piece.hidden !== null);
}
