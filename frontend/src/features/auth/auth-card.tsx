import {
  Card,
  CardBody,
  CardFooter,
  CardTitle,
  Grid,
  GridItem,
  PageSection,
  Title,
} from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useDocumentTitle } from '../../components/use-document-title.ts';

type Props = { title: string; children: ReactNode; footer: ReactNode };

/** Frame of the forms before the sign-in. */
export function AuthCard({ title, children, footer }: Props) {
  useDocumentTitle(title);
  return (
    <PageSection>
      <Grid className="pf-v6-u-py-xl-on-md">
        <GridItem span={12} md={8} mdOffset={2} lg={6} lgOffset={3} xl={4} xlOffset={4}>
          <Card isLarge>
            <CardTitle component="div">
              <Title headingLevel="h1" size="2xl">
                {title}
              </Title>
            </CardTitle>
            <CardBody>{children}</CardBody>
            <CardFooter>{footer}</CardFooter>
          </Card>
        </GridItem>
      </Grid>
    </PageSection>
  );
}
