import { TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'onBlur'> {
  /** What the address says. */
  asked: string;
  onCommit: (text: string) => void;
  /** Milliseconds without a key before what is typed goes to the address; leaving the field does not wait. */
  delay: number;
}

/**
 * A field whose value lives in the address, which follows late: after a pause, and in a transition. What is typed stays
 * until the address is changed by something else, as by a link, the Back button or "Clear".
 */
export function TextFilter({ asked, onCommit, delay, ...look }: Props) {
  const [typed, setTyped] = useState<{ text: string | null; seen: string; sent: string | null }>({ text: null, seen: asked, sent: null });
  if (typed.seen !== asked) {
    setTyped(asked === typed.sent ? { ...typed, seen: asked } : { text: null, seen: asked, sent: null });
  }
  const commit = useDebouncedCallback((text: string) => {
    setTyped((before) => ({ ...before, sent: text }));
    onCommit(text);
  }, delay);
  const given = typed.text === null;
  useEffect(() => {
    if (given) commit.cancel();
  }, [asked, given, commit]);
  return (
    <TextInput
      {...look}
      value={typed.text ?? asked}
      onBlur={() => commit.flush()}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped((before) => ({ ...before, text }));
        commit(text);
      }}
    />
  );
}
