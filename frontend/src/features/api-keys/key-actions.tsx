import { Button, Flex, FlexItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { KillSwitch } from '../../api/kill-switches.ts';
import type { ApiKey } from './queries.ts';

/** What can be done with a key; left out for those who may not. */
export type KeyActs = {
  onRevoke?: (apiKey: ApiKey) => void;
  onStop?: (apiKey: ApiKey) => void;
  onLift?: (apiKey: ApiKey, killSwitch: KillSwitch) => void;
};

type Props = KeyActs & { apiKey: ApiKey; ownStop: KillSwitch | undefined; variant: 'link' | 'secondary' };

/** Stop it for now or let it go on, and end it for good. */
export function KeyActions({ apiKey, ownStop, variant, onRevoke, onStop, onLift }: Props) {
  const { t } = useTranslation('api-keys');
  if (apiKey.status === 'revoked') return null;
  const { name } = apiKey;
  const look = { variant, isInline: variant === 'link' };
  return (
    <Flex columnGap={{ default: 'columnGapMd' }} rowGap={{ default: 'rowGapXs' }}>
      {ownStop && onLift && (
        <FlexItem>
          <Button
            {...look}
            aria-label={t('stop.liftNamed', { name })}
            onClick={() => onLift(apiKey, ownStop)}
          >
            {t('common:stop.lift')}
          </Button>
        </FlexItem>
      )}
      {!ownStop && onStop && (
        <FlexItem>
          <Button
            {...look}
            isDanger
            aria-label={t('stop.actionNamed', { name })}
            onClick={() => onStop(apiKey)}
          >
            {t('common:stop.action')}
          </Button>
        </FlexItem>
      )}
      {onRevoke && (
        <FlexItem>
          <Button
            {...look}
            isDanger
            aria-label={t('revoke.actionNamed', { name })}
            onClick={() => onRevoke(apiKey)}
          >
            {t('revoke.action')}
          </Button>
        </FlexItem>
      )}
    </Flex>
  );
}
