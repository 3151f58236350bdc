import { Bullseye, Spinner } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

/** The blank page while it is not yet known who is there. */
export function AppLoading() {
  const { t } = useTranslation('common');
  return (
    <Bullseye>
      <Spinner aria-label={t('loading')} />
    </Bullseye>
  );
}
