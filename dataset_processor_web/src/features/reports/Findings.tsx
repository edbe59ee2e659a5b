import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { formatNumber, formatPercent } from '@/lib/format';
import { ColumnLink } from './ColumnLink';
import { type Finding, type Level, NULLS_WORTH_A_LOOK } from './findings';
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
        <Text c="dimmed">
          Nothing stands out: no column has {formatPercent(NULLS_WORTH_A_LOOK, 1)} or more nulls or missing keys, no row is a copy, no outlier was
          found, and reading gave no warning.
        </Text>
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
