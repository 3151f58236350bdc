import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useEndpoint } from '../../api/settings.ts';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { CodeSample } from '../../components/code-sample.tsx';
import { anyModelName, demoModelName } from '../../components/code-samples.ts';

/** A call that works when pasted: the real endpoint, and a model that the account may call. */
export function CallToPaste({ accountId }: { accountId: string }) {
  const { t } = useTranslation('home');
  const endpoint = useEndpoint();
  const { data: subscriptions } = useQuery(subscriptionsQuery(accountId));
  const callable = subscriptions
    ?.filter(({ status }) => status === 'active')
    .map(({ modelName }) => modelName);
  const modelName = callable?.find((name) => name === demoModelName) ?? callable?.[0];
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('paste.title')}</CardTitle>
      <CardBody>
        <Content component="p">{modelName ? t('paste.body') : t('paste.bodyNoModel')}</Content>
        <CodeSample endpoint={endpoint} modelName={modelName ?? anyModelName} />
      </CardBody>
    </Card>
  );
}
