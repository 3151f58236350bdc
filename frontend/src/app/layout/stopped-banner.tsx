import { Banner } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { killSwitchesQuery } from '../../api/kill-switches.ts';

const textKeys = { platform: 'stop.banner.platform', account: 'stop.banner.account' } as const;
const widestFirst = ['platform', 'account'] as const;

/** Says on every page that all calls of the account are refused, and why; absent while they are not. */
export function StoppedBanner() {
  const { t } = useTranslation('common');
  const { data = [] } = useQuery(killSwitchesQuery(useAccountId()));
  const [stopped] = widestFirst.flatMap((scope) => {
    const found = data.find((one) => one.scope === scope);
    return found ? [{ scope, reason: found.reason }] : [];
  });
  if (!stopped) return null;
  return (
    // PatternFly cuts a banner that does not fit in one line.
    <Banner
      status="danger"
      className="pf-v6-u-text-wrap pf-v6-u-text-break-word"
      screenReaderText={t('notice.warning')}
    >
      <Trans
        ns="common"
        i18nKey={textKeys[stopped.scope]}
        components={{ reason: <bdi>{stopped.reason}</bdi> }}
      />
    </Banner>
  );
}
