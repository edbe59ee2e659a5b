import { SimpleGrid, Stack, Text } from '@mantine/core';
import { PageTitle } from '@/components/PageTitle';
import { Part } from '@/components/Part';
import { About, Health } from '@/features/settings/About';
import { Appearance } from '@/features/settings/Appearance';

/** How the page looks and behaves for one person, and what the service is. */
export default function SettingsPage() {
  return (
    <Stack gap="lg">
      <PageTitle title="Settings" />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Part title="Preferences">
          <Appearance />
          <Text size="sm" c="dimmed">
            Kept in this browser only.
          </Text>
        </Part>
        <Stack gap="lg">
          <Part title="Health">
            <Health />
          </Part>
          <Part title="About">
            <About />
          </Part>
        </Stack>
      </SimpleGrid>
    </Stack>
  );
}
