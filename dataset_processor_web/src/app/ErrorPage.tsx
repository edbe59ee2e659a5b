import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { PageTitle } from '@/components/PageTitle';

interface State {
  error: Error | null;
}

/** Catches what a screen throws while it is drawn, a part that could not be fetched among it. */
export class ErrorPage extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const outdated = /dynamically imported module|Importing a module script|preload CSS/i.test(error.message);
    return (
      <Stack align="flex-start" role="alert">
        <PageTitle title={outdated ? 'This part of the page could not be fetched' : 'This page has broken'} />
        <Text>
          {outdated
            ? 'The server may have been updated, or cannot be reached. Loading the page anew helps in most cases.'
            : 'That is a defect of ours. Nothing that was uploaded is lost.'}
        </Text>
        <Code block maw="100%" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {error.message}
        </Code>
        <Group>
          <Button onClick={() => window.location.reload()}>Load the page anew</Button>
          <Button variant="default" component="a" href="/">
            All datasets
          </Button>
        </Group>
      </Stack>
    );
  }
}
