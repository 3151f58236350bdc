import {
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  DescriptionList,
  Flex,
  FlexItem,
} from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { Fact } from '../../components/fact.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { useCapabilityWords } from '../../components/use-capability-words.ts';
import { paths } from '../../paths.ts';
import { DeleteModelDialog } from './delete-model-dialog.tsx';
import { SwitchModelDialog } from './switch-model-dialog.tsx';
import type { AdminModel } from './queries.ts';
import { useModelWords } from './use-model-words.ts';

/** Everything about a model but prices and routes, with the ways to switch it off or remove it. */
export function ModelFactsCard({ model }: { model: AdminModel }) {
  const { t } = useTranslation('admin-models');
  const { canChange } = useAdminAccess();
  const words = useModelWords();
  const capability = useCapabilityWords();
  const [open, setOpen] = useState<'switch' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const actions = canChange && (
    <Flex gap={{ default: 'gapSm' }}>
      <FlexItem>
        <Button variant="secondary" isDanger={model.enabled} onClick={() => setOpen('switch')}>
          {model.enabled ? t('switch.disable') : t('switch.enable')}
        </Button>
      </FlexItem>
      <FlexItem>
        <LinkButton variant="secondary" isDanger to={paths.adminStop('model', model.id)}>
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
        <CardTitle component="h2">{t('facts')}</CardTitle>
      </CardHeader>
      <CardBody>
        <DescriptionList isCompact columnModifier={{ default: '1Col', md: '2Col', xl: '3Col' }}>
          <Fact term={t('form.name')}>
            <bdi className="pf-v6-u-text-break-word">{model.name}</bdi>
          </Fact>
          <Fact term={t('columns.state')}>
            <StatusLabel status={model.enabled ? 'enabled' : 'disabled'} />
          </Fact>
          <Fact term={t('columns.visibility')}>{words.visibility(model.visibility)}</Fact>
          <Fact term={t('columns.approval')}>
            {model.autoApprove ? t('approval.atOnce') : t('approval.byHand')}
          </Fact>
          <Fact term={t('form.class')}>{words.class(model.class)}</Fact>
          <Fact term={t('common:capabilities')}>
            {model.capabilities.map(capability).join(', ') || t('common:notAvailable')}
          </Fact>
          <Fact term={t('form.contextLength')}>
            <TokenCount value={model.contextLength} />
          </Fact>
          <Fact term={t('form.maxOutputTokens')}>
            <TokenCount value={model.maxOutputTokens} />
          </Fact>
          <Fact term={t('updated')}>
            <RelativeTime value={model.updatedAt} />
          </Fact>
        </DescriptionList>
      </CardBody>
      {open === 'switch' && <SwitchModelDialog model={model} onClose={close} />}
      {open === 'delete' && <DeleteModelDialog model={model} onClose={close} />}
    </Card>
  );
}
