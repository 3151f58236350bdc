import { Button, Card, CardBody, CardHeader, CardTitle, Flex, FlexItem } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { paths } from '../../paths.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import { DeleteProviderDialog } from './delete-provider-dialog.tsx';
import { EditProviderDialog } from './edit-provider-dialog.tsx';
import { type Provider, useTestProvider } from './queries.ts';
import { TestResult } from './test-result.tsx';

/** The settings of a connection, with test, edit and delete. */
export function ConnectionCard({ provider }: { provider: Provider }) {
  const { t } = useTranslation('admin-providers');
  const { canChange } = useAdminAccess();
  const test = useTestProvider(provider);
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const actions = canChange && (
    <Flex gap={{ default: 'gapSm' }}>
      <FlexItem>
        <SubmitButton variant="secondary" isPending={test.isPending} onClick={test.run}>
          {t('test.action')}
        </SubmitButton>
      </FlexItem>
      <FlexItem>
        <Button variant="secondary" onClick={() => setOpen('edit')}>
          {t('edit')}
        </Button>
      </FlexItem>
      <FlexItem>
        <LinkButton variant="secondary" isDanger to={paths.adminStop('provider', provider.id)}>
          {t('common:stop.action')}
        </LinkButton>
      </FlexItem>
      <FlexItem>
        <Button variant="secondary" isDanger onClick={() => setOpen('delete')}>
          {t('delete.action')}
        </Button>
      </FlexItem>
    </Flex>
  );
  return (
    <Card>
      <CardHeader actions={actions ? { actions, hasNoOffset: true } : undefined} hasWrap>
        <CardTitle component="h2">{t('connection')}</CardTitle>
      </CardHeader>
      <CardBody>
        <TestResult test={test} />
        <ConnectionFacts provider={provider} />
      </CardBody>
      {open === 'edit' && <EditProviderDialog provider={provider} onClose={() => setOpen(null)} />}
      {open === 'delete' && <DeleteProviderDialog provider={provider} onClose={() => setOpen(null)} />}
    </Card>
  );
}
