import { Card, CardBody, CardHeader, CardTitle, Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { StatusLabel } from '../../components/status-label.tsx';
import { useProviderKind } from '../../components/use-provider-kind.ts';
import { paths } from '../../paths.ts';
import { ProviderAdvice } from './provider-advice.tsx';
import { ProviderFacts } from './provider-facts.tsx';
import type { ProviderHealth } from './queries.ts';
import { stateOf } from './state-of.ts';

const classKeys = { local: 'class.local', cloud: 'class.cloud' } as const;

/** One provider: its state in a word, what to do where it fails, and its figures. */
export function ProviderCard({ provider }: { provider: ProviderHealth }) {
  const { t } = useTranslation('admin-health');
  const kindOf = useProviderKind();
  return (
    <Card>
      <CardHeader
        actions={{ actions: <StatusLabel status={stateOf(provider)} />, hasNoOffset: true }}
        hasWrap
      >
        <CardTitle component="h2">
          <Link to={paths.adminProvider(provider.id)}>
            <bdi>{provider.name}</bdi>
          </Link>
        </CardTitle>
        <Content component="small">
          <bdi>{kindOf(provider.kind)}</bdi> · {t(classKeys[provider.class])}
        </Content>
      </CardHeader>
      <CardBody>
        <ProviderAdvice provider={provider} />
        <ProviderFacts provider={provider} />
      </CardBody>
    </Card>
  );
}
