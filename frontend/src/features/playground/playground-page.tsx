import { Button, Flex, PageSection, Sidebar, SidebarContent, SidebarPanel } from '@patternfly/react-core';
import { CubesIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { paths } from '../../paths.ts';
import { Chat } from './chat.tsx';
import { CodeDialog } from './code-dialog.tsx';
import { focusComposer } from './composer.tsx';
import { HinderedModels } from './hindered-models.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { usePlayground } from './use-playground.ts';

/** A conversation with a model of the account, under the user's own sign-in. */
export default function PlaygroundPage() {
  const { t } = useTranslation('playground');
  const playground = usePlayground();
  const { models, conversation } = playground;
  const [isCodeShown, setIsCodeShown] = useState(false);
  const clear = () => {
    conversation.clear();
    focusComposer();
  };
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={
          playground.modelName && (
            <Flex gap={{ default: 'gapSm' }}>
              <Button variant="secondary" onClick={() => setIsCodeShown(true)}>
                {t('viewCode')}
              </Button>
              {conversation.turns.length > 0 && (
                <Button variant="link" onClick={clear}>
                  {t('clear')}
                </Button>
              )}
            </Flex>
          )
        }
      />
      <PageSection isFilled>
        <Remote query={models}>
          {(callable) =>
            callable.length === 0 ? (
              <StateEmpty
                title={t('empty.title')}
                icon={CubesIcon}
                action={<LinkButton to={`${paths.models}?capability=chat`}>{t('empty.action')}</LinkButton>}
              >
                {t('empty.body')}
                <HinderedModels models={models.hindered} isOpen />
              </StateEmpty>
            ) : (
              <Sidebar hasGutter hasNoBackground>
                <SidebarPanel variant="static" hasNoBackground width={{ lg: 'width_33' }}>
                  <SettingsPanel playground={playground} />
                </SidebarPanel>
                <SidebarContent hasNoBackground>
                  <Chat playground={playground} />
                </SidebarContent>
              </Sidebar>
            )
          }
        </Remote>
      </PageSection>
      {isCodeShown && <CodeDialog playground={playground} onClose={() => setIsCodeShown(false)} />}
    </>
  );
}
