import { PageSection } from '@patternfly/react-core';
import { SearchIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../components/link-button.tsx';
import { StateEmpty } from '../components/state-empty.tsx';
import { useDocumentTitle } from '../components/use-document-title.ts';
import { paths } from '../paths.ts';

/** A URL that leads nowhere, or to what this user may not see. */
export default function NotFoundPage() {
  const { t } = useTranslation('common');
  useDocumentTitle(t('notFound.title'));
  return (
    <PageSection>
      <StateEmpty
        title={t('notFound.title')}
        icon={SearchIcon}
        headingLevel="h1"
        action={<LinkButton to={paths.root}>{t('notFound.action')}</LinkButton>}
      >
        {t('notFound.body')}
      </StateEmpty>
    </PageSection>
  );
}
