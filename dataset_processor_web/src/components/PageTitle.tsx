import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

interface Props {
  title: string;
  /** In front of the document's title alone: "42%". */
  prefix?: string | undefined;
}

/** The one h1 of a page. Names the document, and takes the focus when a link led here. */
export function PageTitle({ title, prefix }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  const arrivedByLink = useRef(key !== 'default');

  useEffect(() => {
    document.title = `${prefix === undefined ? '' : `${prefix} · `}${title} · Dataset Processor`;
  }, [title, prefix]);

  useEffect(() => {
    if (!arrivedByLink.current) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: 'none', overflowWrap: 'anywhere' }}>
      {title}
    </Title>
  );
}
