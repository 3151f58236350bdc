import { PageSection } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useDocumentTitle } from '../../components/use-document-title.ts';
import { HowItWorks } from './how-it-works.tsx';
import { LandingHero } from './landing-hero.tsx';
import { PlanCards } from './plan-cards.tsx';

/** What strangers see: what this is, how it works, what the plans give, and the way in. */
export default function LandingPage() {
  const { t } = useTranslation('landing');
  useDocumentTitle(t('tab'));
  return (
    <>
      <PageSection isWidthLimited isCenterAligned>
        <LandingHero />
      </PageSection>
      <PageSection isWidthLimited isCenterAligned>
        <HowItWorks />
      </PageSection>
      <PageSection isWidthLimited isCenterAligned>
        <PlanCards />
      </PageSection>
    </>
  );
}
