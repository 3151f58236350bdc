import { CodeChoice } from './code-choice.tsx';
import { chatSamples } from './code-samples.ts';

type Props = {
  /** Base URL with `/v1`, see `useEndpoint`. */
  endpoint: string;
  modelName: string;
  /** A secret just shown; left out, the samples read it from the environment. */
  secret?: string;
  onCopied?: () => void;
};

/** The same call with curl, Python and Node, ready to paste. */
export function CodeSample({ onCopied, ...call }: Props) {
  return <CodeChoice samples={chatSamples(call)} onCopied={onCopied} />;
}
