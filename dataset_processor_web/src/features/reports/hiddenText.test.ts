import { describe, expect, it } from 'vitest';
import { hasHidden, splitHidden } from './hiddenText';

const shown = (text: string) => splitHidden(text).map((piece) => piece.text).join('');

describe('splitHidden', () => {
  it.each([
    ['plain name', 'plain name'],
    ['', ''],
    [' lead', '␠lead'],
    ['trail  ', 'trail␠␠'],
    ['two  spaces', 'two␠␠spaces'],
    ['a\tb\r\nc', 'a⇥b␍⏎c'],
    ['a\u00a0b', 'a⍽b'],
    ['\ufeffid', '[BOM]id'],
    ['x\u0000y', 'x[U+0000]y'],
    ['zero\u200bwidth', 'zero[ZWSP]width'],
    ['\u202eevil', '[U+202E]evil'],
    ['soft\u00adhyphen', 'soft[U+00AD]hyphen'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧 family'],
    ['שם עברית', 'שם עברית'],
    ['<script>', '<script>'],
  ])('shows %j as %j', (text, marks) => {
    expect(shown(text)).toBe(marks);
  });

  it('names what stands behind a mark', () => {
    expect(splitHidden('a\t')).toEqual([
      { text: 'a', hidden: null },
      { text: '⇥', hidden: 'tab' },
    ]);
  });
});

describe('hasHidden', () => {
  it.each([
    ['plain name', false],
    [' padded', true],
    ['a\u200bb', true],
  ])('of %j is %s', (text, hidden) => {
    expect(hasHidden(text)).toBe(hidden);
  });
});
