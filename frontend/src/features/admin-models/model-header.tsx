import { Breadcrumb, BreadcrumbItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { PageHeader } from '../../components/page-header.tsx';
import { paths } from '../../paths.ts';
import type { AdminModel } from './queries.ts';

type Props = {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  /** Named between the catalogue and this page, when this page is below it. */
  model?: AdminModel;
};

/** Head of the pages below the catalogue, with the way back. */
export function ModelHeader({ title, description, action, model }: Props) {
  const { t } = useTranslation('admin-models');
  const breadcrumb = (
    <Breadcrumb className="pf-v6-u-mb-md">
      <BreadcrumbItem>
        <Link to={paths.adminModels}>{t('title')}</Link>
      </BreadcrumbItem>
      {model && (
        <BreadcrumbItem>
          <Link to={paths.adminModel(model.id)}>
            <bdi>{model.displayName}</bdi>
          </Link>
        </BreadcrumbItem>
      )}
      <BreadcrumbItem isActive>{model ? t('edit') : <bdi>{title}</bdi>}</BreadcrumbItem>
    </Breadcrumb>
  );
  return <PageHeader title={title} description={description} action={action} above={breadcrumb} />;
}
