import { Content, Flex, FlexItem, PageSection, Title } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useDocumentTitle } from './use-document-title.ts';

type Props = {
  title: string;
  description?: ReactNode;
  /** The one primary action of the page. */
  action?: ReactNode;
  /** A breadcrumb or status beside the title's line. */
  above?: ReactNode;
};

/** Head of every page: title (also the tab's), one sentence on what it tells, one primary action. */
export function PageHeader({ title, description, action, above }: Props) {
  useDocumentTitle(title);
  return (
    <PageSection>
      {above}
      <Flex
        direction={{ default: 'column', sm: 'row' }}
        justifyContent={{ default: 'justifyContentSpaceBetween' }}
        alignItems={{ default: 'alignItemsFlexStart' }}
        gap={{ default: 'gapMd' }}
      >
        <FlexItem flex={{ default: 'flex_1' }}>
          <Title headingLevel="h1" size="2xl">
            {title}
          </Title>
          {description && <Content component="p">{description}</Content>}
        </FlexItem>
        {action && <FlexItem>{action}</FlexItem>}
      </Flex>
    </PageSection>
  );
}
