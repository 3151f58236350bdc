import { PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { PreferencesCard } from './preferences-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SessionsCard } from './sessions-card.tsx';

/** The user's own profile, how the portal looks and reads, and where they are signed in. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        <Stack hasGutter>
          <StackItem>
            <ProfileCard />
          </StackItem>
          <StackItem>
            <PreferencesCard />
          </StackItem>
          <StackItem>
            <SessionsCard />
          </StackItem>
        </Stack>
      </PageSection>
    </>
  );
}
