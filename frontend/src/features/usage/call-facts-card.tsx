import { Card, CardBody, CardTitle, DescriptionList } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { projectsQuery } from '../../api/projects.ts';
import { CopyId } from '../../components/copy-id.tsx';
import { Fact } from '../../components/fact.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { type Call, keysQuery } from './queries.ts';

const outcomeKeys = {
  success: 'call.outcomeSuccess',
  error: 'call.outcomeError',
  aborted: 'call.outcomeAborted',
  orphaned: 'call.outcomeOrphaned',
} as const;

/** Who called what, when, over which provider, and how it ended. */
export function CallFactsCard({ accountId, call }: { accountId: string; call: Call }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const key = useQuery(keysQuery(accountId)).data?.find(({ id }) => id === call.keyId);
  const project = useQuery(projectsQuery(accountId)).data?.find(({ id }) => id === call.projectId);
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('call.facts')}</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact>
          <Fact term={t('call.outcome')}>
            <StatusLabel status={call.outcome} /> {t(outcomeKeys[call.outcome])}
          </Fact>
          {call.errorCode && (
            <Fact term={t('call.errorCode')}>
              <code dir="ltr">
                {call.status} {call.errorCode}
              </code>
            </Fact>
          )}
          <Fact term={t('call.time')}>
            {format.dateTime(call.createdAt)} ({format.timeZone})
          </Fact>
          <Fact term={t('common:calls.model')}>
            <Link to={paths.model(call.modelId)}>
              <bdi>{call.modelName}</bdi>
            </Link>
          </Fact>
          <Fact term={t('call.provider')}>
            {call.cacheHit ? t('call.fromCache') : <bdi>{call.providerName ?? t('common:notAvailable')}</bdi>}
          </Fact>
          <Fact term={t('common:calls.key')}>
            {call.keyId === null ? (
              t('common:calls.playground')
            ) : (
              <Link to={paths.apiKey(call.keyId)}>
                <bdi>{key?.name ?? call.keyId}</bdi>
              </Link>
            )}
          </Fact>
          <Fact term={t('call.project')}>
            <SeededText>{project?.name ?? call.projectId}</SeededText>
          </Fact>
          <Fact term={t('call.surface')}>
            <bdi>{call.surface}</bdi> {call.stream ? t('call.streamed') : t('call.whole')}
          </Fact>
          <Fact term={t('call.requestId')}>
            <CopyId value={call.requestId} />
          </Fact>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
