import { Kbd, Modal, Table } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { usePreferences } from '@/lib/preferences';
import { TYPED_INTO } from '@/lib/typedInto';

const KEYS = [
  { key: '/', does: 'Go to the filter of this page' },
  { key: 'u', does: 'Upload' },
  { key: '?', does: 'Show these keys' },
  { key: 'Esc', does: 'Close what is open' },
];

/** Single keys for what is done often; none while typing, none when switched off. */
export function Shortcuts() {
  const { shortcuts } = usePreferences();
  const navigate = useNavigate();
  const [listed, setListed] = useState(false);

  useEffect(() => {
    if (!shortcuts) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') setListed(true);
      else if (event.key === 'u') void navigate('/upload');
      else if (event.key === '/') focusFilter(event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [shortcuts, navigate]);

  return (
    <Modal opened={listed} onClose={() => setListed(false)} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Table aria-label="Keys">
        <Table.Tbody>
          {KEYS.map(({ key, does }) => (
            <Table.Tr key={key}>
              <Table.Td w={64}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

/** A list to choose from goes to what begins with the letter. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(`${TYPED_INTO}, select, [role=dialog]`) !== null;
}

function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLElement>('[data-shortcut=filter]');
  if (filter === null) return;
  event.preventDefault();
  filter.focus();
}
