import { PageSection } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { paths } from '../../paths.ts';

/** What auditors see at the address of a form: they read everything and change nothing. */
export function OnlyAdmins() {
  const { t } = useTranslation('admin-models');
  return (
    <PageSection>
      <StateEmpty
        title={t('onlyAdminsTitle')}
        action={<LinkButton to={paths.adminModels}>{t('onlyAdminsAction')}</LinkButton>}
      >
        {t('onlyAdminsBody')}
      </StateEmpty>
    </PageSection>
  );
}
