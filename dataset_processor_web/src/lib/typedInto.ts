/** Fields that take text, as a selector. */
export const TYPED_INTO = 'input:not([type=checkbox], [type=radio], [type=file]), textarea, [contenteditable]';
