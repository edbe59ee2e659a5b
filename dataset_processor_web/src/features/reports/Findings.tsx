import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '@/lib/format';
import { ColumnLink } from './ColumnLink';
import type { Finding, Level } from './findings';
import { PlaceLink } from './PlaceLink';
import { PLACES } from './places';
import classes from './reports.module.css';
import { Section } from './Section';

const FEW = 10;
const STEP = 100;

const WORDS: Record<Level, string> = { problem: 'Problem', check: 'Check', note: 'Note' };

function FindingItem({ finding }: { finding: Finding }) {
  return (
    <li className={classes.finding}>
      <span className={classes.level} data-level={finding.level}>
        {WORDS[finding.level]}
      </span>
      <span>
        {finding.column === null ? (
          <PlaceLink place={finding.place}>{PLACES[finding.place]}</PlaceLink>
        ) : (
          <ColumnLink name={finding.column} fit="start" />
        )}
        : {finding.sentence}
      </span>
    </li>
  );
}

/** What to look at, worst first: ten, then as many as wished. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const [shown, setShown] = useState(FEW);
  const left = findings.length - shown;
  const more = left <= STEP ? `Show all ${formatNumber(findings.length)}` : `Show ${STEP} more of ${formatNumber(findings.length)}`;
  return (
    <Section place="findings" aside={`(${formatNumber(findings.length)})`} panel>
      {findings.length === 0 ? (
        <Text c="dimmed">Nothing stands out: no gaps, no copies, no outliers, no warnings.</Text>
      ) : (
        <ol className={classes.findings}>
          {findings.slice(0, shown).map((finding) => (
            <FindingItem key={finding.id} finding={finding} />
          ))}
        </ol>
      )}
      {findings.length > FEW && (
        <Group gap="xs">
          {left > 0 && (
            <Button variant="default" size="xs" onClick={() => setShown(shown + STEP)}>
              {more}
            </Button>
          )}
          {shown > FEW && (
            <Button variant="default" size="xs" onClick={() => setShown(FEW)}>
              Show the first {FEW}
            </Button>
          )}
        </Group>
      )}
    </Section>
  );
}
