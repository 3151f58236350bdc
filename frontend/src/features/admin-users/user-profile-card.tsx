import { Card, CardBody, CardTitle, DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { CopyId } from '../../components/copy-id.tsx';
import { Fact } from '../../components/fact.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { languages } from '../../i18n/languages.ts';
import { paths } from '../../paths.ts';
import type { AdminUser } from './queries.ts';

/** Who the user is, and the ids to look for in logs. */
export function UserProfileCard({ user }: { user: AdminUser }) {
  const { t } = useTranslation('admin-users');
  const missing = t('common:notAvailable');
  return (
    <Card>
      <CardTitle component="h2">{t('profile.title')}</CardTitle>
      <CardBody>
        <DescriptionList isCompact columnModifier={{ default: '1Col', lg: '2Col' }}>
          <Fact term={t('profile.email')}>
            <bdi>{user.email}</bdi>
          </Fact>
          <Fact term={t('profile.name')}>
            <bdi>{user.name ?? missing}</bdi>
          </Fact>
          <Fact term={t('profile.phone')}>
            <bdi>{user.phone ?? missing}</bdi>
          </Fact>
          <Fact term={t('profile.language')}>
            {languages.find(({ code }) => code === user.locale)?.name ?? user.locale}
          </Fact>
          <Fact term={t('profile.timeZone')}>
            <bdi>{user.timeZone}</bdi>
          </Fact>
          <Fact term={t('columns.since')}>
            <RelativeTime value={user.createdAt} />
          </Fact>
          <Fact term={t('profile.userId')}>
            <CopyId value={user.id} />
            <div className="pf-v6-u-mt-sm">
              <Link to={paths.adminAuditOf(user.id)}>{t('profile.auditUser')}</Link>
            </div>
          </Fact>
          <Fact term={t('profile.accountId')}>
            <CopyId value={user.account.id} />
            <div className="pf-v6-u-mt-sm">
              <Link to={paths.adminAuditOf(user.account.id)}>{t('profile.auditAccount')}</Link>
            </div>
          </Fact>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
