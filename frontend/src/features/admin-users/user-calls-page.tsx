import { Breadcrumb, BreadcrumbItem, PageSection } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { paths } from '../../paths.ts';
import { CallsTable } from './calls-table.tsx';
import { userQuery } from './queries.ts';

/** The calls of one user’s personal account. */
export default function UserCallsPage() {
  const { t } = useTranslation('admin-users');
  const { userId = '' } = useParams();
  const user = useQuery(userQuery(userId));
  const name = user.data?.name ?? user.data?.email ?? t('user');
  const breadcrumb = (
    <Breadcrumb className="pf-v6-u-mb-md">
      <BreadcrumbItem>
        <Link to={paths.adminUsers}>{t('title')}</Link>
      </BreadcrumbItem>
      <BreadcrumbItem>
        <Link to={paths.adminUser(userId)}>
          <bdi>{name}</bdi>
        </Link>
      </BreadcrumbItem>
      <BreadcrumbItem isActive>{t('calls.title')}</BreadcrumbItem>
    </Breadcrumb>
  );
  return (
    <>
      <PageHeader title={t('calls.title')} description={t('calls.description')} above={breadcrumb} />
      <PageSection>
        <Remote query={user}>{({ account }) => <CallsTable accountId={account.id} />}</Remote>
      </PageSection>
    </>
  );
}
