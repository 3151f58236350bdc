import { Grid, GridItem, PageSection } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { PasswordCard } from './password-card.tsx';
import { PlanCard } from './plan-card.tsx';
import { PreferencesCard } from './preferences-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { TextsCard } from './texts-card.tsx';

/** The user's own profile, how the portal looks and reads, and where they are signed in. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        <Grid hasGutter>
          <GridItem span={12} xl={6}>
            <ProfileCard />
          </GridItem>
          <GridItem span={12} xl={6}>
            <PreferencesCard />
          </GridItem>
          <GridItem span={12} xl={6}>
            <PasswordCard />
          </GridItem>
          <GridItem span={12} xl={6}>
            <PlanCard />
          </GridItem>
          <GridItem span={12}>
            <TextsCard />
          </GridItem>
          <GridItem span={12}>
            <SessionsCard />
          </GridItem>
        </Grid>
      </PageSection>
    </>
  );
}
