import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

interface Props {
  title: string;
  /** In front of the document's title alone: "42%". */
  prefix?: string | undefined;
}

/** The one h1 of a page. Names the document, takes the focus when one was elsewhere before, and begins at the top after a link. */
export function PageTitle({ title, prefix }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  const type = useNavigationType();
  const arrival = useRef({ first: key === 'default', byLink: type !== NavigationType.Pop });

  useEffect(() => {
    document.title = `${prefix === undefined ? '' : `${prefix} · `}${title} · Dataset Processor`;
  }, [title, prefix]);

  useEffect(() => {
    const { first, byLink } = arrival.current;
    // After Back and Forward one reads on where one was (useScrollPlace).
    if (byLink) window.scrollTo(0, 0);
    if (!first) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: 'none', overflowWrap: 'anywhere' }}>
      <bdi>{title}</bdi>
    </Title>
  );
}
