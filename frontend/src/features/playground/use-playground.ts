import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccountId } from '../../api/account.ts';
import { useChatModels } from '../../api/chat-models.ts';
import { projectsQuery } from '../../api/projects.ts';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { type ChatSettings, emptySettings, wrongSettings } from './chat-body.ts';
import { useConversation } from './use-conversation.ts';

/** Everything the playground shows: what may be chosen, what is chosen (model and project in the URL), the conversation. */
export function usePlayground() {
  const accountId = useAccountId();
  const models = useChatModels(accountId);
  const projects = useQuery(projectsQuery(accountId));
  const choice = useUrlFilters(['model', 'project']);
  const [settings, setSettings] = useState<ChatSettings>(emptySettings);
  const [draft, setDraft] = useState('');
  const conversation = useConversation();

  // The URL changes a moment later than what is on the page, and a question may be sent in that moment.
  const [chosen, setChosen] = useState(choice.values);
  const { model: wantedModel, project: wantedProject } = chosen;
  const choose = (name: 'model' | 'project', value: string) => {
    setChosen((before) => ({ ...before, [name]: value }));
    choice.set(name, value);
  };
  const modelName = (models.data?.find(({ name }) => name === wantedModel) ?? models.data?.[0])?.name;
  const project =
    projects.data?.find(({ id }) => id === wantedProject) ??
    projects.data?.find(({ isDefault }) => isDefault);
  const wrong = wrongSettings(settings);
  const target = modelName && project ? { accountId, modelName, projectId: project.id } : null;
  return {
    models,
    projects,
    choose,
    modelName,
    project,
    /** A model that the URL names but that cannot be called: another one stands in. */
    missing: models.data && wantedModel !== modelName ? wantedModel : undefined,
    settings,
    changeSettings: (part: Partial<ChatSettings>) => setSettings((before) => ({ ...before, ...part })),
    wrong,
    /** Null while nothing can be asked. */
    target: wrong.temperature || wrong.maxTokens ? null : target,
    draft,
    setDraft,
    conversation,
  };
}

export type Playground = ReturnType<typeof usePlayground>;
