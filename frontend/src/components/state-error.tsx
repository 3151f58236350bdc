import {
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
} from '@patternfly/react-core';
import { ExclamationCircleIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../api/api-error.ts';
import { RequestId } from './request-id.tsx';
import { useErrorText } from './use-error-text.ts';

type Props = {
  error: unknown;
  onRetry?: () => unknown;
  /** The page's own sentence for an error that it knows. */
  text?: string;
};

/** What happened, what to do, retry, and the request id to hand on. */
export function StateError({ error, onRetry, text }: Props) {
  const { t } = useTranslation('common');
  const errorText = useErrorText();
  const requestId = isApiError(error) ? error.requestId : null;
  return (
    <EmptyState
      status="danger"
      icon={ExclamationCircleIcon}
      titleText={t('error.title')}
      headingLevel="h2"
      variant="sm"
    >
      <EmptyStateBody>{text ?? errorText(error)}</EmptyStateBody>
      <EmptyStateFooter>
        {onRetry && (
          <EmptyStateActions>
            <Button variant="secondary" onClick={() => void onRetry()}>
              {t('error.retry')}
            </Button>
          </EmptyStateActions>
        )}
        {requestId && <RequestId value={requestId} />}
      </EmptyStateFooter>
    </EmptyState>
  );
}
