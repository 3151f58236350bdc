import { Card, CardBody, CardTitle, Content, GridItem } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { CallRoute } from '../../components/call-route.tsx';
import { paths } from '../../paths.ts';
import type { FullCall } from './queries.ts';

const askedForKeys = { budget: 'call.insteadBudget', unavailable: 'call.insteadUnavailable' } as const;

/** How a call found its way, where it did not simply go to its first route. */
export function CallRouteCard({ call: { routing, fallbackRequestId } }: { call: FullCall }) {
  const { t } = useTranslation('usage');
  if (!routing && !fallbackRequestId) return null;
  const askedFor = routing?.askedFor;
  return (
    <GridItem span={12}>
      <Card>
        <CardTitle component="h2">{t('call.route')}</CardTitle>
        <CardBody>
          {askedFor && (
            <Content component="p">
              <Trans
                ns="usage"
                i18nKey={askedForKeys[askedFor.reason]}
                values={{ model: askedFor.modelName }}
                components={{ model: <bdi /> }}
              />{' '}
              {askedFor.requestId && (
                <Link to={paths.usageCall(askedFor.requestId)}>{t('call.askedCall')}</Link>
              )}
            </Content>
          )}
          {fallbackRequestId && (
            <Content component="p">
              {t('call.fellBack')}{' '}
              <Link to={paths.usageCall(fallbackRequestId)}>{t('call.fallbackCall')}</Link>
            </Content>
          )}
          {routing && <CallRoute routing={routing} />}
        </CardBody>
      </Card>
    </GridItem>
  );
}
